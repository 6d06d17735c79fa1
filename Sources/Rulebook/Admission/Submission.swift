import Ledger
public import Signing

/// A statement as it came in, with the records that follow it: leaves, read no further than to tell them apart.
public struct Submission: Sendable {
    /// The statement's bytes.
    public let statement: [UInt8]
    /// The records behind a manifest, framed as in an entry bundle; empty for every other act.
    public let records: [UInt8]
    /// How many leaves `records` holds.
    public let recordCount: Int

    public init(statement: [UInt8], records: [UInt8] = [], recordCount: Int = 0) {
        self.statement = statement
        self.records = records
        self.recordCount = recordCount
    }

    /// A manifest of documents with its records, or an act without any.
    public init(statement: Statement, records: [IssueRecord] = []) {
        self.init(statement, framing: records.map(\.encoded))
    }

    /// A manifest of uses with its records.
    public init(statement: Statement, uses: [UseRecord]) { self.init(statement, framing: uses.map(\.encoded)) }

    private init(_ statement: Statement, framing leaves: [[UInt8]]) {
        var framed: [UInt8] = []
        for leaf in leaves { EntryBundle.append(leaf: leaf, to: &framed) }
        self.init(statement: statement.bytes, records: framed, recordCount: leaves.count)
    }

    /// All leaves, framed as in an entry bundle.
    public var framed: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(statement.count + 2 + records.count)
        EntryBundle.append(leaf: statement, to: &bytes)
        bytes += records
        return bytes
    }

    /// Splits leaves back to back into statements, each with the records behind it.
    public static func split(_ bytes: [UInt8], maxStatements: Int) throws(SubmissionError) -> [Submission] {
        var submissions: [Submission] = []
        var offset = 0
        while offset < bytes.count {
            guard submissions.count < maxStatements else { throw .tooManyStatements(limit: maxStatements) }
            let leaf = try leafRange(bytes, at: offset)
            let kind = LeafKind(firstBytes: bytes[leaf].prefix(2))
            guard kind == .statement || kind == .governance else {
                throw .notAStatement(leaf: submissions.count, offset: offset)
            }
            offset = leaf.upperBound
            let start = offset
            var count = 0
            while offset + 2 < bytes.count, bytes[offset + 2] == 0x82 {
                offset = try leafRange(bytes, at: offset).upperBound
                count += 1
            }
            submissions.append(
                Submission(
                    statement: Array(bytes[leaf]), records: Array(bytes[start..<offset]), recordCount: count))
        }
        return submissions
    }

    private static func leafRange(_ bytes: [UInt8], at offset: Int) throws(SubmissionError) -> Range<Int> {
        guard bytes.count - offset >= 2 else { throw .cutOff(offset: offset) }
        let count = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
        guard count > 0 else { throw .notAStatement(leaf: 0, offset: offset) }
        guard bytes.count - offset - 2 >= count else { throw .cutOff(offset: offset) }
        return offset + 2..<offset + 2 + count
    }
}

/// Why bytes are not statements with their records; offsets count from the first byte.
public enum SubmissionError: Error, Equatable, Sendable {
    /// A leaf, or its length, is cut off.
    case cutOff(offset: Int)
    /// A leaf that is neither a statement nor a record behind one.
    case notAStatement(leaf: Int, offset: Int)
    case tooManyStatements(limit: Int)
}
