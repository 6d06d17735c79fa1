public import Signing

/// What everything of one dealing is bound to: the ledger, the grant, the set of validators, the relying party.
public struct GrantContext: Hashable, Sendable {
    public let origin: String
    /// The grant's id: it follows from origin and grant key, before the grant exists.
    public let grant: Digest
    /// The digest of the set of validators that the shares are dealt to.
    public let set: Digest
    /// The member id of the relying party.
    public let party: String
    /// The four one after another, each with its length in two bytes before it.
    package let bytes: [UInt8]

    /// Most bytes of an origin or a member id.
    public static let maxTextByteCount = 200

    /// Both texts have at most 200 bytes of UTF-8.
    public init(origin: String, grant: Digest, set: Digest, party: String) {
        for text in [origin, party] {
            precondition(text.utf8.count <= GrantContext.maxTextByteCount, "\(text.utf8.count) bytes of a name")
        }
        self.origin = origin
        self.grant = grant
        self.set = set
        self.party = party
        var bytes: [UInt8] = []
        for part in [Array(origin.utf8), grant.bytes, set.bytes, Array(party.utf8)] {
            bytes.append(UInt8(part.count >> 8))
            bytes.append(UInt8(part.count & 0xff))
            bytes += part
        }
        self.bytes = bytes
    }

    /// The nonce that the holder's key bindings for a use carry, as text: base64url of SHA-256.
    ///
    /// Their audience is the relying party as the request names it.
    public func nonce(of index: SecretIndex) -> String {
        Base64URL.encode(ContextHash(Purpose.useNonce, self).digest(index).bytes)
    }
}

/// Digests that begin with a tag and a context: the beginning is hashed once.
struct ContextHash: Sendable {
    private let start: SHA256

    init(_ purpose: [UInt8], _ context: GrantContext) {
        var hasher = SHA256()
        hasher.update(purpose)
        hasher.update(context.bytes)
        start = hasher
    }

    /// SHA-256(purpose ‖ context ‖ index ‖ position ‖ bytes); a position is one byte, and stands only where it is
    /// given.
    func digest(_ index: SecretIndex, _ position: Position? = nil, _ bytes: [UInt8] = []) -> Digest {
        var hasher = start
        hasher.update(index.bytes + (position.map { [UInt8($0.value)] } ?? []) + bytes)
        return hasher.finalize()
    }
}
