public import Ledger
public import Signing

/// Why what came from a node counts for nothing: a case per rule, with its facts. None of it is evidence against
/// anybody.
public enum AnswerRefusal: Error, Equatable, Sendable {
    case statement(StatementError)
    case payload(CBORError)
    case otherType(String)
    case otherOrigin(String)
    case stranger(String)
    case signature(String)
    case otherStatement(StatementID)
    case otherBlock(Height, BlockID)
    case nothingOf(manifest: Digest, SecretIndex)
    case otherPosition(said: Position, actual: Position)

    /// The stable code.
    public var code: String {
        switch self {
        case .statement, .payload, .otherType: "answer-unreadable"
        case .otherOrigin: "answer-other-origin"
        case .stranger: "answer-of-stranger"
        case .signature: "answer-signature"
        case .otherStatement: "answer-other-use"
        case .otherBlock: "answer-other-block"
        case .nothingOf: "answer-without-share"
        case .otherPosition: "answer-other-position"
        }
    }

    /// Who must do what so that it goes on.
    public var nextStep: String {
        switch self {
        case .otherBlock: "compare the node's checkpoint with yours: one of the two blocks is not of this ledger"
        case .nothingOf: "ask another validator: this one holds no share of the use, or deleted it"
        case .statement, .payload, .otherType, .otherOrigin, .stranger, .signature, .otherStatement, .otherPosition:
            "ask another validator, and tell the operator of this one"
        }
    }
}

extension AnswerRefusal: CustomStringConvertible {
    /// The fact.
    public var description: String {
        switch self {
        case .statement(let error): "no signed answer: \(error)"
        case .payload(let error): "an unreadable answer: \(error)"
        case .otherType(let type): "a message of another kind: \(type)"
        case .otherOrigin(let origin): "for another ledger: \(origin)"
        case .stranger(let member): "\(member) is none of the validators that the shares were dealt to"
        case .signature(let member): "not signed by the release key of \(member)"
        case .otherStatement(let id): "an answer to \(id)"
        case .otherBlock(let height, let block): "it names block \(height) \(block)"
        case .nothingOf(let manifest, let index): "it holds no share of \(index) under manifest \(manifest)"
        case .otherPosition(let said, let actual): "it says position \(said), its place is \(actual)"
        }
    }
}
