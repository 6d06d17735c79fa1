import Ledger
import Signing
import Testing

struct StateBucketTests {
    private static func sample(_ count: Int) -> StateTree {
        StateTree(entries: (0..<count).map { (key($0), [UInt8](repeating: UInt8($0 & 255), count: 16)) })
    }

    /// A status-like key: 32 bytes.
    private static func key(_ number: Int) -> StateKey {
        StateKey(kind: 5, key: SHA256.digest(Array("status \(number)".utf8)).bytes)
    }

    private static func prefix(of key: StateKey, bits: Int) -> UInt64 {
        key.hash.words.0 >> UInt64(64 - bits)
    }

    @Test(arguments: [0, 1, 2, 3, 40, 300], [0, 1, 4, 9, 20])
    func `every bucket holds its entries, verifies, and yields every single proof`(count: Int, bits: Int) throws {
        let tree = Self.sample(count).applying([(StateKey(kind: 6, key: [1]), [1])])
        let keys = (0..<400).map(Self.key)
        var seen = 0
        for prefix in Set(keys.map { Self.prefix(of: $0, bits: bits) }).sorted() {
            let bucket = tree.bucket(kind: 5, prefix: prefix, bits: bits)
            try bucket.verify(root: tree.root)
            #expect(try StateBucket(decoding: bucket.encoded) == bucket)
            seen += bucket.entries.count
            let covered = keys.filter(bucket.covers)
            #expect(try covered.map(bucket.proof) == covered.map(tree.proof))
        }
        #expect(seen == count)
    }

    @Test func `a key of another prefix or kind is not in the bucket`() {
        let tree = Self.sample(300)
        let inside = Self.key(0)
        let bucket = tree.bucket(kind: 5, prefix: Self.prefix(of: inside, bits: 3), bits: 3)
        for number in 0..<300 where !bucket.covers(Self.key(number)) {
            #expect(throws: ProofError.outsideBucket) { try bucket.proof(Self.key(number)) }
        }
        let elsewhere = StateKey(kind: 6, key: inside.key)
        #expect(throws: ProofError.wrongKind(expected: 6, found: 5)) { try bucket.proof(elsewhere) }
        #expect(bucket.covers(inside) && !bucket.covers(elsewhere))
    }

