import Rulebook
public import Signing

/// Where a run stopped: enough to go on behind that row, and to see that nothing has changed.
///
/// A run that goes on reads the rows before it again, without giving them out: that makes anew what it knew (the
/// documents seen, the tally, the report), and finds any change of source, mapping or rules.
public struct GateCheckpoint: Hashable, Sendable {
    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-import-checkpoint/1"

    /// Rows whose outcome was given out, blank ones included.
    public let rows: Int
    /// Bytes of the source up to there; for people and progress.
    public let offset: UInt64
    /// The digest of those rows as they were read.
    public let prefix: Digest
    /// The digest of all that decides besides the source: mapping, type, code lists, day, sample or not.
    public let rules: Digest
    /// The SHA-256 of the file; nil for SQL.
    public let source: Digest?
    /// What the gate knew: a run that goes on must know the same, on whatever day it does.
    public let options: GateOptions
    /// How the rows came out.
    public let accepted: Int
    public let refused: Int

    /// The checkpoint as it is stored.
    public var readable: JSONValue {
        [
            "format": .string(GateCheckpoint.readableFormat), "rows": .integer(Int64(rows)),
            "offset": .number(offset), "prefix": .string(prefix.hex), "rules": .string(rules.hex),
            "source": source.map { .string($0.hex) } ?? .null, "options": options.readable,
            "accepted": .integer(Int64(accepted)),
            "refused": .integer(Int64(refused)),
        ]
    }

    /// Reads the form that `readable` writes.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(GateCheckpoint.readableFormat)
            func count(_ item: JSONElement) throws(JSONError) -> Int { Int(try item.unsigned(max: 1 << 53)) }
            return GateCheckpoint(
                rows: try count(try reader.member("rows")), offset: try reader.member("offset").unsigned(),
                prefix: try reader.member("prefix").digest(), rules: try reader.member("rules").digest(),
                source: try reader.member("source").optional { (item) throws(JSONError) in try item.digest() },
                options: try GateOptions(readable: try reader.member("options")),
                accepted: try count(try reader.member("accepted")), refused: try count(try reader.member("refused")))
        }
    }

    init(
        rows: Int, offset: UInt64, prefix: Digest, rules: Digest, source: Digest?, options: GateOptions, accepted: Int,
        refused: Int
    ) {
        self.rows = rows
        self.offset = offset
        self.prefix = prefix
        self.rules = rules
        self.source = source
        self.options = options
        self.accepted = accepted
        self.refused = refused
    }
}
