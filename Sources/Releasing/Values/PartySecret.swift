package import Sealing
import Signing

/// The 32 bytes R that only the relying party opens: without it no number of validators opens a ticket.
///
/// Each use has its own part, derived from it, so that showing one part to a judge opens one ticket. Prints as
/// `<secret>`.
public struct PartySecret: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    public static let byteCount = 32

    /// Nil for any other count than 32.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == PartySecret.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The part for one use: HKDF-Expand over the tag, the context and the index in two bytes.
    package func part(_ context: GrantContext, _ index: SecretIndex) -> UsePart {
        UsePart(checked: KeyDerivation.expand(bytes, info: Purpose.part + context.bytes + index.bytes))
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The relying party's part R_k for one use. Prints as `<secret>`.
public struct UsePart: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    let bytes: [UInt8]

    init(checked bytes: [UInt8]) {
        precondition(bytes.count == PartySecret.byteCount, "\(bytes.count) bytes of a part")
        self.bytes = bytes
    }

    /// What a manifest says of the part.
    func check(_ context: GrantContext, _ index: SecretIndex) -> Digest {
        ContextHash(Purpose.partCheck, context).digest(index, nil, bytes)
    }

    /// The key of the use's ticket: HKDF-SHA256 of S_k ‖ R_k without salt.
    package func ticketKey(_ secret: DealtSecret, _ context: GrantContext, _ index: SecretIndex) -> OneTimeKey {
        OneTimeKey(deriving: secret.bytes + bytes, info: Purpose.ticket + context.bytes + index.bytes)
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
