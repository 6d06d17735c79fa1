public import Rulebook
public import Signing

/// How the strongroom of a node is: what it holds, what it takes, and how it is cut into buckets.
public struct StrongroomBody: Codable, Hashable, Sendable {
    /// Bodies that are there.
    public let entries: Int
    /// Their bytes.
    public let bytes: Int
    /// Puts that not every validator is known to hold.
    public let waiting: Int
    /// The longest prefix, in bits, whose buckets hold 32 entries or more on average.
    public let bits: Int
    /// Most bytes that the node keeps for all members together.
    public let maxBytes: Int
    /// How far ahead an expiry may be, in seconds.
    public let maxExpirySeconds: UInt64
    /// Why nothing can be put now, in words; nil when it can.
    public let problem: String?

    public init(
        entries: Int, bytes: Int, waiting: Int, bits: Int, maxBytes: Int, maxExpirySeconds: UInt64, problem: String?
    ) {
        self.entries = entries
        self.bytes = bytes
        self.waiting = waiting
        self.bits = bits
        self.maxBytes = maxBytes
        self.maxExpirySeconds = maxExpirySeconds
        self.problem = problem
    }
}

/// What lies in the strongroom of a node, for its operator.
public struct StrongroomStateBody: Codable, Hashable, Sendable {
    public let entries: Int
    public let bytes: Int
    /// Bodies that are damaged or not there yet.
    public let lacking: Int
    /// Puts that not every validator is known to hold.
    public let waiting: Int

    public init(entries: Int, bytes: Int, lacking: Int, waiting: Int) {
        self.entries = entries
        self.bytes = bytes
        self.lacking = lacking
        self.waiting = waiting
    }
}

/// The answer to a put: the words of validators that hold it durably, a quorum of them.
public struct StrongroomPutBody: Codable, Hashable, Sendable {
    /// The put's id in hexadecimal.
    public let put: String
    /// POSIX seconds.
    public let expiry: UInt64
    public let count: Int
    /// COSE_Sign1 of validators' release keys, in base64.
    public let acknowledgements: [String]

    public init(_ put: StrongroomAcknowledgement, acknowledgements: [[UInt8]]) {
        self.put = put.put.description
        expiry = put.expiry
        count = put.count
        self.acknowledgements = acknowledgements.map { Base64.encode($0) }
    }
}

/// The answer to an erasure.
public struct StrongroomErasedBody: Codable, Hashable, Sendable {
    /// Bodies that are gone now, or were erased before.
    public let erased: Int
    /// Names under which nothing lies here.
    public let absent: Int

    public init(erased: Int, absent: Int) {
        self.erased = erased
        self.absent = absent
    }
}

/// One body in a bucket, by its name.
public struct StrongroomListed: Hashable, Sendable, CBORCodable {
    public let name: StrongroomName
    public let size: Int
    /// POSIX seconds.
    public let expiry: UInt64

    public init(name: StrongroomName, size: Int, expiry: UInt64) {
        self.name = name
        self.size = size
        self.expiry = expiry
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.digest(name.tag.digest)
        encoder.digest(name.digest)
        encoder.unsigned(UInt64(size))
        encoder.unsigned(expiry)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        name = StrongroomName(tag: StrongroomTag(try decoder.digest()), digest: try decoder.digest())
        size = Int(try decoder.unsigned(max: UInt64(StrongroomEntry.maxByteCount)))
        expiry = try decoder.unsigned(max: 1 << 53)
    }
}

/// What lies in a bucket, in the order of tags.
public struct StrongroomListing: Hashable, Sendable, CBORCodable {
    /// True when more follows behind the last one.
    public let hasMore: Bool
    public let entries: [StrongroomListed]

    /// Most entries in one answer.
    public static let maxEntries = 4_096

    public init(hasMore: Bool, entries: [StrongroomListed]) {
        self.hasMore = hasMore
        self.entries = entries
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.bool(hasMore)
        encoder.list(entries) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        hasMore = try decoder.bool()
        entries = try decoder.list(max: StrongroomListing.maxEntries) { (inner) throws(CBORError) in
            try StrongroomListed(from: &inner)
        }
    }
}

/// A sealed body as it was put.
public struct SealedBody: Hashable, Sendable {
    public let tag: StrongroomTag
    /// SHA-256 of the bytes, compared when they were read.
    public let digest: Digest
    public let bytes: [UInt8]

    /// A body under its tag.
    public init(tag: StrongroomTag, bytes: [UInt8]) {
        self.tag = tag
        self.bytes = bytes
        digest = SHA256.digest(bytes)
    }
}

/// Bodies that were asked for, those that are there.
public struct StrongroomBodies: Sendable, CBORCodable {
    /// False when not all that is there fitted the answer: ask for the rest again.
    public let isComplete: Bool
    public let bodies: [SealedBody]

    /// Most names in one request.
    public static let maxNames = 1_024
    /// An answer is not begun beyond so many bytes of bodies.
    public static let maxByteCount = 16 << 20
    /// Most bytes of an answer.
    static let maxAnswerByteCount = maxByteCount + StrongroomEntry.maxByteCount + (1 << 20)

    public init(isComplete: Bool, bodies: [SealedBody]) {
        self.isComplete = isComplete
        self.bodies = bodies
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.bool(isComplete)
        encoder.list(bodies) { encoder, body in
            encoder.array(2)
            encoder.digest(body.tag.digest)
            encoder.byteString(body.bytes)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        isComplete = try decoder.bool()
        bodies = try decoder.list(max: 4 * StrongroomBodies.maxNames) { (inner) throws(CBORError) in
            try inner.array(count: 2)
            let tag = StrongroomTag(try inner.digest())
            return SealedBody(tag: tag, bytes: try inner.byteString(max: StrongroomEntry.maxByteCount))
        }
    }
}
