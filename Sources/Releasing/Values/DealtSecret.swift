import Sealing
import Signing

/// The 32 bytes S_k that open one ticket together with the relying party's part: dealt in shares, held by nobody.
///
/// Everything of its dealing follows from it, so whoever opens it can check every share. Prints as `<secret>`.
public struct DealtSecret: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    public static let byteCount = 32

    /// Nil for any other count than 32.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == DealtSecret.byteCount else { return nil }
        self.bytes = bytes
    }

    init(checked bytes: [UInt8]) {
        precondition(bytes.count == DealtSecret.byteCount, "\(bytes.count) bytes of a secret")
        self.bytes = bytes
    }

    /// The share of each validator of a set of that size: coefficient j is HKDF-Expand over the tag, the context, the
    /// index in two bytes, and j in one.
    package func shares(
        _ context: GrantContext, _ index: SecretIndex, quorum: Int, count: Int
    ) -> [KeyShare] {
        precondition((1...count).contains(quorum), "\(quorum) of \(count) shares")
        let info = Purpose.share + context.bytes + index.bytes
        let coefficients = (1..<quorum).map { FieldVector(KeyDerivation.expand(bytes, info: info + [UInt8($0)])) }
        let secret = FieldVector(bytes)
        return Position.all(of: count).map { position in
            KeyShare(SecretSharing.share(of: secret, coefficients, at: position), at: position)
        }
    }

    /// The secret that a quorum of shares gives; their positions are distinct.
    package init(combining shares: [KeyShare]) {
        bytes = SecretSharing.secret(through: shares.map { ($0.position, $0.vector) }).bytes
    }

    /// What a manifest says of the secret: SHA-256 over the tag, the context, the index and the secret.
    func check(_ context: GrantContext, _ index: SecretIndex) -> Digest {
        ContextHash(Purpose.secretCheck, context).digest(index, nil, bytes)
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// One validator's share of one secret: the value of the polynomial at its position. Prints as `<secret>`.
public struct KeyShare: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    public let position: Position
    let vector: FieldVector

    public static let byteCount = FieldVector.byteCount

    init(_ vector: FieldVector, at position: Position) {
        self.vector = vector
        self.position = position
    }

    /// Nil for any other count than 32.
    package init?(_ bytes: [UInt8], at position: Position) {
        guard bytes.count == KeyShare.byteCount else { return nil }
        self.init(FieldVector(bytes), at: position)
    }

    package var bytes: [UInt8] { vector.bytes }

    /// What a manifest says of the share.
    func commitment(_ hash: ContextHash, _ index: SecretIndex) -> Digest { hash.digest(index, position, bytes) }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
