internal import Rulebook
internal import Signing

/// Passing evidence on.
extension Words {
    static func wrongPassingNumber(_ found: UInt64, _ expected: UInt64) -> Words {
        Words(
            zh: "转交编号为 \(found)，应为 \(expected)（每个授权至多转交 \(PassEvidence.maxCount) 次）。",
            en:
                "The passing has the number \(found), and the next one is \(expected) (at most "
                + "\(PassEvidence.maxCount) for a grant).",
            nextZh: "请用下一个编号重新签名提交；若已到上限，就不能再转交。",
            nextEn: "Sign it again with the next number; at the limit nothing more can be passed on.")
    }

    static func otherUse(_ id: GrantID, _ index: UInt64) -> Words {
        Words(
            zh: "授权 \(id) 的第 \(index) 次使用是另一条声明。",
            en: "Use \(index) of the grant \(id) is another statement.",
            nextZh: "请写明账本上计入的那条使用声明。", nextEn: "Name the statement that the ledger has counted.")
    }

    static func passedToItself(_ member: MemberID) -> Words {
        Words(
            zh: "\(member) 不能把证据转交给自己。", en: "The party \(member) cannot pass evidence on to itself.",
            nextZh: "证据本来就是给它的，无须转交。", nextEn: "It is the addressee; nothing need be passed on.")
    }

    static func wrongLeave(_ id: GrantID) -> Words {
        Words(
            zh: "转交同意书不是由授权 \(id) 的密钥为这次使用和这个接收人签署的。",
            en: "The leave was not signed by the key of the grant \(id) for this use and this recipient.",
            nextZh: "请向持有人索取写明授权、使用次序和接收人的同意书。",
            nextEn: "Ask the holder for a leave that names this grant, use and recipient.")
    }

    static func leaveExpired(_ id: GrantID, _ notAfter: UInt64) -> Words {
        let until = UTCTime(seconds: notAfter).description
        return Words(
            zh: "授权 \(id) 的转交同意书已于 \(until) 失效。",
            en: "The leave of the grant \(id) ended at \(until).",
            nextZh: "请向持有人重新索取，或依法定依据转交。",
            nextEn: "Ask the holder for a new one, or pass it on on a legal ground.")
    }

    static func tooManyPassings(_ id: MemberID, _ limit: UInt64) -> Words {
        Words(
            zh: "用证方 \(id) 转交已结清授权的证据已达 \(limit) 次上限。",
            en: "The party \(id) has passed on evidence of closed grants \(limit) times, as often as it may.",
            nextZh: "授权尚未结清的使用仍可转交；确需更多，请向治理方申请提高参数 closedPassings。",
            nextEn:
                "Uses whose grants still stand can be passed on; for more, ask governance for a higher parameter "
                + "closedPassings.")
    }
}
