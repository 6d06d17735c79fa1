public import Signing

/// What a relying party asks of one holder: it names the holder's fresh key, so nobody else can answer it.
public struct Request: Hashable, Sendable, CBORCodable {
    public let scene: SceneCode
    public let profile: ProfileID
    public let maxUses: UInt64
    /// Longest life of the grant, in seconds.
    public let term: UInt64
    /// The holder's once-only key, Ed25519.
    public let grantKey: PublicKey
    /// 128 random bits.
    public let nonce: [UInt8]
    /// The relying party's case number, salted.
    public let caseCommitment: Commitment
    public static let nonceByteCount = 16

    public init(
        scene: SceneCode, profile: ProfileID, maxUses: UInt64, term: UInt64, grantKey: PublicKey, nonce: [UInt8],
        caseCommitment: Commitment
    ) {
        self.scene = scene
        self.profile = profile
        self.maxUses = maxUses
        self.term = term
        self.grantKey = grantKey
        self.nonce = nonce
        self.caseCommitment = caseCommitment
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(7)
        scene.encode(into: &encoder)
        profile.encode(into: &encoder)
        encoder.unsigned(maxUses)
        encoder.unsigned(term)
        encoder.byteString(grantKey.bytes)
        encoder.byteString(nonce)
        caseCommitment.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 7)
        scene = try SceneCode(from: &decoder)
        profile = try ProfileID(from: &decoder)
        maxUses = try decoder.unsigned(max: Scene.maxUsesLimit)
        term = try decoder.unsigned(max: Scene.termLimit)
        grantKey = try PublicKey(grantKeyFrom: &decoder)
        nonce = try decoder.byteString(count: Request.nonceByteCount)
        caseCommitment = try Commitment(from: &decoder)
    }
}

extension Request {
    /// Refuses a request that asks for more than its scene declares.
    func check(within scene: Scene) throws(Refusal) {
        guard scene.profiles.contains(where: { $0.id == profile }) else { throw .unknownProfile(profile) }
        guard (1...scene.maxUses).contains(maxUses) else {
            throw .usesBeyondScene(asked: maxUses, limit: scene.maxUses)
        }
        guard (1...scene.term).contains(term) else { throw .termBeyondScene(asked: term, limit: scene.term) }
    }
}

/// The id of a grant: it follows from the ledger and the holder's once-only key, before the grant exists.
public struct GrantID: Hashable, Comparable, Sendable, CBORCodable, CustomStringConvertible {
    public let digest: Digest

    public init(_ digest: Digest) { self.digest = digest }

    /// SHA-256 over the tag, the origin with a two-byte length, and the key.
    public init(origin: String, key: PublicKey) {
        var hasher = SHA256()
        hasher.update(Purpose.grantID)
        hasher.update(LengthPrefixed.bytes(origin))
        hasher.update(key.bytes)
        digest = hasher.finalize()
    }

    public static func < (left: GrantID, right: GrantID) -> Bool { left.digest < right.digest }

    public func encode(into encoder: inout CBOREncoder) { encoder.digest(digest) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) { digest = try decoder.digest() }

    public var description: String { digest.hex }
}

/// Text inside a digest, so that its end cannot be mistaken.
enum LengthPrefixed {
    /// Two bytes of length, big-endian, and the UTF-8.
    static func bytes(_ text: String) -> [UInt8] {
        let utf8 = Array(text.utf8)
        return [UInt8(truncatingIfNeeded: utf8.count >> 8), UInt8(truncatingIfNeeded: utf8.count)] + utf8
    }

    /// The text at the beginning of bytes that `bytes` made.
    static func text(in bytes: [UInt8]) -> String {
        guard bytes.count > 2 else { return "" }
        let count = Int(bytes[0]) << 8 | Int(bytes[1])
        return String(decoding: bytes.dropFirst(2).prefix(count), as: UTF8.self)
    }
}
