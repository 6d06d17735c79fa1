internal import Foundation
internal import GRDB
public import Ledger
public import Rulebook
internal import Signing

/// A document as the desk's database has it; what names a person is sealed and stands apart.
public struct StoredDocument: Hashable, Sendable {
    public let id: DocumentID
    /// The run that brought it; nil for one that answers an application or a correction.
    public let run: RunID?
    /// The row of that run's source.
    public let row: UInt64
    public let type: TypeCode
    public let typeVersion: UInt64
    public let stage: DocumentStage
    /// When it came to that stage, POSIX seconds.
    public let since: UInt64
    public let expiry: UInt64?
    public let offer: OfferID?
    public let batch: BatchID?
    public let position: Int?
    public let statusIndex: UInt64?
    public let commitment: Commitment?
    /// Where its record stands in the log.
    public let record: LeafIndex?
    /// As the ledger tells it.
    public let state: DocumentState
    /// The document in whose place it stands.
    public let supersedes: DocumentID?
    /// True when it does because the holder has another device: it says the same.
    public let isRebound: Bool
    /// Page images that go with it.
    public let attachments: Int
    let key: Digest
    let holder: Digest

    static let columns = """
        id, run, row, row_key, type, type_version, holder, stage, since, expiry, offer, batch, position, status_index,
        commitment, record, state, supersedes, rebound, attachments
        """

    init(_ row: Row) throws {
        id = DocumentID(row["id"])
        run = (row["run"] as Int64?).map { RunID($0) }
        self.row = UInt64(stored: row["row"])
        key = try StoredDocument.digest(row["row_key"])
        type = TypeCode(checked: row["type"])
        typeVersion = UInt64(stored: row["type_version"])
        holder = try StoredDocument.digest(row["holder"])
        guard let stage = DocumentStage(rawValue: row["stage"]),
            let state = DocumentState(rawValue: UInt64(stored: row["state"]))
        else { throw DeskFailure(file: "desk.sqlite", fact: "has a document in a stage or state that there is not") }
        self.stage = stage
        self.state = state
        since = UInt64(stored: row["since"])
        expiry = (row["expiry"] as Int64?).map { UInt64(stored: $0) }
        offer = (row["offer"] as Int64?).map { OfferID($0) }
        batch = (row["batch"] as Int64?).map { BatchID($0) }
        position = row["position"]
        statusIndex = (row["status_index"] as Int64?).map { UInt64(stored: $0) }
        commitment = try (row["commitment"] as Data?).map { Commitment(try StoredDocument.digest($0)) }
        record = (row["record"] as Int64?).map { LeafIndex(UInt64(stored: $0)) }
        supersedes = (row["supersedes"] as Int64?).map { DocumentID($0) }
        isRebound = row["rebound"] as Int64 == 1
        attachments = row["attachments"]
    }

    static func digest(_ data: Data) throws -> Digest {
        guard let digest = Digest(Array(data)) else {
            throw DeskFailure(file: "desk.sqlite", fact: "has a digest that is not of 32 bytes")
        }
        return digest
    }

    /// Where its sealed columns stand, so that they cannot be exchanged.
    static func contentPlace(_ key: Digest) -> String { "documents/content/" + key.hex }
    static func issuedPlace(_ key: Digest) -> String { "documents/issued/" + key.hex }
}

/// A document with its sealed columns.
struct SealedDocument: Sendable {
    let document: StoredDocument
    let content: [UInt8]
    let issued: [UInt8]?
    let holderKey: [UInt8]?
    let account: [UInt8]?

    static let columns = StoredDocument.columns + ", content_sealed, issued_sealed, holder_key, account"

    init(_ row: Row) throws {
        document = try StoredDocument(row)
        content = Array(row["content_sealed"] as Data)
        issued = (row["issued_sealed"] as Data?).map { Array($0) }
        holderKey = (row["holder_key"] as Data?).map { Array($0) }
        account = (row["account"] as Data?).map { Array($0) }
    }
}

/// A row that becomes a document.
public struct NewDocument: Sendable {
    let key: Digest
    let holder: Digest
    let row: UInt64
    let type: TypeCode
    let typeVersion: UInt64
    let contentSealed: [UInt8]
    let expiry: UInt64?
    let supersedes: DocumentID?
    let attachments: Int
    /// The run whose row it is; only for one that stands in the place of a document of that run.
    var run: RunID?
    /// True when it stands in another's place because the holder has another device.
    var isRebound = false
}
