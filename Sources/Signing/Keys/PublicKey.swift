/// A verification key. Its algorithm belongs to it: a message never chooses one.
public struct PublicKey: Hashable, Sendable {
    public let algorithm: SignatureAlgorithm
    /// Ed25519: 32 bytes (RFC 8032). P-256: x ‖ y, 64 bytes.
    public let bytes: [UInt8]
    /// The first eight bytes of the thumbprint: the `kid` of statements.
    public let id: KeyID

    /// Nil when the bytes are not a key of that algorithm: wrong length, not a point of the curve, or of small order.
    public init?(_ algorithm: SignatureAlgorithm, bytes: [UInt8]) {
        guard bytes.count == algorithm.publicKeyByteCount, algorithm.isPoint(bytes) else { return nil }
        self.init(checked: algorithm, bytes: bytes)
    }

    /// A key that is known to be one, as what a private key gives.
    package init(checked algorithm: SignatureAlgorithm, bytes: [UInt8]) {
        self.algorithm = algorithm
        self.bytes = bytes
        id = KeyID(PublicKey.thumbprint(algorithm, bytes).words.0)
    }

    /// True when the 64 bytes are this key's signature over the message.
    public func verifies(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        switch algorithm {
        case .ed25519: Ed25519.verify(signature, over: message, by: bytes)
        case .es256: ES256.verify(signature, over: message, by: bytes)
        }
    }

    /// The COSE key thumbprint with SHA-256 (RFC 9679).
    public var thumbprint: Digest { PublicKey.thumbprint(algorithm, bytes) }

    private static func thumbprint(_ algorithm: SignatureAlgorithm, _ bytes: [UInt8]) -> Digest {
        var encoder = CBOREncoder()
        switch algorithm {
        case .ed25519:
            encoder.map(3)
            encoder.unsigned(1)
            encoder.unsigned(1)
            encoder.integer(-1)
            encoder.unsigned(6)
            encoder.integer(-2)
            encoder.byteString(bytes)
        case .es256:
            encoder.map(4)
            encoder.unsigned(1)
            encoder.unsigned(2)
            encoder.integer(-1)
            encoder.unsigned(1)
            encoder.integer(-2)
            encoder.byteString(bytes.prefix(32))
            encoder.integer(-3)
            encoder.byteString(bytes.suffix(32))
        }
        return SHA256.digest(encoder.bytes)
    }
}

extension PublicKey: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.integer(algorithm.rawValue)
        encoder.byteString(bytes)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        let start = decoder.offset
        let code = try decoder.integer()
        guard let algorithm = SignatureAlgorithm(rawValue: code) else {
            throw .unknownCode(offset: start, code: code.magnitude)
        }
        let bytes = try decoder.byteString(count: algorithm.publicKeyByteCount)
        self = try PublicKey(algorithm, bytes: bytes, from: decoder, at: start)
    }

    /// A key whose bytes a decoder has read; refused when they are no point, unless they are our own.
    package init(
        _ algorithm: SignatureAlgorithm, bytes: [UInt8], from decoder: CBORDecoder, at offset: Int
    ) throws(CBORError) {
        if decoder.areOwn {
            self.init(checked: algorithm, bytes: bytes)
        } else {
            guard let key = PublicKey(algorithm, bytes: bytes) else { throw .outOfRange(offset: offset) }
            self = key
        }
    }
}
