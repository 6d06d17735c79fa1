public import Rulebook

/// What must be asked of the state before a use can be checked in full.
public enum LedgerQuestion: Hashable, Sendable {
    /// The grant, as of the block of the use or later: how it was counted.
    case grant
    /// The scene of the request.
    case scene
    /// The issuer of a document: its keys. Documents are counted from 0.
    case issuer(document: Int)
    /// A document's status, as of the block of the use or soon after it.
    case status(document: Int)
    /// Whether a document is in dispute, as of the block of the use or soon after it.
    case correction(document: Int)
    /// A document's status as of today, asked when evidence is renewed: it stands beside the one of the use.
    case statusNow(document: Int)
    /// Whether a document is in dispute today, asked when evidence is renewed.
    case correctionNow(document: Int)

    /// The same question as of today; nil where the answer of the use is the one that counts.
    var now: LedgerQuestion? {
        switch self {
        case .status(let document), .statusNow(let document): .statusNow(document: document)
        case .correction(let document), .correctionNow(let document): .correctionNow(document: document)
        case .grant, .scene, .issuer: nil
        }
    }

    /// Under which kind of key the state has the answer.
    public var kind: StateKind {
        switch self {
        case .grant: .grant
        case .scene: .scene
        case .issuer: .member
        case .status, .statusNow: .status
        case .correction, .correctionNow: .correction
        }
    }
}
