public import Signing

/// Many uses or many requests in one order, each with a reference of the party's own. Under the same key the same order
/// is done once, however often it is given.
public struct BulkOrder: Sendable {
    /// Who orders, as a name of the desk: two callers do not meet in one key.
    public let caller: String
    /// The caller's key for the order.
    public let key: String
    /// SHA-256 of the order as it came.
    public let body: Digest
    public let items: [Item]

    /// What is ordered, and the reference under which its result comes back.
    public struct Item: Sendable {
        public let reference: String
        public let act: Act

        /// What an item asks for.
        public enum Act: Sendable {
            case use(UseOrder)
            case request(SessionOrder)
        }

        public init(reference: String, act: Act) {
            self.reference = reference
            self.act = act
        }
    }

    /// An order of these items; `body` is the digest of the order as it came.
    public init(caller: String, key: String, body: Digest, items: [Item]) {
        self.caller = caller
        self.key = key
        self.body = body
        self.items = items
    }

    /// Most items of an order.
    public static let maxItems = 256
    /// Most bytes of a reference and of a key.
    public static let maxWordByteCount = 255
    /// Most bytes of an order.
    public static let maxByteCount = 1 << 20
    /// How long results are kept under their key, in seconds.
    static let lifetime: UInt64 = 86_400
    /// Items under way at once; those of one grant follow each other.
    static let atOnce = 16
    /// For how long a process has an order to itself without saying so again, in seconds.
    static let lease: UInt64 = 30

    /// Under which the desk keeps it.
    var keyDigest: Digest { SHA256.digest(Array("\(caller)\n\(key)".utf8)) }

    /// Marks what was done for the item at that place, so that it is not done again.
    static func tag(_ key: Digest, _ place: Int) -> Digest {
        SHA256.digest(Array("\(key)/\(place)".utf8))
    }
}

/// What became of one item.
public struct BulkResult: Hashable, Sendable {
    public let reference: String
    /// As an answer of HTTP of its own would have it.
    public let status: Int
    /// What was done, or the problem.
    public let content: JSONValue
    /// False when the same order may bring more later: the ledger was silent, or another use was under way.
    public let isFinal: Bool

    /// 2xx.
    public var isDone: Bool { (200..<300).contains(status) }

    /// As the API and the command give it.
    public var json: JSONValue {
        [
            "reference": .string(reference), "status": .integer(Int64(status)),
            isDone ? "result" : "problem": content,
        ]
    }
}
