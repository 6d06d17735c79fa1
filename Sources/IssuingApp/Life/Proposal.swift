internal import Accounts
internal import Rulebook
internal import Signing

/// What one person proposes and another decides.
public enum Proposal: Hashable, Sendable {
    /// A change of the status of these documents.
    case status(StatusChange, documents: [DocumentID])
    /// A whole run is taken back: what is not signed yet is withdrawn, what is recorded is revoked.
    case takeBack(RunID, text: String, legalBasis: String)
    /// A dispute is answered by removing the data: the document is revoked and none takes its place.
    case remove(CorrectionID, text: String)

    /// Most documents of one proposal.
    public static let maxDocuments = 100_000

    /// The word of files and of the API.
    public var kind: String {
        switch self {
        case .status: "status"
        case .takeBack: "take-back"
        case .remove: "remove"
        }
    }

    /// As it is stored.
    var json: JSONValue {
        switch self {
        case .status(let change, let documents):
            ["change": .object(change.json), "documents": .array(documents.map { .integer($0.value) })]
        case .takeBack(let run, let text, let basis):
            ["run": .integer(run.value), "text": .string(text), "basis": .string(basis)]
        case .remove(let correction, let text):
            ["correction": .integer(correction.value), "text": .string(text)]
        }
    }

    init(kind: String, stored bytes: [UInt8]) throws {
        let root = JSONElement(try JSONValue(parsing: bytes, maxByteCount: 16 << 20))
        self = try root.object { (reader) throws(JSONError) in
            switch kind {
            case "status":
                let change = try reader.member("change").object { (inner) throws(JSONError) in
                    try StatusChange(&inner)
                }
                let ids = try reader.member("documents").list(max: Proposal.maxDocuments) { (item) throws(JSONError) in
                    DocumentID(try item.integer(in: 1 ... .max))
                }
                return .status(change, documents: ids)
            case "take-back":
                return .takeBack(
                    RunID(try reader.member("run").integer(in: 1 ... .max)),
                    text: try reader.member("text").string(), legalBasis: try reader.member("basis").string())
            case "remove":
                return .remove(
                    CorrectionID(try reader.member("correction").integer(in: 1 ... .max)),
                    text: try reader.member("text").string())
            case _: throw root.invalid("is no proposal")
            }
        }
    }
}

/// A proposal with who made it and what became of it.
public struct StoredApproval: Sendable {
    public let id: ApprovalID
    public let proposal: Proposal
    public let proposer: String
    public let proposed: UInt64
    public let decider: String?
    public let decided: UInt64?
    /// Nil while nobody has decided.
    public let isApproved: Bool?
    public let remark: String?
}
