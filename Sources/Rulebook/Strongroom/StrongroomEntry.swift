public import Signing

/// The name under which a sealed body lies in the strongroom: 32 bytes that only sender and receiver can compute.
public struct StrongroomTag: Hashable, Comparable, Sendable, CBORCodable {
    public let digest: Digest

    public init(_ digest: Digest) { self.digest = digest }

    public static func < (left: StrongroomTag, right: StrongroomTag) -> Bool { left.digest < right.digest }

    public func encode(into encoder: inout CBOREncoder) { encoder.digest(digest) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) { digest = try decoder.digest() }

    public var hex: String { digest.hex }
}

/// What a put says of one sealed body.
public struct StrongroomEntry: Hashable, Sendable, CBORCodable {
    public let tag: StrongroomTag
    /// SHA-256 of the body.
    public let digest: Digest
    /// Bytes of the body.
    public let size: Int
    /// SHA-256 of the 32 bytes by which the receiver has it erased.
    public let eraser: Digest

    /// Most bytes of a body.
    public static let maxByteCount = 1 << 20

    public init(tag: StrongroomTag, digest: Digest, size: Int, eraser: Digest) {
        self.tag = tag
        self.digest = digest
        self.size = size
        self.eraser = eraser
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.digest(tag.digest)
        encoder.digest(digest)
        encoder.unsigned(UInt64(size))
        encoder.digest(eraser)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        tag = StrongroomTag(try decoder.digest())
        digest = try decoder.digest()
        let start = decoder.offset
        size = Int(try decoder.unsigned(max: UInt64(StrongroomEntry.maxByteCount)))
        guard size > 0 else { throw .outOfRange(offset: start) }
        eraser = try decoder.digest()
    }
}

/// A sealed body that is to be put: what it is, under which tag, and the secret by which its receiver erases it.
public struct StrongroomItem: Sendable {
    public let tag: StrongroomTag
    /// What is sealed; the nodes cannot read it.
    public let body: [UInt8]
    /// SHA-256 of the receiver's erasing secret.
    public let eraser: Digest

    public init(tag: StrongroomTag, body: [UInt8], eraser: Digest) {
        self.tag = tag
        self.body = body
        self.eraser = eraser
    }

    /// What a put says of it.
    public var entry: StrongroomEntry {
        StrongroomEntry(tag: tag, digest: SHA256.digest(body), size: body.count, eraser: eraser)
    }
}
