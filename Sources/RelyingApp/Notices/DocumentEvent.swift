internal import Ledger
public import Rulebook

/// What happened to a document after a use relied on it.
public enum DocumentEvent: String, Sendable, CaseIterable {
    case suspended, reinstated, revoked, superseded
    /// Its holder says that something in it is wrong.
    case disputed
    /// The issuer's answers to that.
    case corrected, upheld, removed

    init(_ state: DocumentState) {
        switch state {
        case .inForce: self = .reinstated
        case .suspended: self = .suspended
        case .revoked: self = .revoked
        case .superseded: self = .superseded
        }
    }

    init(_ outcome: CorrectionOutcome) {
        switch outcome {
        case .corrected: self = .corrected
        case .upheld: self = .upheld
        case .removed: self = .removed
        }
    }

    /// As people read it.
    public var words: Bilingual {
        switch self {
        case .suspended: Bilingual(zh: "已暂停", en: "suspended")
        case .reinstated: Bilingual(zh: "已恢复有效", en: "in force again")
        case .revoked: Bilingual(zh: "已吊销", en: "revoked")
        case .superseded: Bilingual(zh: "已被新证照替换", en: "superseded")
        case .disputed: Bilingual(zh: "持有人提出异议", en: "in dispute")
        case .corrected: Bilingual(zh: "异议成立，已更正", en: "the holder was right: corrected")
        case .upheld: Bilingual(zh: "异议不成立，维持原状", en: "the dispute is over: it stands as it was")
        case .removed: Bilingual(zh: "异议成立，证照移除", en: "the holder was right: removed")
        }
    }
}

/// A change of a document with the block that made it.
struct DocumentChange: Hashable {
    let event: DocumentEvent
    let height: UInt64
    /// Block time in ms.
    let time: UInt64
}
