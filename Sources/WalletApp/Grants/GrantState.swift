public import Rulebook

/// How a grant stands.
public enum GrantState: String, Sendable, CaseIterable {
    /// Sent, and not seen on the ledger.
    case sent
    case inForce = "in-force"
    case paused
    case usedUp = "used-up"
    case expired
    case withdrawn
    /// The request was refused: nothing flowed.
    case refused
    /// It never came to the ledger, and no longer can.
    case lapsed

    /// True when something can still be used, or ended.
    public var isOpen: Bool {
        switch self {
        case .sent, .inForce, .paused: true
        case .usedUp, .expired, .withdrawn, .refused, .lapsed: false
        }
    }

    /// The state in a word.
    public var words: Bilingual {
        switch self {
        case .sent: Bilingual(zh: "已发出，尚未上链", en: "sent, not on the ledger yet")
        case .inForce: Bilingual(zh: "有效", en: "in force")
        case .paused: Bilingual(zh: "已暂停", en: "paused")
        case .usedUp: Bilingual(zh: "次数已用完", en: "used up")
        case .expired: Bilingual(zh: "已到期", en: "expired")
        case .withdrawn: Bilingual(zh: "已撤回", en: "withdrawn")
        case .refused: Bilingual(zh: "已拒绝", en: "refused")
        case .lapsed: Bilingual(zh: "未上链，已失效", en: "never came to the ledger")
        }
    }
}

extension Grant {
    /// How it stands at a time in ms.
    package func state(at time: UInt64) -> GrantState {
        if refused != nil { return .refused }
        if withdrawn != nil { return .withdrawn }
        if isUsedUp { return .usedUp }
        if expiry * 1_000 < time { return .expired }
        if let until = pausedUntil, until * 1_000 > time { return .paused }
        return .inForce
    }
}
