import Ledger
import Rulebook
import Signing

/// What a journal is of: which ledger, and who mints.
struct JournalHead: Equatable, Sendable {
    let origin: String
    let issuer: MemberID
}

/// One line of the minting journal.
enum JournalEntry {
    case head(JournalHead)
    /// A batch; when it is signed anew, with the id of the statement in whose place it comes.
    case batch(SignedBatch, replaces: StatementID?)
    /// A batch that the ledger refused.
    case gone(StatementID)

    static let format = "deedbox-minting/1"

    /// The line with its newline.
    var line: [UInt8] {
        switch self {
        case .head(let head):
            line([
                "format": .string(JournalEntry.format), "origin": .string(head.origin),
                "issuer": .string(head.issuer.text),
            ])
        case .batch(let batch, let replaced): batch.line(replaces: replaced)
        case .gone(let id): line(["gone": .string(id.description)])
        }
    }

    private func line(_ object: JSONObject) -> [UInt8] { Array((JSONValue.object(object).compact + "\n").utf8) }

    /// Reads a line without its newline.
    init(line: [UInt8]) throws(JSONError) {
        let value = try JSONValue(parsing: line, maxByteCount: .max)
        self = try JSONElement(value).object { (reader) throws(JSONError) in
            if let format = reader.optionalMember("format") {
                try format.exactly(JournalEntry.format)
                let issuer = try reader.member("issuer")
                guard let member = MemberID(try issuer.string()) else { throw issuer.invalid("must be a member id") }
                return .head(JournalHead(origin: try reader.member("origin").string(), issuer: member))
            }
            if let id = reader.optionalMember("gone") { return .gone(StatementID(try id.digest())) }
            let replaced = try reader.optionalMember("replaces")?.digest()
            return .batch(try SignedBatch(from: &reader), replaces: replaced.map { StatementID($0) })
        }
    }
}

extension SignedBatch {
    /// The line with its newline, written straight into bytes: it is over a megabyte.
    fileprivate func line(replaces replaced: StatementID?) -> [UInt8] {
        let documents = batch.documents
        var digests: [UInt8] = []
        digests.reserveCapacity(documents.count * Digest.byteCount)
        for document in documents { document.digest.append(to: &digests) }
        var line = LineBytes(reserving: documents.count * 100 + 2_048)
        line.text("batch", id.description)
        line.text("type", batch.type.text)
        line.number("typeVersion", batch.typeVersion)
        line.list("rows", documents) { TextBytes.appendDecimal(UInt64($0.row), to: &$1) }
        line.base64("documents", digests)
        line.base64("salts", batch.salts)
        if documents.contains(where: { $0.file != nil }) {
            line.list("files", documents) { document, bytes in
                bytes += (document.file.map { JSONValue.string($0).compact } ?? "null").utf8
            }
        }
        if documents.contains(where: { $0.expiry != nil }) {
            line.list("expiries", documents) { document, bytes in
                bytes += (document.expiry.map { String($0) } ?? "null").utf8
            }
        }
        if let replaced { line.text("replaces", replaced.description) }
        line.base64("statement", statement.bytes)
        return line.closed
    }

    fileprivate init(from reader: inout JSONReader) throws(JSONError) {
        let id = try reader.member("batch")
        let typeElement = try reader.member("type")
        guard let type = TypeCode(try typeElement.string()) else { throw typeElement.invalid("must be a type code") }
        let version = try reader.member("typeVersion").unsigned()
        let documents = try SignedBatch.documents(&reader)
        let saltElement = try reader.member("salts")
        let salts = try saltElement.base64()
        guard salts.count == documents.count * MintBatch.saltByteCount else {
            throw saltElement.invalid("must hold 32 bytes for each row")
        }
        let statementElement = try reader.member("statement")
        let bytes = try statementElement.base64()
        let batch = MintBatch(type: type, typeVersion: version, documents: documents, salts: salts)
        guard let statement = try? Statement(decoding: bytes), statement.id.digest == (try id.digest()),
            let signed = SignedBatch(batch, statement: statement)
        else { throw statementElement.invalid("is not the manifest of this batch") }
        self = signed
    }

    private static func documents(_ reader: inout JSONReader) throws(JSONError) -> [MintDocument] {
        let rows = try reader.member("rows").list { (row) throws(JSONError) in Int(try row.unsigned()) }
        let digestElement = try reader.member("documents")
        let digests = try digestElement.base64()
        guard digests.count == rows.count * Digest.byteCount, !rows.isEmpty else {
            throw digestElement.invalid("must hold 32 bytes for each row")
        }
        let files = try reader.optionalMember("files")?.list { (file) throws(JSONError) -> String? in
            file.value == .null ? nil : try file.string()
        }
        let expiries = try reader.optionalMember("expiries")?.list { (expiry) throws(JSONError) -> UInt64? in
            expiry.value == .null ? nil : try expiry.unsigned()
        }
        guard files.map({ $0.count == rows.count }) ?? true, expiries.map({ $0.count == rows.count }) ?? true else {
            throw reader.invalid("must have a file and an expiry for each row")
        }
        return rows.indices.compactMap { position in
            let start = position * Digest.byteCount
            return Digest(digests[start..<start + Digest.byteCount]).map { digest in
                MintDocument(
                    row: rows[position], file: files?[position] ?? nil, digest: digest,
                    expiry: expiries?[position] ?? nil)
            }
        }
    }
}
