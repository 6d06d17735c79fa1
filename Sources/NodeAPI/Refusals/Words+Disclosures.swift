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

    static func latestOutOfRange(_ latest: UInt64, _ allowed: ClosedRange<UInt64>) -> Words {
        let (from, until) = (second(allowed.lowerBound), second(allowed.upperBound))
        return Words(
            zh: "最迟公开时间 \(second(latest)) 不在允许范围（\(from) 到 \(until)）之内。",
            en: "It is to be open at \(second(latest)) at the latest; \(from) to \(until) is allowed now.",
            nextZh: "请给范围内的时间。", nextEn: "Give a time in that range.")
    }

    static func notSealed(_ id: StatementID) -> Words {
        Words(
            zh: "没有封存中的查阅记录 \(id)：它已经公开，或从未封存。",
            en: "No disclosure \(id) is sealed: it is open, or never was.",
            nextZh: "已经公开的无须再次公开；请核对声明编号。",
            nextEn: "What is open need not be opened again; compare the statement's id.")
    }

    static func stillSealed(_ until: Height, _ latest: UInt64) -> Words {
        Words(
            zh: "封存到区块 \(until)，最迟到 \(second(latest))，现在尚未到期。",
            en: "It is sealed until block \(until), at the latest until \(second(latest)); neither has come.",
            nextZh: "到期之后再试。", nextEn: "Try again when one of them has come.")
    }

    static func markDiffers(_ id: StatementID) -> Words {
        Words(
            zh: "给出的标签和盐与声明 \(id) 承诺的不符。",
            en: "This tag with its salt is not what the statement \(id) commits to.",
            nextZh: "请用节点公开的份额重新打开封存内容；若仍不符，责任在登记机构。",
            nextEn:
                "Open what was sealed again by the nodes' shares; when it still does not fit, whoever entered it "
                + "answers for it.")
    }

    static func tooManySealed(_ id: MemberID, _ limit: UInt64) -> Words {
        Words(
            zh: "成员 \(id) 已有 \(limit) 项封存的披露尚未打开，达到上限。",
            en: "\(limit) disclosures that member \(id) has sealed are not open yet, as many as may be closed.",
            nextZh: "等节点到期打开已有的，或不封存直接登记；逾期打不开的由登记机构负责，也占名额。",
            nextEn:
                "Wait until the nodes open some, or enter it unsealed; those that are overdue and do not open count, "
                + "and whoever entered them answers for that.")
    }

    private static func second(_ seconds: UInt64) -> String { UTCTime(seconds: seconds).description }
}
