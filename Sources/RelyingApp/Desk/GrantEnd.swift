public import Rulebook

/// Why a grant that was given takes no more uses.
public enum GrantEnd: String, Sendable {
    case withdrawn, usedUp, expired
    /// It has left the state.
    case closed

    /// As of a block's time in ms; nil while it takes another use.
    public init?(_ grant: Grant?, at time: UInt64) {
        guard let grant else {
            self = .closed
            return
        }
        if grant.withdrawn != nil || grant.refused != nil {
            self = .withdrawn
        } else if grant.isUsedUp {
            self = .usedUp
        } else if grant.expiry * 1_000 < time {
            self = .expired
        } else {
            return nil
        }
    }

    /// In a word.
    public var words: Bilingual {
        switch self {
        case .withdrawn: Bilingual(zh: "已授权，其后已撤回", en: "granted, and withdrawn since")
        case .usedUp: Bilingual(zh: "已授权，次数已用完", en: "granted, and used up")
        case .expired: Bilingual(zh: "已授权，现已到期", en: "granted, and over by now")
        case .closed: Bilingual(zh: "已授权，现已结案", en: "granted, and closed by now")
        }
    }
}

extension RelyingDesk {
    /// Why nothing more can be used of what a session granted; nil when something can, or the ledger is silent: then a
    /// use tells.
    func end(of session: Session) async -> GrantEnd? {
        guard session.state == .granted, let id = session.grant, let found = try? await grant(id) else { return nil }
        return GrantEnd(found.value, at: max(found.time, now() * 1_000))
    }
}
