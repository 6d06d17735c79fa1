public import Signing

/// The registrar's word that it can find whose a key is: the payload is the key alone, so that no two tell of one
/// holder.
///
/// Each key serves one grant. What the registrar signs has no time and no number in it: tokens of one wallet look like
/// those of many.
public struct IssuedTraceToken: Sendable {
    /// The bytes as received.
    public var bytes: [UInt8] { statement.bytes }
    /// The wallet's once-only key (Ed25519), drawn for this token.
    public let key: PublicKey
    /// Who says so, if the signature is good.
    public let registrar: MemberID
    private let statement: Statement

    /// Most bytes of one.
    public static let maxByteCount = 896

    /// A token as the registrar signs it; it has no end of its own, so that it tells nothing of when it was made.
    public static func signed(
        _ key: PublicKey, by signer: PrivateKey, of registrar: MemberID, origin: String
    ) -> [UInt8] {
        precondition(key.algorithm == .ed25519, "the key of a trace token is of Ed25519")
        let header = StatementHeader(
            contentType: Purpose.issuedTraceToken, issuer: registrar.text, origin: origin, notAfter: .posixLimit)
        var payload = CBOREncoder()
        payload.array(1)
        payload.byteString(key.bytes)
        return Statement.signed(header, payload: payload.bytes, by: signer).bytes
    }

    /// Reads a token for the ledger of that origin.
    public init(_ bytes: [UInt8], origin: String) throws(BindingError) {
        guard bytes.count <= IssuedTraceToken.maxByteCount else { throw .tooLong(bytes.count) }
        do { statement = try Statement(decoding: bytes) } catch { throw .statement(error) }
        guard statement.header.contentType == Purpose.issuedTraceToken, !statement.isGovernance,
            let registrar = MemberID(statement.header.issuer ?? "")
        else { throw .notABinding }
        guard statement.header.origin == origin else { throw .otherLedger(statement.header.origin) }
        do throws(CBORError) {
            var decoder = CBORDecoder(statement.payload)
            try decoder.array(count: 1)
            key = try PublicKey(grantKeyFrom: &decoder)
            try decoder.finish()
        } catch { throw .encoding(error) }
        self.registrar = registrar
    }

    /// True when one of these keys, which the caller knows for the registrar's, signed it.
    public func isSigned(by keys: [PublicKey]) -> Bool {
        keys.contains { statement.isSigned(statement.signatures[0], by: $0) }
    }
}

/// What a trace packet carries: a token of the registrar's, and the signature of its key for exactly one grant.
///
/// A relying party sees the token once it has opened a use. It can put it into no other grant: only the wallet that
/// drew the key signs for another.
public struct TraceToken: Hashable, Sendable, CBORCodable {
    /// The registrar's signed word: an `IssuedTraceToken`.
    public let issued: [UInt8]
    /// Of the key in it, 64 bytes.
    public let signature: [UInt8]

    /// A token for one grant, signed by its key.
    public init(_ issued: [UInt8], for grant: GrantID, by key: PrivateKey) {
        precondition(key.publicKey.algorithm == .ed25519, "the key of a trace token is of Ed25519")
        self.issued = issued
        signature = key.sign(TraceToken.signed(grant))
    }

    /// True when the key of the issued token signed it for that grant.
    public func isFor(_ grant: GrantID, by key: PublicKey) -> Bool {
        key.verifies(signature, over: TraceToken.signed(grant))
    }

    /// The grant's id follows from the ledger's origin, so a token serves one ledger.
    private static func signed(_ grant: GrantID) -> [UInt8] { Purpose.traceToken + grant.digest.bytes }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.byteString(issued)
        encoder.byteString(signature)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        issued = try decoder.byteString(max: IssuedTraceToken.maxByteCount)
        signature = try decoder.byteString(count: 64)
    }
}