    @Test func `a bucket that leaves out, adds, alters or moves an entry is refused`() throws {
        let tree = Self.sample(300)
        let bucket = tree.bucket(kind: 5, prefix: 2, bits: 2)
        let entries = bucket.entries
        func refused(_ entries: [StateBucket.Entry], prefix: UInt64 = 2, other: StateBucket.Other? = nil) {
            let lie = StateBucket(
                kind: 5, prefix: prefix, bits: 2, siblings: bucket.siblings, entries: entries, other: other)
            #expect(throws: ProofError.self) { try lie.verify(root: tree.root) }
        }
        for position in entries.indices {
            refused(entries.enumerated().filter { $0.offset != position }.map(\.element))
            var altered = entries
            altered[position] = StateBucket.Entry(keyHash: entries[position].keyHash, value: [1])
            refused(altered)
        }
        refused([])
        refused(entries + [try #require(tree.bucket(kind: 5, prefix: 3, bits: 2).entries.first)])
        refused(entries, prefix: 3)
        refused(entries.reversed())
        refused(entries + [try #require(entries.last)])
        refused([], other: StateBucket.Other(keyHash: entries[0].keyHash, valueHash: .zero))
        #expect(throws: Never.self) { try bucket.verify(root: tree.root) }
    }

    @Test func `the refusal names the fact`() {
        let tree = Self.sample(300)
        let bucket = tree.bucket(kind: 5, prefix: 2, bits: 2)
        func error(siblings: [Digest], entries: [StateBucket.Entry], other: StateBucket.Other? = nil) -> ProofError? {
            let lie = StateBucket(kind: 5, prefix: 2, bits: 2, siblings: siblings, entries: entries, other: other)
            do throws(ProofError) {
                try lie.verify(root: tree.root)
                return nil
            } catch { return error }
        }
        let low = bucket.siblings + [.zero]
        let high = Array(bucket.siblings.dropFirst())
        #expect(error(siblings: low, entries: []) == .wrongDepth(11))
        #expect(error(siblings: high, entries: bucket.entries) == .wrongDepth(9))
        #expect(error(siblings: [], entries: [bucket.entries[0]]) == .wrongDepth(0))
        #expect(error(siblings: bucket.siblings, entries: bucket.entries.reversed()) == .entriesOutOfOrder(position: 1))
        let stranger = tree.bucket(kind: 5, prefix: 1, bits: 2).entries[0]
        #expect(error(siblings: bucket.siblings, entries: [stranger]) == .outsideBucket)
        let inside = StateBucket.Other(keyHash: bucket.entries[0].keyHash, valueHash: .zero)
        #expect(
            error(siblings: bucket.siblings, entries: [], other: inside)
                == .otherEntryElsewhere(keyHash: inside.keyHash))
        let outside = StateBucket.Other(keyHash: stranger.keyHash, valueHash: .zero)
        #expect(
            error(siblings: bucket.siblings, entries: [], other: outside)
                == .otherEntryElsewhere(keyHash: outside.keyHash))
    }

    @Test func `an empty bucket is shown by the entry that stands alone above it`() throws {
        let tree = Self.sample(1)
        let own = Self.prefix(of: Self.key(0), bits: 4)
        let bucket = tree.bucket(kind: 5, prefix: own ^ 8, bits: 4)
        #expect(bucket.entries.isEmpty && bucket.other?.keyHash == Self.key(0).hash)
        try bucket.verify(root: tree.root)
        let hidden = StateBucket(
            kind: 5, prefix: own, bits: 4, siblings: bucket.siblings, entries: [], other: bucket.other)
        #expect(throws: ProofError.otherEntryElsewhere(keyHash: Self.key(0).hash)) {
            try hidden.verify(root: tree.root)
        }
        let stuffed = StateBucket(
            kind: 5, prefix: own ^ 8, bits: 4, siblings: bucket.siblings,
            entries: [StateBucket.Entry(keyHash: Digest(words: ((own ^ 8) << 60, 0, 0, 0)), value: [1])],
            other: bucket.other)
        #expect(throws: ProofError.otherEntryElsewhere(keyHash: Self.key(0).hash)) {
            try stuffed.verify(root: tree.root)
        }
    }

    @Test(arguments: [0, 3])
    func `any altered byte of an encoded bucket is refused`(bits: Int) throws {
        let tree = Self.sample(24)
        let bucket = tree.bucket(kind: 5, prefix: 0, bits: bits)
        let bytes = bucket.encoded
        for position in bytes.indices {
            var altered = bytes
            altered[position] ^= 1
            guard let read = try? StateBucket(decoding: altered) else { continue }
            #expect(read.encoded == altered)
            // The prefix of no bits has one value, and another kind or prefix is another question.
            let asksTheSame = read.kind == bucket.kind && read.prefix == bucket.prefix && read.bits == bucket.bits
            if asksTheSame { #expect(throws: ProofError.self) { try read.verify(root: tree.root) } }
        }
        for count in bytes.indices {
            #expect(throws: CBORError.self) { try StateBucket(decoding: bytes[..<count]) }
        }
    }

    @Test(arguments: [(0, 0), (1, 0), (63, 0), (64, 1), (127, 1), (128, 2), (2_047, 5), (2_048, 6)])
    func `buckets hold 32 entries or more on average`(count: Int, bits: Int) {
        #expect(Self.sample(count).bucketBits(kind: 5) == bits)
    }

    @Test func `every bucket of a large kind stays far below 8 KB`() throws {
        let count = 32_767
        let others = (0..<8).map { (StateKey(kind: 5 ^ 1 << UInt8($0), key: [1]), Optional<[UInt8]>([1])) }
        let tree = Self.sample(count).applying(others)
        let bits = tree.bucketBits(kind: 5)
        var largest = 0
        for prefix in 0..<UInt64(1) << UInt64(bits) {
            largest = max(largest, tree.bucket(kind: 5, prefix: prefix, bits: bits).encoded.count)
        }
        // One entry takes 49 bytes, a step of the path 32. A million entries add five steps, and the fullest
        // of 16,384 buckets with 61 on average holds about ten entries more than the fullest here.
        #expect(largest + 5 * 32 + 10 * 49 < 6_000)
    }
}
