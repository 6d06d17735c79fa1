public import Signing

/// What a document is to say, and of whom: a row that passed the gate, kept sealed until it is minted and after.
public struct DocumentContent: Hashable, Sendable, CBORCodable {
    public let holder: HolderName
    /// Fields in the order of the type.
    public let fields: [ContentField]
    /// When the data was true at its source, POSIX seconds.
    public let asOf: UInt64
    public let isDigitised: Bool
    public let attachments: [ContentAttachment]

    public init(
        holder: HolderName, fields: [ContentField], asOf: UInt64, isDigitised: Bool,
        attachments: [ContentAttachment] = []
    ) {
        self.holder = holder
        self.fields = fields
        self.asOf = asOf
        self.isDigitised = isDigitised
        self.attachments = attachments
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(7)
        encoder.text(holder.kind)
        encoder.text(holder.number)
        encoder.text(holder.name)
        encoder.list(fields) { $1.encode(into: &$0) }
        encoder.unsigned(asOf)
        encoder.bool(isDigitised)
        encoder.list(attachments) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 7)
        holder = HolderName(
            kind: try decoder.text(max: 64), number: try decoder.text(max: 64), name: try decoder.text(max: 1_024))
        fields = try decoder.list(max: 400) { (inner) throws(CBORError) in try ContentField(from: &inner) }
        asOf = try decoder.unsigned(max: .max)
        isDigitised = try decoder.bool()
        attachments = try decoder.list(max: 64) { (inner) throws(CBORError) in try ContentAttachment(from: &inner) }
    }
}

/// One field with its value.
public struct ContentField: Hashable, Sendable, CBORCodable {
    public let path: String
    /// The dimension of a file under which it stands.
    public let group: String?
    public let text: String

    public init(path: String, group: String?, text: String) {
        self.path = path
        self.group = group
        self.text = text
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.text(path)
        encoder.optional(group) { $0.text($1) }
        encoder.text(text)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        path = try decoder.text(max: 64)
        group = try decoder.optional { (inner) throws(CBORError) in try inner.text(max: 64) }
        text = try decoder.text(max: 1 << 20)
    }
}

/// A page image of the document: what it is, and its digest; the bytes lie sealed in the desk's folder.
public struct ContentAttachment: Hashable, Sendable, CBORCodable {
    public let name: String
    public let mediaType: String
    public let sha256: Digest
    public let size: UInt64

    public init(name: String, mediaType: String, sha256: Digest, size: UInt64) {
        self.name = name
        self.mediaType = mediaType
        self.sha256 = sha256
        self.size = size
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.text(name)
        encoder.text(mediaType)
        encoder.digest(sha256)
        encoder.unsigned(size)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        name = try decoder.text(max: 1_024)
        mediaType = try decoder.text(max: 128)
        sha256 = try decoder.digest()
        size = try decoder.unsigned()
    }
}

/// What came of minting: the credential, and the secret of its correction key. Kept sealed.
struct IssuedContent: Sendable, CBORCodable {
    let credential: String
    let correctionSeed: [UInt8]

    init(credential: String, correctionSeed: [UInt8]) {
        self.credential = credential
        self.correctionSeed = correctionSeed
    }

    func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.text(credential)
        encoder.byteString(correctionSeed)
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        credential = try decoder.text(max: 512 << 10)
        correctionSeed = try decoder.byteString(count: 32)
    }
}
