internal import Accounts
internal import Ledger
public import Rulebook
internal import Signing

/// What one person proposes and another decides.
public enum Proposal: Hashable, Sendable {
    /// A change of the status of these documents.
    case status(StatusChange, documents: [DocumentID])
    /// A whole run is taken back: what is not signed yet is withdrawn, what is recorded is revoked.
    case takeBack(RunID, text: String, legalBasis: String)
    /// A dispute is answered by removing the data: the document is revoked and none takes its place.
    case remove(CorrectionID, text: String)
    /// A change of one of the member's types on the ledger.
    case type(TypeChange, text: String)

    /// Documents of a type are renewed for so many years: the desk itself proposes it by a rule.
    case renew(TypeCode, documents: [DocumentID], years: UInt64)

    /// Records that a restored desk knows nothing of are revoked, or stay as they are.
    case lost(LostRecords)

    static let lostKind = "lost"

    /// How long a proposal stands; after that it is overdue, and has to be made anew. In seconds.
    public static let lifetimeSeconds: UInt64 = 30 * 86_400
    /// Most documents of one proposal.
    public static let maxDocuments = 100_000

    /// The word of files and of the API.
    public var kind: String {
        switch self {
        case .status: "status"
        case .takeBack: "take-back"
        case .remove: "remove"
        case .type: "type"
        case .renew: "renew"
        case .lost: Proposal.lostKind
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
        case .renew(let type, let documents, let years):
            [
                "type": .string(type.text), "documents": .array(documents.map { .integer($0.value) }),
                "years": .integer(Int64(clamping: years)),
            ]
        case .lost(let lost):
            [
                "revoke": .bool(lost.isRevoking), "through": .integer(Int64(clamping: lost.through.value)),
                "records": .integer(Int64(clamping: lost.count)), "text": .string(lost.text),
                "basis": .string(lost.legalBasis),
            ]
        case .type(let change, let text): ["change": .object(change.json), "text": .string(text)]
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
                return .status(change, documents: try Proposal.documents(&reader))
            case "renew":
                let type = try reader.member("type")
                guard let code = TypeCode(try type.string()) else { throw type.invalid("must be " + TypeCode.form) }
                return .renew(
                    code, documents: try Proposal.documents(&reader),
                    years: try reader.member("years").unsigned(max: 50))
            case "take-back":
                return .takeBack(
                    RunID(try reader.member("run").integer(in: 1 ... .max)),
                    text: try reader.member("text").string(), legalBasis: try reader.member("basis").string())
            case "remove":
                return .remove(
                    CorrectionID(try reader.member("correction").integer(in: 1 ... .max)),
                    text: try reader.member("text").string())
            case "type":
                let change = try reader.member("change").object { (inner) throws(JSONError) in
                    try TypeChange(&inner)
                }
                return .type(change, text: try reader.member("text").string())
            case Proposal.lostKind: return .lost(try LostRecords(&reader))
            case _: throw root.invalid("is no proposal")
            }
        }
    }

    private static func documents(_ reader: inout JSONReader) throws(JSONError) -> [DocumentID] {
        try reader.member("documents").list(max: Proposal.maxDocuments) { (item) throws(JSONError) in
            DocumentID(try item.integer(in: 1 ... .max))
        }
    }
}

extension LostRecords {
    fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
        isRevoking = try reader.member("revoke").bool()
        through = LeafIndex(try reader.member("through").unsigned(max: 1 << 53))
        count = try reader.member("records").unsigned(max: 1 << 53)
        text = try reader.member("text").string()
        legalBasis = try reader.member("basis").string()
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

    /// True when it can be decided no more because it was decided in time by nobody.
    func isOverdue(at second: UInt64) -> Bool {
        isApproved == nil && second >= proposed + Proposal.lifetimeSeconds
    }
}
