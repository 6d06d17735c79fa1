public import Rulebook

/// That the relying party of a use has passed its evidence on to somebody else: nothing in it is proven yet.
public struct PresentedPassing: Hashable, Sendable {
    /// The receipt of the `evidence.pass`.
    public var receipt: [UInt8]
    /// What opens the commitment to somebody outside the ledger; nil for a member.
    public var name: RecipientName?

    public init(receipt: [UInt8], name: RecipientName? = nil) {
        self.receipt = receipt
        self.name = name
    }
}

/// In whose name evidence is judged.
public enum Addressee: Hashable, Sendable {
    case member(MemberID)
    /// Somebody outside the ledger, by the name under which it was passed on.
    case outside(String)

    /// A text in the form of a member's id is one; any other the name of somebody outside. Nil when it is neither.
    public init?(_ text: String) {
        if let member = MemberID(text) {
            self = .member(member)
        } else if RecipientName.accepts(text) {
            self = .outside(text)
        } else {
            return nil
        }
    }

    /// The id, or the name.
    public var text: String {
        switch self {
        case .member(let member): member.text
        case .outside(let name): name
        }
    }
}
