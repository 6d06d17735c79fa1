internal import Ledger
internal import Rulebook

extension Words {
    static func correctionOpen(_ index: LeafIndex, _ height: Height) -> Words {
        Words(
            zh: "位置 \(index) 上的文档自区块 \(height) 起已有一项更正未答复。",
            en: "A correction of the document at \(index) is open since block \(height).",
            nextZh: "请等签发机构答复；答复后可以再提。", nextEn: "Wait for the issuer's answer; another can follow it.")
    }

    static func correctionNotOpen(_ index: LeafIndex) -> Words {
        Words(
            zh: "位置 \(index) 上的文档没有待答复的更正。", en: "No correction of the document at \(index) waits for an answer.",
            nextZh: "请检查位置；已经答复的无需再答。", nextEn: "Check the position; one that was answered needs no second answer.")
    }
}
