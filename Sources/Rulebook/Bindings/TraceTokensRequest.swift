public import Signing

/// A wallet's wish for trace tokens: fresh keys, each for one grant; the account's holder key signs it.
///
/// The same keys may be sent again: they get their tokens once more, and count once.
public struct TraceTokensRequest: Hashable, Sendable, CBORCodable {
    public let account: AccountID
    /// Ed25519, each drawn for one token.
    public let keys: [PublicKey]

    /// Most tokens of one wish.
    public static let maxCount = 64

    /// There are 1 to 64 keys.
    public init(account: AccountID, keys: [PublicKey]) {
        precondition((1...TraceTokensRequest.maxCount).contains(keys.count), "\(keys.count) keys in one wish")
        precondition(keys.allSatisfy { $0.algorithm == .ed25519 }, "the key of a trace token is of Ed25519")
        self.account = account
        self.keys = keys
    }

    /// The wish as the account's holder key signs it, good for five minutes.
    public func signed(by key: PrivateKey, origin: String, now seconds: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.traceTokens, issuer: nil, origin: origin,
            notAfter: seconds + AccountRequest.lifetime / 2)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        account.encode(into: &encoder)
        encoder.list(keys) { $0.byteString($1.bytes) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        account = try AccountID(from: &decoder)
        let start = decoder.offset
        keys = try decoder.list(max: TraceTokensRequest.maxCount) { (inner) throws(CBORError) in
            try PublicKey(grantKeyFrom: &inner)
        }
        guard !keys.isEmpty, Set(keys).count == keys.count else { throw .outOfRange(offset: start) }
    }
}

/// A wish for trace tokens as it was received; by which key is the reader's to ask.
public struct SignedTraceTokensRequest: Sendable {
    public let request: TraceTokensRequest
    private let statement: Statement

    /// Most bytes of one.
    public static let maxByteCount = 4_096

    /// Reads a wish for the ledger of that origin, at that time in POSIX seconds.
    public init(_ bytes: [UInt8], origin: String, now seconds: UInt64) throws(BindingError) {
        guard bytes.count <= SignedTraceTokensRequest.maxByteCount else { throw .tooLong(bytes.count) }
        do { statement = try Statement(decoding: bytes) } catch { throw .statement(error) }
        let header = statement.header
        guard header.contentType == Purpose.traceTokens, !statement.isGovernance, header.issuer == nil,
            (seconds...seconds + AccountRequest.lifetime).contains(header.notAfter)
        else { throw .notABinding }
        guard header.origin == origin else { throw .otherLedger(header.origin) }
        do { request = try TraceTokensRequest(decoding: statement.payload) } catch { throw .encoding(error) }
    }

    /// True when that key signed it.
    public func isSigned(by key: PublicKey) -> Bool { statement.isSigned(statement.signatures[0], by: key) }
}
