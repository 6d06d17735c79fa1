public import Ledger
public import Rulebook
internal import Signing

/// Which bucket of the state is asked for: the first bits of the key hashes in it.
///
/// In a path it is written as hexadecimal digits, as many as hold the bits and at least one; bits that are left over
/// in the last digit are zero.
public struct BucketPrefix: Hashable, Sendable {
    public let bits: Int
    /// The bits as a number.
    public let value: UInt64

    /// The kinds of state whose owners watch for their entries: events name the prefixes that a block touched.
    public static let kinds: [(word: String, kind: StateKind)] = [
        ("status", .status), ("correction", .correction), ("grant", .grant), ("trace", .trace),
        ("disclosure", .disclosure), ("opened", .opened), ("passing", .passing),
    ]

    /// The kinds of state that can be asked by bucket, by the word in the path. Members, accreditations and scenes are
    /// no secret: by bucket they come with a proof, so that a wallet seals to no key that a node made up. What is
    /// sealed, whoever entered it looks for.
    public static let served: [(word: String, kind: StateKind)] =
        kinds + [
            ("member", .member), ("accreditation", .accreditation), ("scene", .scene), ("sealed", .sealed),
        ]

    /// The bucket in which a key's entry would stand.
    public init(of key: StateKey, bits: Int) { self.init(of: key.hash, bits: bits) }

    /// The bucket of the strongroom in which what has this tag would lie.
    public init(of tag: StrongroomTag, bits: Int) { self.init(of: tag.digest, bits: bits) }

    private init(of digest: Digest, bits: Int) {
        precondition((0...StateBucket.maxBits).contains(bits), "a bucket of \(bits) bits")
        self.bits = bits
        let head = digest.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        value = bits == 0 ? 0 : head >> UInt64(64 - bits)
    }

    /// Reads the digits of a path; nil unless they are the one form of a prefix of so many bits.
    public init?(digits: String, bits: Int) {
        guard (0...StateBucket.maxBits).contains(bits), digits.utf8.count == max(1, (bits + 3) / 4),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            let number = UInt64(digits, radix: 16)
        else { return nil }
        let spare = UInt64(digits.utf8.count * 4 - bits)
        guard number & (1 << spare - 1) == 0 else { return nil }
        self.bits = bits
        value = number >> spare
    }

    /// The form that a path has.
    public var digits: String {
        let count = max(1, (bits + 3) / 4)
        let text = String(value << UInt64(count * 4 - bits), radix: 16)
        return String(repeating: "0", count: count - text.utf8.count) + text
    }
}
