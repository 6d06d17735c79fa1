import Ledger
import Rulebook
package import Signing

/// Documents of one type that go to the ledger under one manifest, with all that opens their commitments.
package struct MintBatch: Sendable {
    let type: TypeCode
    let typeVersion: UInt64
    /// In the order of the records.
    let documents: [MintDocument]
    /// 32 random bytes for each document, back to back.
    let salts: [UInt8]

    static let saltByteCount = 32

    /// A batch with fresh salts, drawn at once.
    init(type: TypeCode, typeVersion: UInt64, documents: [MintDocument]) {
        let salts = Random.bytes(documents.count * MintBatch.saltByteCount)
        self.init(type: type, typeVersion: typeVersion, documents: documents, salts: salts)
    }

    /// A batch whose salts are known already.
    init(type: TypeCode, typeVersion: UInt64, documents: [MintDocument], salts: [UInt8]) {
        precondition(salts.count == documents.count * MintBatch.saltByteCount, "a salt for each document")
        self.type = type
        self.typeVersion = typeVersion
        self.documents = documents
        self.salts = salts
    }

    func salt(_ position: Int) -> ArraySlice<UInt8> {
        salts[position * MintBatch.saltByteCount..<(position + 1) * MintBatch.saltByteCount]
    }

    /// The commitment to a document.
    func commitment(_ position: Int) -> Commitment {
        IssueRecord.commitment(salt: Array(salt(position)), document: documents[position].digest)
    }

    /// What stands on the ledger for a document.
    func record(_ position: Int, _ commitment: Commitment) -> IssueRecord {
        IssueRecord(commitment: commitment, expiry: documents[position].expiry)
    }
}

/// A document to be minted: where it stands in the input, and its digest.
package struct MintDocument: Hashable, Sendable {
    /// The row of a table, the header being row 1; for files their order by name, from 1.
    package let row: Int
    /// The file's name below the folder; nil for a row.
    package let file: String?
    package let digest: Digest
    /// POSIX seconds; nil when no end is put on the ledger.
    package let expiry: UInt64?

    /// A document of the input.
    package init(row: Int, file: String? = nil, digest: Digest, expiry: UInt64? = nil) {
        self.row = row
        self.file = file
        self.digest = digest
        self.expiry = expiry
    }
}

/// A batch with its records made and its manifest signed: the very bytes that are sent, and sent again.
package struct SignedBatch: Sendable {
    let batch: MintBatch
    let statement: Statement
    let tree: RecordTree
    /// The records' commitments, in order.
    let commitments: [Commitment]
    /// The records, framed as in an entry bundle.
    let framed: [UInt8]

    var id: StatementID { statement.id }
    var submission: Submission {
        Submission(statement: statement.bytes, records: framed, recordCount: batch.documents.count)
    }

    /// Makes the records and signs their manifest.
    init(_ batch: MintBatch, by signer: MintSigner, notAfter: UInt64) {
        let parts = RecordParts(batch)
        let manifest = IssueDocuments(
            type: batch.type, typeVersion: batch.typeVersion, count: batch.documents.count, root: parts.tree.root)
        let header = StatementHeader(
            contentType: ActName.issueDocuments.contentType, issuer: signer.member.text, origin: signer.origin,
            notAfter: notAfter)
        self.init(
            batch, parts, statement: Statement.signed(header, payload: manifest.encoded, by: signer.key))
    }

    /// A batch whose manifest was signed before; nil when the manifest is of other records.
    init?(_ batch: MintBatch, statement: Statement) {
        let parts = RecordParts(batch)
        guard let manifest = try? IssueDocuments(decoding: statement.payload), manifest.root == parts.tree.root,
            manifest.count == batch.documents.count
        else { return nil }
        self.init(batch, parts, statement: statement)
    }

    private init(_ batch: MintBatch, _ parts: RecordParts, statement: Statement) {
        self.batch = batch
        self.statement = statement
        tree = parts.tree
        commitments = parts.commitments
        framed = parts.framed
    }
}

/// Who signs manifests, for which ledger.
package struct MintSigner: Sendable {
    let member: MemberID
    let key: PrivateKey
    let origin: String
}

/// The records of a batch, made once.
private struct RecordParts {
    let tree: RecordTree
    let commitments: [Commitment]
    let framed: [UInt8]

    init(_ batch: MintBatch) {
        var framed: [UInt8] = []
        var hashes: [Digest] = []
        var commitments: [Commitment] = []
        framed.reserveCapacity(batch.documents.count * 48)
        hashes.reserveCapacity(batch.documents.count)
        commitments.reserveCapacity(batch.documents.count)
        for position in batch.documents.indices {
            let commitment = batch.commitment(position)
            let leaf = batch.record(position, commitment).encoded
            commitments.append(commitment)
            EntryBundle.append(leaf: leaf, to: &framed)
            hashes.append(Digest.leaf(leaf))
        }
        tree = RecordTree(hashes)
        self.commitments = commitments
        self.framed = framed
    }
}
