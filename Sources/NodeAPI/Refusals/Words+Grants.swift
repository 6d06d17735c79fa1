internal import Rulebook

/// Grants and their uses.
extension Words {
    static func grantExists(_ id: GrantID) -> Words {
        Words(
            zh: "授权 \(id) 已经存在；它的一次性密钥只能授权一次。",
            en: "The grant \(id) exists already; its once-only key gives one grant.",
            nextZh: "请用新的密钥答复一份新的请求。", nextEn: "Answer a new request with a new key.")
    }

    static func unknownGrant(_ id: GrantID) -> Words {
        Words(
            zh: "账本状态里没有授权 \(id)：从未给出，或者早已结清。",
            en: "The ledger's state has no grant \(id): it was never given, or was closed long ago.",
            nextZh: "请检查授权标识；需要时重新请求授权。", nextEn: "Check the grant's id; ask for a new grant if one is needed.")
    }

    static func grantOfAnotherParty(_ id: GrantID) -> Words {
        Words(
            zh: "授权 \(id) 是给另一个用证方的。", en: "The grant \(id) was given to another relying party.",
            nextZh: "请使用给本机构的授权。", nextEn: "Use a grant that was given to this institution.")
    }

    static func grantWithdrawn(_ id: GrantID, _ at: UInt64) -> Words {
        Words(
            zh: "持有人已于 \(UTCTime(milliseconds: at)) 撤回授权 \(id)。",
            en: "The holder withdrew the grant \(id) at \(UTCTime(milliseconds: at)).",
            nextZh: "不得再使用；需要时向持有人重新请求授权。",
            nextEn: "Do not use it any more; ask the holder for a new grant if one is needed.")
    }

    static func grantExpired(_ id: GrantID, _ expiry: UInt64) -> Words {
        Words(
            zh: "授权 \(id) 的期限是 \(UTCTime(seconds: expiry))，已经过去。",
            en: "The grant \(id) ended at \(UTCTime(seconds: expiry)).",
            nextZh: "需要时向持有人重新请求授权。", nextEn: "Ask the holder for a new grant if one is needed.")
    }

    static func alreadyUsed(_ id: GrantID, _ index: UInt64, _ winner: CountedUse) -> Words {
        Words(
            zh: "授权 \(id) 的第 \(index) 次使用已在区块 \(winner.height) 中计入"
                + "（\(UTCTime(milliseconds: winner.time))）。",
            en: "Use \(index) of the grant \(id) was counted in block \(winner.height), at "
                + "\(UTCTime(milliseconds: winner.time)).",
            nextZh: "那次使用的声明是 \(winner.statement)；若不是本机构所为，请核查。下一次使用请用下一个序号。",
            nextEn:
                "It was counted by the statement \(winner.statement): look into it if that was not yours. A further "
                + "use takes the next index.")
    }

    static func usedUp(_ id: GrantID, _ uses: UInt64, _ winner: CountedUse) -> Words {
        Words(
            zh: "授权 \(id) 的 \(uses) 次使用已全部用完，最后一次在区块 \(winner.height)"
                + "（\(UTCTime(milliseconds: winner.time))）。",
            en: "All \(uses) uses of the grant \(id) are spent, the last in block \(winner.height), at "
                + "\(UTCTime(milliseconds: winner.time)).",
            nextZh: "需要时向持有人重新请求授权。", nextEn: "Ask the holder for a new grant if one is needed.")
    }

    static func wrongUseIndex(_ found: UInt64, _ expected: UInt64) -> Words {
        Words(
            zh: "使用序号是 \(found)，下一次使用的序号是 \(expected)。",
            en: "The use has the index \(found), and the next one is \(expected).",
            nextZh: "请用序号 \(expected) 重新签名。", nextEn: "Sign it again with the index \(expected).")
    }

    static func tooSoon(_ earliest: UInt64) -> Words {
        Words(
            zh: "按场景的最短间隔，下一次使用最早在 \(UTCTime(milliseconds: earliest))。",
            en: "By the scene's minimum interval the next use may come at \(UTCTime(milliseconds: earliest)) at the "
                + "earliest.",
            nextZh: "请在那以后重新签名提交。", nextEn: "Sign and submit again after that time.")
    }
}
