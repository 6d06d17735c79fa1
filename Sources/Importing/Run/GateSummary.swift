public import Signing

/// What came of the rows of a source; `read` is always `accepted` + `refused` + `blank`.
public struct GateTally: Hashable, Sendable {
    public internal(set) var accepted = 0
    public internal(set) var refused = 0
    /// Rows in which every cell is empty.
    public internal(set) var blank = 0
    /// Refused rows by the first rule that each breaks, so that these add up to `refused`.
    public internal(set) var refusedBy: [GateRule: Int] = [:]
    /// Faults by rule: a row may have several.
    public internal(set) var faults: [GateRule: Int] = [:]

    /// Nothing read.
    public init() {}

    /// Rows behind the header.
    public var read: Int { accepted + refused + blank }

    /// True when the parts of the tally agree with each other.
    public var addsUp: Bool { refusedBy.values.reduce(0, +) == refused }

    mutating func refuse(_ found: [RowFault]) {
        refused += 1
        if let first = found.first { refusedBy[first.rule, default: 0] += 1 }
        for fault in found { faults[fault.rule, default: 0] += 1 }
    }
}

/// What a run over a source has come to.
public struct GateSummary: Hashable, Sendable {
    public let tally: GateTally
    /// The SHA-256 of the file; for SQL, of the rows as they came.
    public let source: Digest
    public let byteCount: UInt64
    public let encoding: TextEncoding
    /// Wall time of this run, in ms.
    public let milliseconds: UInt64
    /// True when every row was read.
    public let isComplete: Bool

    /// Rows a second.
    public var rate: Double { Double(tally.read) * 1_000 / Double(max(1, milliseconds)) }
}

/// How far a run is.
public struct GateProgress: Hashable, Sendable {
    public let rows: Int
    public let bytes: UInt64
    /// Nil for a source whose length nobody knows: SQL.
    public let totalBytes: UInt64?
    public let milliseconds: UInt64

    /// So far in so long; both lengths in bytes, time in ms.
    public init(rows: Int, bytes: UInt64, totalBytes: UInt64?, milliseconds: UInt64) {
        self.rows = rows
        self.bytes = bytes
        self.totalBytes = totalBytes
        self.milliseconds = milliseconds
    }

    /// Rows a second.
    public var rate: Double { Double(rows) * 1_000 / Double(max(1, milliseconds)) }

    /// Seconds until the end at the rate so far; nil while it cannot be told.
    public var secondsLeft: UInt64? {
        guard let totalBytes, bytes > 0 else { return nil }
        let left = Double(totalBytes - min(bytes, totalBytes)) / Double(bytes)
        return UInt64(Double(milliseconds) / 1_000 * left)
    }
}
