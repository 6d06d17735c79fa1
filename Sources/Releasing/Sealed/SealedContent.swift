public import Sealing
public import Signing

/// What stands in the deal of a sealed disclosure: the tag with the salt of its mark, for the ledger; and the details,
/// sealed once more, for the holder alone.
public struct SealedContent: Hashable, Sendable, CBORCodable {
    public let tag: Digest
    /// Thirty-two bytes.
    public let salt: [UInt8]
    /// The details under the holder's key, bound to the terms: all of one length.
    let details: [UInt8]

    private static let version: UInt64 = 1
    private static let saltByteCount = 32
    /// Details are padded to so many bytes.
    private static let paddedByteCount = 8 << 10
    /// Most bytes of details.
    public static let maxDetailsByteCount = paddedByteCount - 3
    private static let sealedByteCount = paddedByteCount + OneTimeKey.overhead
    /// Bytes of the encoding: every content has as many.
    static let byteCount = 1 + 1 + 34 + 34 + 3 + sealedByteCount

    /// Seals details to the holder; nil when they are too long, or the salt has another count than 32 bytes.
    public init?(
        tag: Digest, salt: [UInt8], details: [UInt8], to reader: SealedDetailsKey, on terms: SealedTerms
    ) {
        guard salt.count == SealedContent.saltByteCount, details.count <= SealedContent.maxDetailsByteCount else {
            return nil
        }
        var encoder = CBOREncoder()
        encoder.byteString(details)
        let context = terms.context
        self.tag = tag
        self.salt = salt
        self.details = SealedContent.key(reader, context).seal(
            Padding.padded(encoder.bytes, to: SealedContent.paddedByteCount), context: context.bytes)
    }

    /// The details, for whoever has the key of the tag; nil when they are none of that key and these terms.
    public func details(by reader: SealedDetailsKey, on terms: SealedTerms) -> [UInt8]? {
        let context = terms.context
        guard let plaintext = try? SealedContent.key(reader, context).open(details, context: context.bytes) else {
            return nil
        }
        var decoder = CBORDecoder(plaintext)
        guard let bytes = try? decoder.byteString(max: SealedContent.maxDetailsByteCount),
            Padding.isRight(plaintext, from: decoder.offset, step: SealedContent.paddedByteCount)
        else { return nil }
        return bytes
    }

    /// A number whose tag was given twice has one key, and two terms: each seals under a key of its own.
    private static func key(_ reader: SealedDetailsKey, _ context: GrantContext) -> OneTimeKey {
        OneTimeKey(deriving: reader.bytes, info: Purpose.sealedDetails + context.bytes)
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        encoder.unsigned(SealedContent.version)
        encoder.digest(tag)
        encoder.byteString(salt)
        encoder.byteString(details)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        try decoder.code(SealedContent.version)
        tag = try decoder.digest()
        salt = try decoder.byteString(count: SealedContent.saltByteCount)
        details = try decoder.byteString(count: SealedContent.sealedByteCount)
    }
}
