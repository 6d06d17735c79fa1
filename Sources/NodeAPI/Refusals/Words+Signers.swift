internal import Rulebook
internal import Signing

/// Time and repetition, and who signs.
extension Words {
    static func expired(_ notAfter: UInt64, _ now: UInt64) -> Words {
        Words(
            zh: "声明最迟应在 \(UTCTime(seconds: notAfter)) 入块，现在是 \(UTCTime(milliseconds: now))。",
            en: "A block could take the statement until \(UTCTime(seconds: notAfter)); "
                + "it is \(UTCTime(milliseconds: now)).",
            nextZh: "请重新签名并马上提交；若时间不对，请先校准时钟。",
            nextEn: "Sign it again and submit it at once; if the time looks wrong, set the clock first.")
    }

    static func notAfterTooFar(_ notAfter: UInt64, _ limit: UInt64) -> Words {
        Words(
            zh: "最迟入块时间 \(UTCTime(seconds: notAfter)) 太远，现在最多到 \(UTCTime(seconds: limit))。",
            en: "The not-after \(UTCTime(seconds: notAfter)) is too far ahead; the latest allowed now is "
                + "\(UTCTime(seconds: limit)).",
            nextZh: "请用更近的时间重新签名；若时间不对，请先校准时钟。",
            nextEn: "Sign it again with a nearer time; if the time looks wrong, set the clock first.")
    }

    static func alreadyAccepted(_ id: StatementID) -> Words {
        Words(
            zh: "声明 \(id) 已经被接受过，不会再记一次。", en: "The statement \(id) has been accepted before; it counts once.",
            nextZh: "不必再提交；用 GET /statements/\(id) 取它的回执。",
            nextEn: "Do not submit it again; GET /statements/\(id) gives its receipt.")
    }

    static func unknownMember(_ text: String) -> Words {
        Words(
            zh: "本账本没有成员“\(text.shown)”。", en: "This ledger has no member \"\(text.shown)\".",
            nextZh: "请检查成员标识；新机构由治理密钥登记后才能签名。",
            nextEn: "Check the member id; a new institution can sign once governance has registered it.")
    }

    static func memberNotYetEffective(_ id: MemberID, _ from: UInt64) -> Words {
        Words(
            zh: "成员 \(id) 的登记到 \(UTCTime(milliseconds: from)) 才生效。",
            en: "The registration of member \(id) takes effect at \(UTCTime(milliseconds: from)).",
            nextZh: "请在那以后重新签名提交。", nextEn: "Sign and submit again after that time.")
    }

    static func memberSuspended(_ id: MemberID, _ since: UInt64) -> Words {
        Words(
            zh: "成员 \(id) 自 \(UTCTime(milliseconds: since)) 起被停用。",
            en: "Member \(id) has been suspended since \(UTCTime(milliseconds: since)).",
            nextZh: "请与治理机构联系；恢复之前它的声明都不被接受。",
            nextEn: "Ask governance; nothing by this member is accepted before it is reinstated.")
    }

    static func unknownKey(_ key: KeyID) -> Words {
        Words(
            zh: "密钥 \(key) 不在签名者登记的密钥之中。", en: "The key \(key) is not among those registered for the signer.",
            nextZh: "请改用已登记的密钥，或者先请治理机构登记这把密钥。",
            nextEn: "Sign with a registered key, or have governance register this one first.")
    }

    static func keyNotValid(_ key: KeyID, _ from: UInt64, _ until: UInt64?) -> Words {
        let start = UTCTime(seconds: from)
        let end = until.map { UTCTime(seconds: $0).description }
        return Words(
            zh: "密钥 \(key) 的有效期是从 \(start) 到 \(end ?? "无限期")，现在不在其中。",
            en: "The key \(key) is valid from \(start) to \(end ?? "no set end"), and not now.",
            nextZh: "请改用现在有效的密钥。", nextEn: "Sign with a key that is valid now.")
    }

    static func wrongSignature(_ key: KeyID) -> Words {
        Words(
            zh: "密钥 \(key) 的签名与声明的内容不符。", en: "The signature by the key \(key) does not fit what it signs.",
            nextZh: "声明在签名后被改动，或者用了别的密钥；请重新签名。",
            nextEn: "The statement was altered after signing, or another key was used: sign it again.")
    }

    static func missingRole(_ id: MemberID, _ role: Role) -> Words {
        Words(
            zh: "成员 \(id) 没有“\(role.nameZh)”身份，不能做这件事。",
            en: "Member \(id) does not have the role \(role.word), which this act takes.",
            nextZh: "请由有该身份的成员签名，或者请治理机构增加身份。",
            nextEn: "Have a member with that role sign it, or have governance add the role.")
    }

    static func notEnoughGovernors(_ found: Int, _ needed: Int) -> Words {
        Words(
            zh: "有 \(found) 把治理密钥签名，需要 \(needed) 把。",
            en: "\(found) governance \(found == 1 ? "key" : "keys") signed, and \(needed) are needed.",
            nextZh: "请让更多治理密钥在同一条声明上签名。", nextEn: "Have more governance keys sign the same statement.")
    }

    static func wrongSequence(_ found: UInt64, _ expected: UInt64) -> Words {
        Words(
            zh: "治理序号是 \(found)，而下一个序号是 \(expected)。",
            en: "The act has the governance sequence number \(found), and the next one is \(expected).",
            nextZh: "请用序号 \(expected) 重新签名；deedbox governance show（GET /governance）给出下一个序号。",
            nextEn: "Sign it again with \(expected); `deedbox governance show` (GET /governance) gives the next number."
        )
    }

    static var blockFull: Words {
        Words(
            zh: "本块已满，放不下这条声明。", en: "The block has no room left for this statement.",
            nextZh: "请稍后原样再提交一次。", nextEn: "Submit the same bytes again in a moment.")
    }
}

extension UTCTime {
    /// The second in which a moment in ms lies.
    init(milliseconds: UInt64) { self.init(seconds: milliseconds / 1_000) }
}

extension Role {
    fileprivate var nameZh: String {
        switch self {
        case .issuer: "签发机构"
        case .relyingParty: "用证方"
        case .registrar: "实名核验方"
        case .regulator: "监管方"
        case .operating: "节点运营方"
        }
    }
}
