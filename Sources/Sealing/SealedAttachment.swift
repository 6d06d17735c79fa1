public import Signing

/// A page image or another file of a document: where it lies sealed in the strongroom, what opens it, what it must be.
public struct SealedAttachment: Sendable, CBORCodable {
    /// SHA-256 of the file, as the credential names it.
    public let sha256: Digest
    public let key: SecretKey
    public let tag: MailboxTag

    /// Most bytes of a file: with what sealing adds, the strongroom's limit of 1 MiB.
    public static let maxByteCount = 1 << 20 - SecretKey.overhead

    /// Seals a file under a fresh key, bound to the mailbox tag under which it will lie.
    public static func seal(
        _ file: [UInt8], at tag: MailboxTag
    ) throws(SealingError) -> (attachment: SealedAttachment, body: [UInt8]) {
        guard file.count <= maxByteCount else { throw .wrongSize(found: file.count, limit: maxByteCount) }
        let key = SecretKey()
        let body = key.seal(file, context: context(tag))
        return (SealedAttachment(sha256: SHA256.digest(file), key: key, tag: tag), body)
    }

    private static func context(_ tag: MailboxTag) -> [UInt8] { Purpose.sealedBody + tag.bytes }

    public init(sha256: Digest, key: SecretKey, tag: MailboxTag) {
        self.sha256 = sha256
        self.key = key
        self.tag = tag
    }

    /// The file, if the body is the one that was sealed and the file the one that was named.
    public func open(_ body: [UInt8]) throws(SealingError) -> [UInt8] {
        let file = try key.open(body, context: SealedAttachment.context(tag))
        guard SHA256.digest(file) == sha256 else { throw .doesNotOpen }
        return file
    }

    /// What erases the body from the strongroom: it follows from the key.
    public var erase: EraseSecret { EraseSecret(deriving: key) }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.digest(sha256)
        encoder.byteString(key.bytes)
        tag.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        sha256 = try decoder.digest()
        key = try SecretKey(from: &decoder)
        tag = try MailboxTag(from: &decoder)
    }
}

extension SecretKey {
    init(from decoder: inout CBORDecoder) throws(CBORError) {
        bytes = try decoder.byteString(count: SecretKey.byteCount)
    }
}

/// Thirty-two bytes that only the recipient learns; whoever shows them may delete the body. Prints as `<secret>`.
public struct EraseSecret: Hashable, Sendable, CBORCodable, CustomStringConvertible, CustomReflectable {
    public let bytes: [UInt8]

    /// Draws a new secret.
    public init() { bytes = Random.bytes(32) }

    init(deriving key: SecretKey) { bytes = Primitives.derive(key.bytes, salt: Purpose.eraser, info: []) }

    /// What the strongroom is told when the body is put: the digest of the secret.
    public var eraser: Digest { SHA256.digest(bytes) }

    public func encode(into encoder: inout CBOREncoder) { encoder.byteString(bytes) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) { bytes = try decoder.byteString(count: 32) }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
