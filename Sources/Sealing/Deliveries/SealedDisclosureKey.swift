public import Signing

/// The tags of a document's sealed disclosures, a sequence of its own, and the keys to their details. Prints as
/// `<secret>`.
///
/// It follows from the seed of the document's correction key, as `DisclosureKey` does: its issuer gives one tag with
/// one key to whoever reads the document, and only the issuer and the wallet have all of them.
public struct SealedDisclosureKey: Sendable, CustomStringConvertible, CustomReflectable {
    private let secret: [UInt8]

    /// How many of a document may be closed at a time, and how far ahead a wallet looks: they open in any order.
    public static let ahead: UInt64 = 16

    /// The key of a document on one ledger, from its correction key's seed of 32 bytes.
    public init(correctionSeed: [UInt8], origin: String) {
        precondition(correctionSeed.count == 32, "a correction key's seed has 32 bytes")
        secret = Primitives.derive(correctionSeed, salt: Purpose.sealedDisclosure, info: Array(origin.utf8))
    }

    /// The tag with that number, from 0: HMAC-SHA256 over the number in eight bytes, most significant first.
    public func tag(_ number: UInt64) -> Digest {
        guard let digest = Digest(Primitives.authenticate(bytes(number), by: secret)) else {
            preconditionFailure("an HMAC-SHA256 has 32 bytes")
        }
        return digest
    }

    /// What opens the details of that tag: HKDF-SHA256 with a salt of its own over the number.
    public func details(_ number: UInt64) -> SealedDetailsKey {
        SealedDetailsKey(checked: Primitives.derive(secret, salt: Purpose.sealedDetails, info: bytes(number)))
    }

    private func bytes(_ number: UInt64) -> [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) }
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// By which the details of one sealed disclosure are sealed and opened: whoever writes it has it from the document's
/// issuer, with the tag. Prints as `<secret>`.
public struct SealedDetailsKey: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// For the one who is given it; it is written nowhere else.
    public let bytes: [UInt8]

    /// Nil for any other count than 32.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    init(checked bytes: [UInt8]) { self.bytes = bytes }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
