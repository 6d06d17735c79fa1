public import Signing

/// A holder's wish to be issued a document (申请返还), for one issuing desk; the wallet's key signs it.
///
/// It names a person, so it goes to that desk alone, and never onto the ledger.
public struct HolderApplication: Hashable, Sendable, CBORCodable {
    /// The desk's address: a wish for one desk is of no use to another.
    public let desk: String
    public let type: TypeCode
    /// Citizen number or unified social credit code; the desk asks the registrar whose account it is.
    public let number: String
    public let name: String
    /// What the holder wants to say; nil when nothing.
    public let words: String?
    /// Sixteen random bytes, so that no two wishes are one.
    public let nonce: [UInt8]

    /// Most bytes of what the holder says.
    public static let maxWordsByteCount = 2_000

    /// A new wish.
    public init(desk: String, type: TypeCode, number: String, name: String, words: String?) {
        self.desk = desk
        self.type = type
        self.number = number
        self.name = name
        self.words = words
        nonce = Random.bytes(16)
    }

    /// The wish as the account's holder key signs it, good for five minutes.
    public func signed(by key: PrivateKey, origin: String, now seconds: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.application, issuer: nil, origin: origin,
            notAfter: seconds + AccountRequest.lifetime / 2)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        encoder.text(desk)
        encoder.text(type.text)
        encoder.text(number)
        encoder.text(name)
        encoder.optional(words) { $0.text($1) }
        encoder.byteString(nonce)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 6)
        desk = try decoder.text(max: 512)
        let start = decoder.offset
        guard let code = TypeCode(try decoder.text(max: 64)) else { throw .outOfRange(offset: start) }
        type = code
        number = try decoder.text(max: 64)
        name = try decoder.text(max: 1_024)
        words = try decoder.optional { (inner) throws(CBORError) in
            try inner.text(max: HolderApplication.maxWordsByteCount)
        }
        nonce = try decoder.byteString(count: 16)
    }
}

/// A wish as it was received, good for the ledger and the moment; by which key is the reader's to ask.
public struct SignedApplication: Sendable {
    public let application: HolderApplication
    private let statement: Statement

    /// Most bytes of one.
    public static let maxByteCount = 8_192

    /// Reads a wish for the ledger of that origin, at that time in POSIX seconds.
    public init(_ bytes: [UInt8], origin: String, now seconds: UInt64) throws(BindingError) {
        guard bytes.count <= SignedApplication.maxByteCount else { throw .tooLong(bytes.count) }
        do { statement = try Statement(decoding: bytes) } catch { throw .statement(error) }
        let header = statement.header
        guard header.contentType == Purpose.application, !statement.isGovernance, header.issuer == nil,
            (seconds...seconds + AccountRequest.lifetime).contains(header.notAfter)
        else { throw .notABinding }
        guard header.origin == origin else { throw .otherLedger(header.origin) }
        do { application = try HolderApplication(decoding: statement.payload) } catch { throw .encoding(error) }
    }

    /// Two copies of one wish have one id.
    public var id: StatementID { statement.id }

    /// Until when it is good, POSIX seconds: after that no copy of it is taken.
    public var until: UInt64 { statement.header.notAfter }

    /// True when that key signed it.
    public func isSigned(by key: PublicKey) -> Bool { statement.isSigned(statement.signatures[0], by: key) }
}
