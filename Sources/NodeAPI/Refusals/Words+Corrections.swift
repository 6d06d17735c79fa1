internal import Ledger
internal import Rulebook

extension Words {
    static func correctionOpen(_ index: LeafIndex, _ height: Height) -> Words {
        Words(
            zh: "位置 \(index) 上的文档自区块 \(height) 起已有一项更正未答复。",
            en: "A correction of the document at \(index) is open since block \(height).",
            nextZh: "请等签发机构答复；答复后可以再提。", nextEn: "Wait for the issuer's answer; another can follow it.")
    }

    static func tooManyOpenCorrections(_ id: MemberID, _ limit: UInt64) -> Words {
        Words(
            zh: "签发机构 \(id) 已有 \(limit) 项更正待答复，达到上限。",
            en: "\(limit) corrections wait for the answer of the issuer \(id), as many as may wait.",
            nextZh: "请稍后再提；签发机构须先答复已有的更正，逾期请告知监管方。",
            nextEn:
                "Open it again later: the issuer has to answer those that wait. Tell the regulator when it is overdue.")
    }

    static func correctionNotOpen(_ index: LeafIndex) -> Words {
        Words(
            zh: "位置 \(index) 上的文档没有待答复的更正。", en: "No correction of the document at \(index) waits for an answer.",
            nextZh: "请检查位置；已经答复的无需再答。", nextEn: "Check the position; one that was answered needs no second answer.")
    }
}
