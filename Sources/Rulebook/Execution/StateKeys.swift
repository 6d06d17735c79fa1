public import Ledger
public import Signing

/// The kinds of entry in the authenticated state: the first byte of each path.
public enum StateKind: UInt8, Sendable, CaseIterable {
    case governance = 1
    case member = 2
    case type = 3
    case accreditation = 4
    case scene = 5
    case status = 6
    case grant = 7
    case replay = 8
    case epoch = 9
    case coming = 10
    case offence = 11
    case correction = 12
    case trace = 13
    case disclosure = 14
    case open = 15
    case sealed = 16
    case opened = 17
    case passing = 18
}

extension StateKey {
    private init(_ kind: StateKind, _ key: [UInt8]) { self.init(kind: kind.rawValue, key: key) }

    /// Governance: one entry.
    public static let governance = StateKey(.governance, Array("governance".utf8))

    /// An epoch after the first, by its number.
    public static func epoch(_ number: UInt64) -> StateKey { StateKey(.epoch, eightBytes(number)) }

    /// The change that is published and not in force: one entry.
    public static let comingChange = StateKey(.coming, Array("coming".utf8))

    /// What a validator was proven to have done.
    public static func offence(_ offence: Offence) -> StateKey { StateKey(.offence, offence.encoded) }

    /// An institution.
    public static func member(_ id: MemberID) -> StateKey { StateKey(.member, Array(id.text.utf8)) }

    /// A document type.
    public static func type(_ code: TypeCode) -> StateKey { StateKey(.type, Array(code.text.utf8)) }

    /// The right of an issuer to mint a type.
    public static func accreditation(_ issuer: MemberID, _ code: TypeCode) -> StateKey {
        StateKey(.accreditation, LengthPrefixed.bytes(issuer.text) + Array(code.text.utf8))
    }

    /// A scene of a relying party.
    public static func scene(_ party: MemberID, _ code: SceneCode) -> StateKey {
        StateKey(.scene, LengthPrefixed.bytes(party.text) + Array(code.text.utf8))
    }

    /// A document's status: SHA-256 over the tag, the origin and the issuer with two-byte lengths, and the commitment.
    public static func status(origin: String, issuer: MemberID, commitment: Commitment) -> StateKey {
        StateKey(.status, document(origin, issuer, commitment))
    }

    /// A document's corrections: the same 32 bytes as its status, under a kind of their own.
    public static func correction(origin: String, issuer: MemberID, commitment: Commitment) -> StateKey {
        StateKey(.correction, document(origin, issuer, commitment))
    }

    private static func document(_ origin: String, _ issuer: MemberID, _ commitment: Commitment) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(Purpose.statusKey)
        hasher.update(LengthPrefixed.bytes(origin))
        hasher.update(LengthPrefixed.bytes(issuer.text))
        hasher.update(commitment.digest)
        return hasher.finalize().bytes
    }

    /// A grant.
    public static func grant(_ id: GrantID) -> StateKey { StateKey(.grant, id.digest.bytes) }

    /// The traces of a grant.
    public static func trace(_ id: GrantID) -> StateKey { StateKey(.trace, id.digest.bytes) }

    /// An open disclosure, by its tag.
    public static func disclosure(_ tag: Digest) -> StateKey { StateKey(.disclosure, tag.bytes) }

    /// A disclosure that is still closed, by its statement.
    public static func sealed(_ id: StatementID) -> StateKey { StateKey(.sealed, id.digest.bytes) }

    /// A disclosure that was sealed and is open, by its tag.
    public static func opened(_ tag: Digest) -> StateKey { StateKey(.opened, tag.bytes) }

    /// A passing of evidence, by its number: the grant, eight bytes of the number, and the party. With the party in it
    /// nobody can take the numbers of another.
    public static func passing(_ id: GrantID, by party: MemberID, _ number: UInt64) -> StateKey {
        StateKey(.passing, id.digest.bytes + eightBytes(number) + Array(party.text.utf8))
    }

    /// What is open of an institution's.
    public static func open(_ id: MemberID) -> StateKey { StateKey(.open, Array(id.text.utf8)) }

    /// The running digest of the replay marks of one minute of not-after.
    static func replay(minute: UInt64) -> StateKey {
        StateKey(.replay, eightBytes(minute))
    }

    private static func eightBytes(_ number: UInt64) -> [UInt8] {
        stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}

/// Governance as it stands in the state.
public struct GovernanceEntry: Hashable, Sendable, CBORCodable {
    /// The sequence number of the next act of governance.
    public var next: UInt64
    public let governance: Governance

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        encoder.unsigned(next)
        governance.encode(into: &encoder)
    }

    init(next: UInt64, governance: Governance) {
        self.next = next
        self.governance = governance
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        next = try decoder.unsigned()
        governance = try Governance(from: &decoder)
    }
}
