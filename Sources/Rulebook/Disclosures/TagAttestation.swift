public import Ledger
public import Signing

/// An issuer's word that a disclosure's tag belongs to a record: the payload of a statement that it signs.
///
/// The ledger ties no document to the tags under which it is read. Who has this, can ask relying parties for the uses
/// that have shown the document; so the issuer gives it to the one that reads, and to nobody else.
public struct TagAttestation: Hashable, Sendable, CBORCodable {
    /// Where the document's record stands in the log.
    public let record: LeafIndex
    /// The tag under which the reading is to be entered.
    public let tag: Digest

    /// How long one may be used, in seconds: a case takes weeks.
    public static let lifetime: UInt64 = 90 * 86_400
    /// Most bytes of a signed one.
    public static let maxByteCount = 2_048

    public init(record: LeafIndex, tag: Digest) {
        self.record = record
        self.tag = tag
    }

    /// The attestation as the issuer signs it.
    public func signed(by key: PrivateKey, of issuer: MemberID, origin: String, now seconds: UInt64) -> [UInt8] {
        let header = StatementHeader(
            contentType: Purpose.attestation, issuer: issuer.text, origin: origin,
            notAfter: seconds + TagAttestation.lifetime)
        return Statement.signed(header, payload: encoded, by: key).bytes
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(record.value)
        encoder.digest(tag)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        record = LeafIndex(try decoder.unsigned(max: LeafIndex.limit))
        tag = try decoder.digest()
    }
}

/// An attestation whose form, ledger and time were checked; by whom it is signed, the member's entry tells.
public struct ReadAttestation: Sendable {
    public let attestation: TagAttestation
    public let issuer: MemberID
    public let statement: Statement

    /// Reads a signed one; `seconds` is now.
    public init(_ bytes: [UInt8], origin: String, now seconds: UInt64) throws(AttestationError) {
        do { statement = try Statement(decoding: bytes) } catch { throw .statement(error) }
        let header = statement.header
        guard header.contentType == Purpose.attestation, !statement.isGovernance, let id = MemberID(header.issuer ?? "")
        else { throw .notAnAttestation }
        guard header.origin == origin else { throw .otherLedger(header.origin) }
        guard seconds <= header.notAfter else { throw .over(at: header.notAfter) }
        do { attestation = try TagAttestation(decoding: statement.payload) } catch { throw .encoding(error) }
        issuer = id
    }

    /// True when the member may issue at that time (ms), and one of its keys that are valid then signed it.
    ///
    /// When it was signed, only its signer says. So it is judged as of now, as an act is: whoever has a key that has
    /// ended, or that of a suspended issuer, attests nothing with an older date; an honest issuer signs it again.
    public func isSigned(by member: Member, at time: UInt64) -> Bool {
        let details = member.details(at: time)
        return member.effective <= time && member.suspended == nil && details.roles.contains(.issuer)
            && details.keys.contains {
                $0.isValid(at: time) && statement.isSigned(statement.signatures[0], by: $0.key)
            }
    }
}

/// Why bytes are no attestation.
public enum AttestationError: Error, Equatable, Sendable {
    case statement(StatementError)
    case notAnAttestation
    case otherLedger(String)
    case over(at: UInt64)
    case encoding(CBORError)
}
