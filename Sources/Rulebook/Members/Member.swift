public import Signing

/// What an institution may do on the ledger.
public enum Role: UInt64, Sendable, CaseIterable, Comparable {
    case issuer = 1
    case relyingParty = 2
    case registrar = 3
    case regulator = 4
    case operating = 5

    /// The word that files and the API use.
    public var word: String {
        switch self {
        case .issuer: "issuer"
        case .relyingParty: "relyingParty"
        case .registrar: "registrar"
        case .regulator: "regulator"
        case .operating: "operator"
        }
    }

    public init?(word: String) {
        guard let match = Role.allCases.first(where: { $0.word == word }) else { return nil }
        self = match
    }

    public static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

/// A member's statement key and when it may sign, in POSIX seconds.
public struct MemberKey: Hashable, Sendable, CBORCodable {
    public let key: PublicKey
    public let from: UInt64
    /// Nil: no end is set.
    public let until: UInt64?

    public init(key: PublicKey, from: UInt64, until: UInt64?) {
        self.key = key
        self.from = from
        self.until = until
    }

    /// True when a block of that time (ms) may take a statement by this key.
    public func isValid(at time: UInt64) -> Bool {
        let second = time / 1_000
        return from <= second && second < until ?? .max
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        key.encode(into: &encoder)
        encoder.unsigned(from)
        encoder.optional(until) { $0.unsigned($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        key = try PublicKey(from: &decoder)
        from = try decoder.unsigned(max: .posixLimit)
        until = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned(max: .posixLimit) }
    }
}

extension UInt64 {
    /// Times beyond this are refused, so that sums of a few never overflow.
    static let posixLimit: UInt64 = 1 << 40
}

/// What governance says of an institution.
public struct MemberDetails: Hashable, Sendable, CBORCodable {
    public let name: Bilingual
    /// Ascending, without repetition.
    public let roles: [Role]
    /// Its unified social credit code (GB 32100); empty when it has none.
    public let creditCode: String
    public let keys: [MemberKey]
    /// The key to which wallets seal what this institution alone may read; nil: it has none.
    ///
    /// Who replaces it keeps the old private key: what was sealed to that stays so.
    public let sealingKey: ReleaseKey?
    public static let maxKeys = 16

    public init(
        name: Bilingual, roles: [Role], creditCode: String, keys: [MemberKey], sealingKey: ReleaseKey? = nil
    ) {
        self.name = name
        self.roles = roles.sorted()
        self.creditCode = creditCode
        self.keys = keys
        self.sealingKey = sealingKey
    }

    /// A sealing key that is not there is not written: entries from before it was known stay the same.
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(sealingKey == nil ? 4 : 5)
        name.encode(into: &encoder)
        encoder.list(roles) { $0.unsigned($1.rawValue) }
        encoder.text(creditCode)
        encoder.list(keys) { $1.encode(into: &$0) }
        sealingKey?.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let first = decoder.offset
        let count = try decoder.array(max: 5)
        guard count >= 4 else { throw .wrongCount(offset: first, expected: 4, found: UInt64(count)) }
        name = try Bilingual(from: &decoder)
        let start = decoder.offset
        roles = try decoder.list(max: Role.allCases.count) { (inner) throws(CBORError) in
            let offset = inner.offset
            let code = try inner.unsigned()
            guard let role = Role(rawValue: code) else { throw .unknownCode(offset: offset, code: code) }
            return role
        }
        guard zip(roles, roles.dropFirst()).allSatisfy({ $0 < $1 }) else { throw .outOfRange(offset: start) }
        creditCode = try decoder.text(max: 32)
        keys = try decoder.list(max: MemberDetails.maxKeys) { (inner) throws(CBORError) in try MemberKey(from: &inner) }
        sealingKey = count == 5 ? try ReleaseKey(from: &decoder) : nil
    }
}

/// An institution as it stands in the state.
public struct Member: Hashable, Sendable, CBORCodable {
    /// The details in force from `effective` on, in ms.
    public var details: MemberDetails
    public var effective: UInt64
    /// A change that is published and not yet in force.
    public var coming: Coming?
    /// When governance suspended it, in ms.
    public var suspended: UInt64?

    /// Details with the time, in ms, from which they hold.
    public struct Coming: Hashable, Sendable {
        public let details: MemberDetails
        public let effective: UInt64
    }

    public init(details: MemberDetails, effective: UInt64) {
        self.details = details
        self.effective = effective
        coming = nil
        suspended = nil
    }

    /// What holds at a block's time.
    public func details(at time: UInt64) -> MemberDetails {
        if let coming, coming.effective <= time { return coming.details }
        return details
    }

    /// The key with that id, whether valid now or not.
    public func key(_ id: KeyID, at time: UInt64) -> MemberKey? {
        details(at: time).keys.first { $0.key.id == id }
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        details.encode(into: &encoder)
        encoder.unsigned(effective)
        encoder.optional(coming) { encoder, coming in
            encoder.array(2)
            coming.details.encode(into: &encoder)
            encoder.unsigned(coming.effective)
        }
        encoder.optional(suspended) { $0.unsigned($1) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        details = try MemberDetails(from: &decoder)
        effective = try decoder.unsigned()
        coming = try decoder.optional { (inner) throws(CBORError) in
            try inner.array(count: 2)
            return Coming(details: try MemberDetails(from: &inner), effective: try inner.unsigned())
        }
        suspended = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned() }
    }
}
