import Ledger
public import Signing

/// `documents.issue`: a manifest; the records that follow it in the log are one tree under its root.
public struct IssueDocuments: Hashable, Sendable, CBORCodable {
    public let type: TypeCode
    /// The version of the type that the documents follow; not above the one in force.
    public let typeVersion: UInt64
    /// How many records follow.
    public let count: Int
    /// The RFC 6962 root over the records.
    public let root: Digest

    public init(type: TypeCode, typeVersion: UInt64, count: Int, root: Digest) {
        self.type = type
        self.typeVersion = typeVersion
        self.count = count
        self.root = root
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        type.encode(into: &encoder)
        encoder.unsigned(typeVersion)
        encoder.unsigned(UInt64(count))
        encoder.digest(root)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        type = try TypeCode(from: &decoder)
        typeVersion = try decoder.unsigned(max: 1 << 53)
        count = Int(try decoder.unsigned(max: 65_536))
        root = try decoder.digest()
    }
}

/// A document on the ledger: what it is committed to, and when it ends if that is known.
public struct IssueRecord: Hashable, Sendable, CBORCodable {
    public let commitment: Commitment
    /// POSIX seconds; nil when the document has no end.
    public let expiry: UInt64?

    public init(commitment: Commitment, expiry: UInt64?) {
        self.commitment = commitment
        self.expiry = expiry
    }

    /// The commitment to a document: a tag, 32 random bytes that its holder keeps, and the document's digest.
    public static func commitment(salt: [UInt8], document: Digest) -> Commitment {
        var hasher = SHA256()
        hasher.update(Purpose.record)
        hasher.update(salt)
        hasher.update(document)
        return Commitment(hasher.finalize())
    }

    /// The commitment to a document that can be corrected: its salt is the hash of the correction key.
    public static func commitment(correctionKey: PublicKey, document: Digest) -> Commitment {
        commitment(salt: SHA256.digest(correctionKey.bytes).bytes, document: document)
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        commitment.encode(into: &encoder)
        encoder.optional(expiry) { $0.unsigned($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        commitment = try Commitment(from: &decoder)
        expiry = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned(max: .posixLimit) }
    }
}
