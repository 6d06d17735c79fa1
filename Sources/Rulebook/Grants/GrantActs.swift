public import Signing

/// `grant`: the holder's leave, by the key that the request names, in terms no wider than the request's.
public struct GrantAct: Hashable, Sendable, CBORCodable {
    /// The relying party's signed request, as received: a COSE_Sign1 of content type `Purpose.request`.
    public let request: [UInt8]
    public let uses: UInt64
    /// POSIX seconds: the grant's last moment.
    public let expiry: UInt64
    /// The digest of the deposit's manifest; nil for a grant without sealed data.
    public let deposit: Digest?
    static let maxRequest = 2_048

    public init(request: [UInt8], uses: UInt64, expiry: UInt64, deposit: Digest?) {
        self.request = request
        self.uses = uses
        self.expiry = expiry
        self.deposit = deposit
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.byteString(request)
        encoder.unsigned(uses)
        encoder.unsigned(expiry)
        encoder.optional(deposit) { $0.digest($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        request = try decoder.byteString(max: GrantAct.maxRequest)
        uses = try decoder.unsigned(max: Scene.maxUsesLimit)
        expiry = try decoder.unsigned(max: .posixLimit)
        deposit = try decoder.optional { (inner) throws(CBORError) in try inner.digest() }
    }
}

/// `withdraw`: the holder ends a grant. It carries the grant's key, from which the grant's id follows.
public struct Withdraw: Hashable, Sendable, CBORCodable {
    public let grantKey: PublicKey

    /// The key must be Ed25519.
    public init(grantKey: PublicKey) { self.grantKey = grantKey }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(1)
        encoder.byteString(grantKey.bytes)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 1)
        grantKey = try PublicKey(grantKeyFrom: &decoder)
    }
}

/// `refuse`: the request is over, and nothing flowed. Whether its holder would not or could not answer, nobody sees.
public struct RefuseRequest: Hashable, Sendable, CBORCodable {
    /// The relying party's signed request, as received.
    public let request: [UInt8]

    public init(request: [UInt8]) { self.request = request }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(1)
        encoder.byteString(request)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 1)
        request = try decoder.byteString(max: GrantAct.maxRequest)
    }
}

extension PublicKey {
    /// Reads the 32 bytes of a once-only key.
    init(grantKeyFrom decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let bytes = try decoder.byteString(count: SignatureAlgorithm.ed25519.publicKeyByteCount)
        self = try PublicKey(.ed25519, bytes: bytes, from: decoder, at: start)
    }
}
