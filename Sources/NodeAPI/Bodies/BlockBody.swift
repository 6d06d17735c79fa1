/// A block in a few words: what `GET /blocks/{height}` answers, and what each event carries.
public struct BlockBody: Codable, Hashable, Sendable {
    public let height: UInt64
    /// Block time in ms.
    public let time: UInt64
    /// The block's id: the leaf hash of its seal, in hexadecimal.
    public let id: String
    /// Where its first leaf stands.
    public let first: UInt64
    /// Where its seal stands, the last leaf.
    public let seal: UInt64
    /// Leaves of the log with this block.
    public let size: UInt64
    /// The log's root with this block, in hexadecimal.
    public let root: String
    public let statements: Int
    public let records: Int
    public let touched: TouchedBody

    public init(
        height: UInt64, time: UInt64, id: String, first: UInt64, seal: UInt64, root: String, statements: Int,
        records: Int, touched: TouchedBody
    ) {
        self.height = height
        self.time = time
        self.id = id
        self.first = first
        self.seal = seal
        size = seal + 1
        self.root = root
        self.statements = statements
        self.records = records
        self.touched = touched
    }
}

/// The first 16 bits of the hashes of the keys that a block touched, each in four hexadecimal digits.
public struct TouchedBody: Codable, Hashable, Sendable {
    public let status: [String]
    public let correction: [String]
    public let grant: [String]
    public let trace: [String]
    public let disclosure: [String]
    public let opened: [String]
    public let passing: [String]

    public init(
        status: [String], correction: [String], grant: [String], trace: [String] = [], disclosure: [String] = [],
        opened: [String] = [], passing: [String] = []
    ) {
        self.status = status
        self.correction = correction
        self.grant = grant
        self.trace = trace
        self.disclosure = disclosure
        self.opened = opened
        self.passing = passing
    }
}

/// How a kind of the state is cut into buckets now.
public struct BucketsBody: Codable, Hashable, Sendable {
    /// `status`, `correction`, `grant`, `trace`, `disclosure`, `opened`, `passing`, `member`, `scene` or `sealed`.
    public let kind: String
    /// The longest prefix, in bits, whose buckets hold 32 entries or more on average.
    public let bits: Int
    public let entries: Int
    public let height: UInt64

    public init(kind: String, bits: Int, entries: Int, height: UInt64) {
        self.kind = kind
        self.bits = bits
        self.entries = entries
        self.height = height
    }
}
