public import Signing

/// To whom evidence is passed on, as the ledger shows it.
public enum Recipient: Hashable, Sendable, CBORCodable {
    case member(MemberID)
    /// Somebody outside the ledger, as a court: the commitment of a `RecipientName`.
    case outside(Commitment)

    public func encode(into encoder: inout CBOREncoder) {
        switch self {
        case .member(let member): member.encode(into: &encoder)
        case .outside(let commitment): commitment.encode(into: &encoder)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        guard decoder.nextByte.map({ $0 >> 5 == 2 }) ?? false else {
            self = .member(try MemberID(from: &decoder))
            return
        }
        self = .outside(try Commitment(from: &decoder))
    }
}

/// The name of somebody outside the ledger, with the salt that ties it to its commitment.
public struct RecipientName: Hashable, Sendable {
    public let name: String
    /// Thirty-two random bytes.
    public let salt: [UInt8]

    public static let saltByteCount = 32
    public static let maxByteCount = 256

    /// Under a salt that is known; nil for any other count than 32 bytes, and for a text that is no such name.
    public init?(_ name: String, salt: [UInt8]) {
        guard salt.count == RecipientName.saltByteCount, RecipientName.accepts(name) else { return nil }
        self.name = name
        self.salt = salt
    }

    /// Under a fresh salt.
    public init?(_ name: String) { self.init(name, salt: Random.bytes(RecipientName.saltByteCount)) }

    /// One line, no space at its ends, and not in the form of a member's id: who has that is a member.
    public static func accepts(_ name: String) -> Bool {
        (1...maxByteCount).contains(name.utf8.count) && name.utf8.first != 0x20 && name.utf8.last != 0x20
            && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } && !MemberID.accepts(name)
    }

    /// What stands on the ledger: SHA-256 over a tag, the salt and the name.
    public var commitment: Commitment {
        var hasher = SHA256()
        hasher.update(Purpose.recipient)
        hasher.update(salt)
        hasher.update(Array(name.utf8))
        return Commitment(hasher.finalize())
    }
}

/// To whom evidence is passed on, by name.
public enum NamedRecipient: Hashable, Sendable {
    case member(MemberID)
    case outside(RecipientName)

    /// A text in the form of a member's id is one; any other the name of somebody outside, under a fresh salt. Nil when
    /// it is neither.
    public init?(_ text: String) {
        if let member = MemberID(text) {
            self = .member(member)
        } else if let name = RecipientName(text) {
            self = .outside(name)
        } else {
            return nil
        }
    }

    /// As the ledger shows it.
    public var recipient: Recipient {
        switch self {
        case .member(let member): .member(member)
        case .outside(let name): .outside(name.commitment)
        }
    }

    /// The id, or the name.
    public var text: String {
        switch self {
        case .member(let member): member.text
        case .outside(let name): name.name
        }
    }

    /// What opens the commitment; nil for a member.
    public var name: RecipientName? {
        switch self {
        case .member: nil
        case .outside(let name): name
        }
    }
}
