internal import Ledger
internal import Rulebook
internal import Signing

/// Reading without consent.
extension Words {
    static func groundNotListed(_ code: UInt64) -> Words {
        Words(
            zh: "依据代码 \(code) 不在这类行为的法定依据清单之中。",
            en: "The ground \(code) is not on the list for this act.",
            nextZh: "请用清单中的依据；没有依据就不得读取。",
            nextEn: "Take a ground of the list; without one nothing may be read.")
    }

    static func tagExists(_ tag: Digest) -> Words {
        Words(
            zh: "标签 \(tag.hex) 已经用过一次。", en: "The tag \(tag.hex) was taken before.",
            nextZh: "请用文档密钥和下一个计数重新计算标签。",
            nextEn: "Compute it again from the document's key and the next counter.")
    }

    static func sealOutOfRange(_ until: Height, _ allowed: ClosedRange<UInt64>) -> Words {
        Words(
            zh: "封存到区块 \(until)，现在允许 \(allowed.lowerBound) 到 \(allowed.upperBound)。",
            en:
                "It is to be sealed until block \(until); \(allowed.lowerBound) to \(allowed.upperBound) are "
                + "allowed now.",
            nextZh: "请给范围内的高度。", nextEn: "Give a height in that range.")
    }
}
