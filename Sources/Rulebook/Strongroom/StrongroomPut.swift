import Ledger
public import Signing

/// What a member signs over a batch of sealed bodies: until when they are kept, how many, and the root over the list.
public struct StrongroomTerms: Hashable, Sendable, CBORCodable {
    /// POSIX seconds; from then on the bodies are gone.
    public let expiry: UInt64
    public let count: Int
    /// The root (RFC 6962) over the encoded entries, in their order.
    public let root: Digest

    public init(expiry: UInt64, entries: [StrongroomEntry]) {
        self.expiry = expiry
        count = entries.count
        root = StrongroomTerms.root(of: entries)
    }

    /// The root over entries.
    public static func root(of entries: [StrongroomEntry]) -> Digest {
        MerkleTree.root(of: entries.map { Digest.leaf($0.encoded) })
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(expiry)
        encoder.unsigned(UInt64(count))
        encoder.digest(root)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        expiry = try decoder.unsigned(max: .posixLimit)
        let start = decoder.offset
        count = Int(try decoder.unsigned(max: UInt64(StrongroomPut.maxEntries)))
        guard count > 0 else { throw .outOfRange(offset: start) }
        root = try decoder.digest()
    }
}

/// The list of a put with the member's signature over it; the bodies travel behind it.
///
/// Read strictly, and the root compared; whether the member may, and whether its signature is good, is checked by
/// `StrongroomDepositor`.
public struct StrongroomPut: Sendable {
    /// A COSE_Sign1 by a member; no act of the ledger.
    public let statement: Statement
    public let terms: StrongroomTerms
    public let entries: [StrongroomEntry]
    /// The list's one encoding.
    public let listing: [UInt8]

    /// Most bodies in a put.
    public static let maxEntries = 4_096
    /// Most bytes of the bodies of a put, all together.
    public static let maxByteCount = 16 << 20
    /// Most bytes of the encoded list.
    public static let maxListingByteCount = 4 + maxEntries * 112

    /// Names the put: it follows from what was signed.
    public var id: StatementID { statement.id }

    /// Bytes of the bodies, all together.
    public var byteCount: Int { entries.reduce(0) { $0 + $1.size } }

    /// Reads a statement and the list that it is over.
    public init(statement bytes: [UInt8], listing: [UInt8]) throws(StrongroomRefusal) {
        let statement: Statement
        do { statement = try Statement(decoding: bytes) } catch { throw .notAStatement(error) }
        guard !statement.isGovernance, statement.header.issuer != nil,
            statement.header.contentType == Purpose.strongroomPut
        else { throw .wrongPurpose(contentType: statement.header.contentType) }
        do throws(CBORError) {
            terms = try StrongroomTerms(decoding: statement.payload)
            var decoder = CBORDecoder(listing)
            entries = try decoder.list(max: StrongroomPut.maxEntries) { (inner) throws(CBORError) in
                try StrongroomEntry(from: &inner)
            }
            try decoder.finish()
        } catch { throw .badPayload(error) }
        let root = StrongroomTerms.root(of: entries)
        guard terms.count == entries.count, terms.root == root else {
            throw .rootDiffers(declared: terms.root, found: root)
        }
        var seen: Set<StrongroomTag> = []
        if let twice = entries.firstIndex(where: { !seen.insert($0.tag).inserted }) { throw .tagTaken(position: twice) }
        self.statement = statement
        self.listing = listing
        guard byteCount <= StrongroomPut.maxByteCount else {
            throw .tooLarge(bytes: byteCount, limit: StrongroomPut.maxByteCount)
        }
    }

    /// Signs a batch in the name of a member.
    ///
    /// `notAfter` is the last second at which a node takes it, ten minutes ahead at most.
    public static func signed(
        _ entries: [StrongroomEntry], expiry: UInt64, notAfter: UInt64, by key: PrivateKey, of member: MemberID,
        in origin: String
    ) throws(StrongroomRefusal) -> StrongroomPut {
        var encoder = CBOREncoder(reserving: entries.count * 112 + 4)
        encoder.list(entries) { $1.encode(into: &$0) }
        let header = StatementHeader(
            contentType: Purpose.strongroomPut, issuer: member.text, origin: origin, notAfter: notAfter)
        let terms = StrongroomTerms(expiry: expiry, entries: entries)
        let statement = Statement.signed(header, payload: terms.encoded, by: key)
        return try StrongroomPut(statement: statement.bytes, listing: encoder.bytes)
    }
}
