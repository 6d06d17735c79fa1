public import Signing

/// All entries of a kind whose key hashes begin alike, with one path to the root.
///
/// Whoever asks by bucket does not show which of its entries the question is about, and cuts the
/// single proof from the answer.
public struct StateBucket: Hashable, Sendable {
    /// One entry: the hash of its key, and its value.
    public struct Entry: Hashable, Sendable {
        public let keyHash: Digest
        public let value: [UInt8]

        public init(keyHash: Digest, value: [UInt8]) {
            self.keyHash = keyHash
            self.value = value
        }
    }

    /// An entry outside the bucket that stands alone on the way to it.
    public struct Other: Hashable, Sendable {
        public let keyHash: Digest
        public let valueHash: Digest

        public init(keyHash: Digest, valueHash: Digest) {
            self.keyHash = keyHash
            self.valueHash = valueHash
        }
    }

    /// The longest prefix of a bucket.
    public static let maxBits = 56
    /// Most entries that a reader takes.
    public static let maxEntries = 4_096

    public let kind: UInt8
    /// The first `bits` bits of the key hashes, as a number.
    public let prefix: UInt64
    public let bits: Int
    /// The hashes beside the way to the bucket's node, from the bottom; 32 zero bytes for an empty subtree.
    public let siblings: [Digest]
    /// In ascending order of key hashes.
    public let entries: [Entry]
    /// Set when the way ends early at an entry of another bucket; this one is empty then.
    public let other: Other?

    public init(
        kind: UInt8, prefix: UInt64, bits: Int, siblings: [Digest], entries: [Entry], other: Other?
    ) {
        self.kind = kind
        self.prefix = prefix
        self.bits = bits
        self.siblings = siblings
        self.entries = entries
        self.other = other
    }

    /// True when a key's entry would stand in this bucket.
    public func covers(_ key: StateKey) -> Bool {
        key.kind == kind && path.leads(to: key.hash, until: StateNode.kindDepth + bits)
    }

    /// The way to the bucket's node: a key hash of its prefix, and zeroes behind.
    var path: StatePath {
        let first = bits == 0 ? 0 : prefix << UInt64(64 - bits)
        return StatePath(kind: kind, hash: Digest(words: (first, 0, 0, 0)))
    }
}

extension StateTree {
    /// The bucket of a kind at a prefix of so many bits; longer ones than `StateBucket.maxBits` are the caller's bug.
    public func bucket(kind: UInt8, prefix: UInt64, bits: Int) -> StateBucket {
        precondition((0...StateBucket.maxBits).contains(bits), "a bucket of \(bits) bits")
        precondition(prefix >> UInt64(bits) == 0, "the prefix \(prefix) takes more than \(bits) bits")
        let empty = StateBucket(kind: kind, prefix: prefix, bits: bits, siblings: [], entries: [], other: nil)
        let (node, siblings) = descend(empty.path, to: StateNode.kindDepth + bits)
        let leaves = node.leaves
        let isInside = leaves.allSatisfy { empty.covers($0.key) }
        return StateBucket(
            kind: kind, prefix: prefix, bits: bits, siblings: siblings,
            entries: isInside ? leaves.map { StateBucket.Entry(keyHash: $0.key.hash, value: $0.value) } : [],
            other: isInside ? nil : leaves.first.map(StateBucket.Other.init))
    }

    /// The longest prefix at which a kind's buckets hold 32 entries or more on average.
    public func bucketBits(kind: UInt8) -> Int {
        let buckets = count(kind: kind) / 32
        return buckets == 0 ? 0 : min(StateBucket.maxBits, buckets.bitWidth - 1 - buckets.leadingZeroBitCount)
    }
}

extension StateBucket.Other {
    fileprivate init(_ leaf: StateLeaf) {
        self.init(keyHash: leaf.key.hash, valueHash: SHA256.digest(leaf.value))
    }
}
