public import Rulebook
public import Signing

/// What a relying party's desk says to the wallet whose code it scanned: the payload of a statement that it signs.
///
/// It travels through a node, which sees who calls, and neither whom nor whereto.
public struct CodeCall: Hashable, Sendable, CBORCodable {
    /// By which the node knows the code.
    public let handle: Digest
    /// The link of the request, sealed to the code's own key.
    public let sealed: [UInt8]

    /// Most bytes of what is sealed.
    public static let maxSealedByteCount = 2_048
    /// Most bytes of a signed call.
    public static let maxByteCount = 4_096

    public init(handle: Digest, sealed: [UInt8]) {
        self.handle = handle
        self.sealed = sealed
    }

    /// The call as a desk signs it, good for a minute.
    public func signed(by key: PrivateKey, of member: MemberID, origin: String, now seconds: UInt64) -> Statement {
        let header = StatementHeader(
            contentType: Purpose.codeCall, issuer: member.text, origin: origin, notAfter: seconds + 60)
        return Statement.signed(header, payload: encoded, by: key)
    }

    /// The call in a statement, with who is said to call; nil for anything else. Whose signature it bears is for the
    /// caller to check.
    public static func read(_ bytes: [UInt8], origin: String) -> (call: CodeCall, statement: Statement, by: MemberID)? {
        guard bytes.count <= CodeCall.maxByteCount, let statement = try? Statement(decoding: bytes),
            !statement.isGovernance, statement.header.contentType == Purpose.codeCall,
            statement.header.origin == origin, let member = MemberID(statement.header.issuer ?? ""),
            let call = try? CodeCall(decoding: statement.payload)
        else { return nil }
        return (call, statement, member)
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.digest(handle)
        encoder.byteString(sealed)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        handle = try decoder.digest()
        sealed = try decoder.byteString(max: CodeCall.maxSealedByteCount)
    }
}

/// How long a code that a wallet shows lives at a node from now on.
public struct ShownCodeBody: Codable, Hashable, Sendable {
    public let seconds: UInt64

    /// How long one lives from its first showing.
    public static let life: UInt64 = 60

    public init(seconds: UInt64) { self.seconds = seconds }
}
