public import Signing

/// A node that votes and cosigns: the member that runs it, and the public part of each of its keys.
public struct Validator: Hashable, Sendable, CBORCodable {
    public let member: MemberID
    public let name: Bilingual
    public let keys: ValidatorKeys

    public init(member: MemberID, name: Bilingual, keys: ValidatorKeys) {
        self.member = member
        self.name = name
        self.keys = keys
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        member.encode(into: &encoder)
        name.encode(into: &encoder)
        keys.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        member = try MemberID(from: &decoder)
        name = try Bilingual(from: &decoder)
        keys = try ValidatorKeys(from: &decoder)
    }
}

/// A validator's public keys, one for each purpose.
public struct ValidatorKeys: Hashable, Sendable, CBORCodable {
    /// Signs checkpoints as the log (C2SP type 0x01), under the origin's name.
    public let log: PublicKey
    /// Cosigns checkpoints (C2SP type 0x04), under the node's own name.
    public let cosigner: PublicKey
    /// Signs votes.
    public let vote: PublicKey
    /// Signs the node's answers: refusals, later shares.
    public let release: PublicKey
    /// The key of its TLS links, P-256.
    public let link: PublicKey

    /// Nil unless the first four are Ed25519 and the last P-256.
    public init?(log: PublicKey, cosigner: PublicKey, vote: PublicKey, release: PublicKey, link: PublicKey) {
        guard [log, cosigner, vote, release].allSatisfy({ $0.algorithm == .ed25519 }), link.algorithm == .es256 else {
            return nil
        }
        self.log = log
        self.cosigner = cosigner
        self.vote = vote
        self.release = release
        self.link = link
    }

    /// All five, in the order of their encoding.
    public var all: [PublicKey] { [log, cosigner, vote, release, link] }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        for key in all { encoder.byteString(key.bytes) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        func read(_ algorithm: SignatureAlgorithm, _ decoder: inout CBORDecoder) throws(CBORError) -> PublicKey {
            let start = decoder.offset
            let bytes = try decoder.byteString(count: algorithm.publicKeyByteCount)
            guard let key = PublicKey(algorithm, bytes: bytes) else { throw .outOfRange(offset: start) }
            return key
        }
        log = try read(.ed25519, &decoder)
        cosigner = try read(.ed25519, &decoder)
        vote = try read(.ed25519, &decoder)
        release = try read(.ed25519, &decoder)
        link = try read(.es256, &decoder)
    }
}
