public import Ledger
public import Signing

/// `disclosure.open`: a sealed disclosure's time is over, and this is its tag. Anybody who knows tag and salt may send
/// it: it is signed by a key that follows from them.
public struct OpenDisclosure: Hashable, Sendable, CBORCodable {
    /// The sealed `disclosure`.
    public let statement: StatementID
    public let mark: SealedTag

    public init(statement: StatementID, mark: SealedTag) {
        self.statement = statement
        self.mark = mark
    }

    /// The key that signs it: Ed25519, whose seed is SHA-256 over a tag, the statement, the tag of the disclosure and
    /// its salt. It is nobody's, and the same for all who open.
    public var key: PrivateKey {
        var hasher = SHA256()
        hasher.update(Purpose.openingKey)
        hasher.update(statement.digest)
        hasher.update(mark.tag)
        hasher.update(mark.salt)
        guard let key = PrivateKey(.ed25519, secret: hasher.finalize().bytes) else {
            preconditionFailure("32 bytes are the seed of a key")
        }
        return key
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.digest(statement.digest)
        encoder.digest(mark.tag)
        encoder.byteString(mark.salt)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        statement = StatementID(try decoder.digest())
        mark = SealedTag(tag: try decoder.digest(), salt: try decoder.byteString(count: SealedTag.saltByteCount))
    }
}

/// A tag with the salt that ties it to the mark of a sealed disclosure.
public struct SealedTag: Hashable, Sendable {
    public let tag: Digest
    /// Thirty-two random bytes.
    public let salt: [UInt8]

    public static let saltByteCount = 32

    init(tag: Digest, salt: [UInt8]) {
        precondition(salt.count == SealedTag.saltByteCount, "\(salt.count) bytes of a salt")
        self.tag = tag
        self.salt = salt
    }

    /// Under a salt that is known; nil for any other count than 32 bytes.
    public init?(_ tag: Digest, salt: [UInt8]) {
        guard salt.count == SealedTag.saltByteCount else { return nil }
        self.tag = tag
        self.salt = salt
    }

    /// Under a fresh salt.
    public init(_ tag: Digest) {
        self.tag = tag
        salt = Random.bytes(SealedTag.saltByteCount)
    }

    /// What stands on the ledger meanwhile: SHA-256 over a tag, the salt and the disclosure's tag.
    public var commitment: Commitment {
        var hasher = SHA256()
        hasher.update(Purpose.sealedTag)
        hasher.update(salt)
        hasher.update(tag)
        return Commitment(hasher.finalize())
    }
}

/// A disclosure that was sealed and is open, as it stands in the state under its tag, for its holder to find, and to
/// find absent.
public struct OpenedEntry: Hashable, Sendable, CBORCodable {
    /// The `disclosure`.
    public let statement: StatementID
    public let discloser: MemberID
    public let ground: LegalGround
    /// When it was entered: block time in ms.
    public let time: UInt64
    public let height: Height
    /// Until which height it was sealed.
    public let until: Height
    /// When it was opened: block time in ms.
    public let opened: UInt64

    init(_ statement: StatementID, _ entry: SealedEntry, opened: UInt64) {
        self.statement = statement
        discloser = entry.discloser
        ground = entry.ground
        time = entry.time
        height = entry.height
        until = entry.seal.until
        self.opened = opened
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(7)
        encoder.digest(statement.digest)
        discloser.encode(into: &encoder)
        encoder.unsigned(ground.rawValue)
        encoder.unsigned(time)
        height.encode(into: &encoder)
        until.encode(into: &encoder)
        encoder.unsigned(opened)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 7)
        statement = StatementID(try decoder.digest())
        discloser = try MemberID(from: &decoder)
        ground = try LegalGround(from: &decoder)
        time = try decoder.unsigned()
        height = try Height(from: &decoder)
        until = try Height(from: &decoder)
        opened = try decoder.unsigned()
    }
}
