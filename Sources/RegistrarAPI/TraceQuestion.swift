public import Rulebook
public import Sealing
public import Signing

/// A regulator's question whose a traced grant is: the payload of a statement that it signs.
public struct TraceQuestion: Hashable, Sendable, CBORCodable {
    /// Sixteen random bytes, so that no two questions are one.
    public let nonce: [UInt8]
    /// What the grant's trace packet held: an encoded `TraceToken`.
    public let token: [UInt8]
    /// The receipt of the final `trace` of that grant by the same regulator.
    public let receipt: [UInt8]

    /// Most bytes of a token and of a receipt.
    public static let maxTokenByteCount = 1_024
    public static let maxReceiptByteCount = 64 << 10

    public init(token: [UInt8], receipt: [UInt8]) {
        nonce = Random.bytes(16)
        self.token = token
        self.receipt = receipt
    }

    /// The question as a regulator signs it, good for five minutes.
    public func signed(by key: PrivateKey, of member: MemberID, origin: String, now seconds: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.resolve, issuer: member.text, origin: origin, notAfter: seconds + 300)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.byteString(nonce)
        encoder.byteString(token)
        encoder.byteString(receipt)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        nonce = try decoder.byteString(count: 16)
        token = try decoder.byteString(max: TraceQuestion.maxTokenByteCount)
        receipt = try decoder.byteString(max: TraceQuestion.maxReceiptByteCount)
    }
}

/// Whose a token is, as the registrar's books say.
public struct TracedHolder: Hashable, Sendable, CBORCodable {
    public let account: AccountID
    public let name: String
    /// Citizen number or unified social credit code.
    public let number: String
    /// How well the person was checked when the account was bound: 1 by name and number, 2 with the face.
    public let level: UInt64
    /// POSIX seconds at which the token was issued.
    public let issued: UInt64

    public init(account: AccountID, name: String, number: String, level: UInt64, issued: UInt64) {
        self.account = account
        self.name = name
        self.number = number
        self.level = level
        self.issued = issued
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        account.encode(into: &encoder)
        encoder.text(name)
        encoder.text(number)
        encoder.unsigned(level)
        encoder.unsigned(issued)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        account = try AccountID(from: &decoder)
        name = try decoder.text(max: 1_024)
        number = try decoder.text(max: 64)
        level = try decoder.unsigned(max: 16)
        issued = try decoder.unsigned(max: 1 << 40)
    }
}

/// The registrar's answer: the holder, sealed to the release key that the trace names, so that nobody else reads it.
public struct TraceAnswer: Sendable {
    /// The sealed bytes.
    public let sealed: [UInt8]

    /// Most bytes of one.
    public static let maxByteCount = 4_096

    /// An answer as it came.
    public init(_ sealed: [UInt8]) { self.sealed = sealed }

    /// Seals the holder for the one who traced.
    public init(_ holder: TracedHolder, to key: SealingPublicKey, trace: StatementID) {
        sealed = key.seal(holder.encoded, for: Purpose.resolved, context: trace.digest.bytes)
    }

    /// Who it is; refused when it was sealed to another key or for another trace.
    public func open(by key: SealingPrivateKey, trace: StatementID) throws(SealingError) -> TracedHolder {
        let plaintext = try key.open(sealed, for: Purpose.resolved, context: trace.digest.bytes)
        do { return try TracedHolder(decoding: plaintext) } catch { throw .encoding(error) }
    }
}
