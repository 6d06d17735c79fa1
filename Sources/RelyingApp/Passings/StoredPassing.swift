public import Rulebook
internal import Signing

/// One passing of a use's evidence, from the moment before it is sent.
public struct StoredPassing: Sendable {
    public let grant: GrantID
    /// As the ledger counts this party's passings of the grant, from 0.
    public let number: UInt64
    /// The use's index.
    public let use: UInt64
    /// The signed `evidence.pass`.
    let statement: [UInt8]
    /// What opens the commitment to somebody outside; nil for a member, and once the retention of the use is over.
    public internal(set) var name: RecipientName?
    /// The case number with the salt of the ground's commitment; nil with a holder's leave.
    var matter: [UInt8]?
    public let created: UInt64
    public let height: UInt64?
    /// Block time in ms.
    public let time: UInt64?
    public let receipt: String?

    /// What was entered.
    var act: PassEvidence? {
        guard let statement = try? Statement(decoding: statement) else { return nil }
        return try? PassEvidence(decoding: statement.payload)
    }

    /// The member's id or the name; nil for somebody outside whose name was deleted.
    public var to: String? {
        guard case .member(let member)? = act?.recipient else { return name?.name }
        return member.text
    }

    /// Nil with the holder's leave.
    public var ground: LegalGround? {
        guard case .ground(let code, _)? = act?.basis else { return nil }
        return LegalGround(rawValue: code)
    }
}

/// What a clerk wants to pass on, to whom and by what right.
public struct PassingOrder: Sendable {
    public let grant: GrantID
    /// The use's index.
    public let use: UInt64
    public let right: Right
    /// Enters it once more although the same was passed on before.
    public let again: Bool

    /// By what right.
    public enum Right: Sendable {
        case ground(LegalGround, caseNumber: String, to: NamedRecipient)
        /// The holder's own file.
        case leave([UInt8])
    }

    /// The grounds on which evidence is passed on without the holder's leave.
    public static var grounds: [LegalGround] { LegalGround.allCases.filter(\.allowsPassing) }

    public init(grant: GrantID, use: UInt64, right: Right, again: Bool = false) {
        self.again = again
        self.grant = grant
        self.use = use
        self.right = right
    }
}
