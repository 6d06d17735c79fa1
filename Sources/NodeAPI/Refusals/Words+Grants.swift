internal import Rulebook

/// Grants and their uses.
extension Words {
    static func grantExists(_ id: GrantID) -> Words {
        Words(
            zh: "授权 \(id) 已经存在；它的一次性密钥只能授权一次。",
            en: "The grant \(id) exists already; its once-only key gives one grant.",
            nextZh: "请用新的密钥答复一份新的请求。", nextEn: "Answer a new request with a new key.")
    }

    static func tooManyOpenGrants(_ id: MemberID, _ limit: UInt64) -> Words {
        Words(
            zh: "用证方 \(id) 在账本上已有 \(limit) 项未结清的授权，达到上限。",
            en:
                "The relying party \(id) has \(limit) grants on the ledger that are not closed, as many as it "
                + "may have.",
            nextZh: "授权用完、撤回或到期后会自动结清；请稍后再提交，或由用证方申请提高参数 openGrants。",
            nextEn:
                "Grants close by themselves once they are used up, withdrawn or over: submit again later, or have the "
                + "relying party ask governance for a higher parameter openGrants.")
    }

    static func requestRefused(_ id: GrantID, _ at: UInt64) -> Words {
        Words(
            zh: "持有人已于 \(UTCTime(milliseconds: at)) 拒绝了请求 \(id)，没有提供任何数据。",
            en: "The holder refused the request \(id) at \(UTCTime(milliseconds: at)); nothing flowed.",
            nextZh: "该请求已经结束；确有需要时另发新的请求。",
            nextEn: "The request is over; ask anew only if it is needed.")
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

    static func grantPaused(_ id: GrantID, _ until: UInt64) -> Words {
        Words(
            zh: "持有人把授权 \(id) 暂停到 \(UTCTime(seconds: until))。",
            en: "The holder has paused the grant \(id) until \(UTCTime(seconds: until)).",
            nextZh: "请在那以后重新签名提交。", nextEn: "Sign and submit again after that time.")
    }

    static func wrongLimitNumber(_ found: UInt64, _ expected: UInt64) -> Words {
        Words(
            zh: "收紧的序号是 \(found)，下一次的序号是 \(expected)。",
            en: "The limit has the number \(found), and the next one is \(expected).",
            nextZh: "请读取授权的现状，用序号 \(expected) 重新签名。",
            nextEn: "Look at the grant as it is now, and sign again with the number \(expected).")
    }

    static func tooManyLimits(_ id: GrantID, _ limit: UInt64) -> Words {
        Words(
            zh: "授权 \(id) 已经收紧了 \(limit) 次，不能再收紧。",
            en: "The grant \(id) was tightened \(limit) times already, as often as it can be.",
            nextZh: "如不再同意，请撤回授权。", nextEn: "Withdraw the grant if it goes too far.")
    }

    static func limitNotTighter(_ id: GrantID, _ term: LimitedTerm, _ asked: UInt64, _ limit: UInt64) -> Words {
        switch term {
        case .uses:
            Words(
                zh: "授权 \(id) 现在是 \(limit) 次使用，\(asked) 次并不更少。",
                en: "The grant \(id) allows \(limit) uses now, and \(asked) are no fewer.",
                nextZh: "授权只能收紧；请给更少的次数。", nextEn: "A grant is only ever tightened: give fewer uses.")
        case .expiry:
            Words(
                zh: "授权 \(id) 到 \(UTCTime(seconds: limit)) 为止，\(UTCTime(seconds: asked)) 并不更早。",
                en: "The grant \(id) ends at \(UTCTime(seconds: limit)), and \(UTCTime(seconds: asked)) is no earlier.",
                nextZh: "授权只能收紧；请给更早的截止时间。", nextEn: "A grant is only ever tightened: give an earlier end.")
        case .pause:
            Words(
                zh: "授权 \(id) 的暂停须晚于 \(UTCTime(seconds: limit))，\(UTCTime(seconds: asked)) 不是。",
                en: "A pause of the grant \(id) must last beyond \(UTCTime(seconds: limit)); "
                    + "\(UTCTime(seconds: asked)) does not.",
                nextZh: "暂停只能延长；请给更晚的时间。", nextEn: "A pause is only ever made longer: give a later time.")
        }
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
        let spent =
            uses == 1
            ? "The one use of the grant \(id) is spent," : "All \(uses) uses of the grant \(id) are spent, the last"
        return Words(
            zh: "授权 \(id) 的 \(uses) 次使用已全部用完，最后一次在区块 \(winner.height)"
                + "（\(UTCTime(milliseconds: winner.time))）。",
            en: "\(spent) in block \(winner.height), at \(UTCTime(milliseconds: winner.time)).",
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

/// Many uses in one statement, and faults.
extension Words {
    static func badUse(_ position: Int, _ inner: Words) -> Words {
        Words(
            zh: "声明后的第 \(position + 1) 条使用被拒绝，因此一条也没有计入：\(inner.detail.zh)",
            en:
                "Use number \(position + 1) behind the statement is refused, so none of them is counted: "
                + inner.detail.en,
            nextZh: "请去掉或改正这一条，重新签名提交其余的。\(inner.next.zh)",
            nextEn: "Take it out or correct it, and sign the others again. \(inner.next.en)")
    }

    static func useNotCounted(_ id: GrantID, _ index: UInt64) -> Words {
        Words(
            zh: "授权 \(id) 的第 \(index) 次使用没有计入。", en: "Use \(index) of the grant \(id) was not counted.",
            nextZh: "请检查序号；只有计入的使用才能报告故障。",
            nextEn: "Check the index; a fault can only be reported of a use that was counted.")
    }

    static func faultKnown(_ id: GrantID, _ index: UInt64) -> Words {
        Words(
            zh: "授权 \(id) 第 \(index) 次使用的这类故障已经报告过。",
            en: "A fault of this kind of use \(index) of the grant \(id) is reported already.",
            nextZh: "无需再做；证据请保存好。", nextEn: "Nothing is left to do; keep the evidence.")
    }
}
