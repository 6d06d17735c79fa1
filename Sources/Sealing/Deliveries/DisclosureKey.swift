public import Signing

/// By which a document's issuer and its wallet, and nobody else, find what was read of it without consent. Prints as
/// `<secret>`.
///
/// It follows from the seed of the document's correction key, which comes sealed with the document: whoever was shown
/// the document does not have it.
public struct DisclosureKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let secret: [UInt8]

    /// How many tags beyond the last one found a wallet looks for: issuers take them one after another.
    public static let gap: UInt64 = 2

    /// The key of a document on one ledger, from its correction key's seed of 32 bytes.
    public init(correctionSeed: [UInt8], origin: String) {
        precondition(correctionSeed.count == 32, "a correction key's seed has 32 bytes")
        secret = Primitives.derive(correctionSeed, salt: Purpose.disclosure, info: Array(origin.utf8))
    }

    /// The tag with that number, from 0: HMAC-SHA256 over the number in eight bytes, most significant first.
    public func tag(_ number: UInt64) -> Digest {
        let message = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
        guard let digest = Digest(Primitives.authenticate(message, by: secret)) else {
            preconditionFailure("an HMAC-SHA256 has 32 bytes")
        }
        return digest
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
