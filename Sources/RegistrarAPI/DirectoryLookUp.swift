public import Rulebook
public import Sealing
public import Signing

/// A member's question which wallets belong to these numbers: the payload of a statement that it signs.
public struct DirectoryQuestion: Hashable, Sendable, CBORCodable {
    /// Sixteen random bytes, so that no two questions are one.
    public let nonce: [UInt8]
    /// Citizen numbers and credit codes, at most a thousand.
    public let numbers: [String]

    public static let maxNumbers = 1_000

    public init(_ numbers: [String]) {
        precondition(numbers.count <= DirectoryQuestion.maxNumbers, "\(numbers.count) numbers in one question")
        nonce = Random.bytes(16)
        self.numbers = numbers
    }

    /// The question as a member signs it, good for five minutes.
    public func signed(by key: PrivateKey, of member: MemberID, origin: String, now seconds: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.lookUp, issuer: member.text, origin: origin, notAfter: seconds + 300)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.byteString(nonce)
        encoder.list(numbers) { $0.text($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        nonce = try decoder.byteString(count: 16)
        numbers = try decoder.list(max: DirectoryQuestion.maxNumbers) { (inner) throws(CBORError) in
            try inner.text(max: 64)
        }
    }
}

/// A member's question which of the accounts that it was told of were bound to other keys: the payload of a statement
/// that it signs.
public struct RebindingsQuestion: Hashable, Sendable, CBORCodable {
    /// Sixteen random bytes, so that no two questions are one.
    public let nonce: [UInt8]
    /// Behind which number; 0 asks from the beginning.
    public let after: UInt64

    public init(after number: UInt64) {
        nonce = Random.bytes(16)
        after = number
    }

    /// The question as a member signs it, good for five minutes.
    public func signed(by key: PrivateKey, of member: MemberID, origin: String, now seconds: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.rebindings, issuer: member.text, origin: origin, notAfter: seconds + 300)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.byteString(nonce)
        encoder.unsigned(after)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        nonce = try decoder.byteString(count: 16)
        after = try decoder.unsigned(max: 1 << 53)
    }
}

/// The bindings in force of accounts that were bound anew, the oldest change first.
public struct RebindingsAnswer: Hashable, Sendable, CBORCodable {
    /// Behind which number to ask next time: that of the question when there is no more.
    public let next: UInt64
    public let entries: [DirectoryEntry]

    public init(next: UInt64, entries: [DirectoryEntry]) {
        self.next = next
        self.entries = entries
    }

    /// Most entries of one answer.
    public static let maxEntries = 1_000

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(next)
        encoder.list(entries) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        next = try decoder.unsigned(max: 1 << 53)
        entries = try decoder.list(max: RebindingsAnswer.maxEntries) { (inner) throws(CBORError) in
            try DirectoryEntry(from: &inner)
        }
    }
}

/// What the directory says of one number that has an account.
public struct DirectoryEntry: Hashable, Sendable, CBORCodable {
    /// The registrar's signed binding.
    public let binding: [UInt8]
    /// What the asker shares with the wallet: it gives the mailbox tags.
    public let pairSecret: PairSecret

    public init(binding: [UInt8], pairSecret: PairSecret) {
        self.binding = binding
        self.pairSecret = pairSecret
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.byteString(binding)
        pairSecret.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        binding = try decoder.byteString(max: SignedBinding.maxByteCount)
        pairSecret = try PairSecret(from: &decoder)
    }
}

/// One entry for each number of the question, in its order; null for a number without an account.
public struct DirectoryAnswer: Hashable, Sendable, CBORCodable {
    public let entries: [DirectoryEntry?]

    public init(_ entries: [DirectoryEntry?]) { self.entries = entries }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.list(entries) { $0.optional($1) { $1.encode(into: &$0) } }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        entries = try decoder.list(max: DirectoryQuestion.maxNumbers) { (inner) throws(CBORError) in
            try inner.optional { (entry) throws(CBORError) in try DirectoryEntry(from: &entry) }
        }
    }
}
