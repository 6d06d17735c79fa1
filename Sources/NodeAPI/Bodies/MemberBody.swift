public import Rulebook
public import Signing

/// An institution as it stands on the ledger.
public struct MemberBody: Codable, Hashable, Sendable {
    public let id: String
    public let name: Bilingual
    public let roles: [String]
    /// Its unified social credit code; empty when it has none.
    public let creditCode: String
    public let keys: [KeyBody]
    /// The X25519 key to which wallets seal what the institution alone may read, in base64; nil: it has none.
    public let sealingKey: String?
    /// From when on it may act, in ms.
    public let effective: UInt64
    /// Since when it is suspended, in ms; nil when it is not.
    public let suspended: UInt64?
    /// A change that is published and not yet in force.
    public let coming: ComingBody?

    /// The member's entry as of a block's time, in ms.
    public init(_ id: MemberID, _ member: Member, at time: UInt64) {
        let details = member.details(at: time)
        self.id = id.text
        name = details.name
        roles = details.roles.map(\.word)
        creditCode = details.creditCode
        keys = details.keys.map { KeyBody($0) }
        sealingKey = details.sealingKey.map { Base64.encode($0.bytes) }
        effective = member.effective
        suspended = member.suspended
        coming = member.coming.flatMap { $0.effective > time ? ComingBody($0) : nil }
    }
}

/// Details of a member that are published and not yet in force.
public struct ComingBody: Codable, Hashable, Sendable {
    /// From when on they hold, in ms.
    public let effective: UInt64
    public let name: Bilingual
    public let roles: [String]
    public let creditCode: String
    public let keys: [KeyBody]
    /// The X25519 key in base64; nil: it will have none.
    public let sealingKey: String?

    init(_ coming: Member.Coming) {
        effective = coming.effective
        name = coming.details.name
        roles = coming.details.roles.map(\.word)
        creditCode = coming.details.creditCode
        keys = coming.details.keys.map { KeyBody($0) }
        sealingKey = coming.details.sealingKey.map { Base64.encode($0.bytes) }
    }
}

/// A public key and when it may sign.
public struct KeyBody: Codable, Hashable, Sendable {
    /// The key id in hexadecimal: the first eight bytes of its COSE thumbprint.
    public let id: String
    public let algorithm: String
    /// The key's bytes in base64.
    public let key: String
    /// POSIX seconds.
    public let from: UInt64?
    /// POSIX seconds; nil: no end is set.
    public let until: UInt64?

    init(_ key: MemberKey) {
        self.init(key.key, from: key.from, until: key.until)
    }

    init(_ key: PublicKey, from: UInt64? = nil, until: UInt64? = nil) {
        id = key.id.description
        algorithm = key.algorithm.name
        self.key = Base64.encode(key.bytes)
        self.from = from
        self.until = until
    }
}

/// All members, as of a block.
public struct MembersBody: Codable, Hashable, Sendable {
    public let height: UInt64
    /// In the order of their ids.
    public let members: [MemberBody]

    public init(height: UInt64, members: [MemberBody]) {
        self.height = height
        self.members = members
    }
}

/// Who may admit members and types, and the sequence number of the next act that does.
public struct GovernanceBody: Codable, Hashable, Sendable {
    public let height: UInt64
    /// How many of the keys must sign.
    public let threshold: Int
    /// The sequence number of the next act of governance.
    public let next: UInt64
    public let keys: [KeyBody]
    /// A change of validators, parameters or governors that is published and not yet in force.
    public let coming: ChangeBody?

    /// The governance entry as of a block.
    public init(height: UInt64, _ entry: GovernanceEntry, coming: ComingChange?) {
        self.height = height
        self.coming = coming.map { ChangeBody($0) }
        threshold = entry.governance.threshold
        next = entry.next
        keys = entry.governance.keys.map { KeyBody($0) }
    }
}

/// A published change of the validators, the parameters or the governors.
public struct ChangeBody: Codable, Hashable, Sendable {
    /// The first block of at least this time, in ms, is the last one before the change.
    public let effective: UInt64
    /// `crash` or `byzantine`.
    public let faultModel: String
    /// The members whose nodes will decide, in the order of votes.
    public let validators: [String]
    /// How many governors' keys there will be, and how many of them must sign.
    public let governors: Int
    public let threshold: Int

    init(_ change: ComingChange) {
        effective = change.effective
        faultModel = change.faultModel.word
        validators = change.validators.map(\.member.text)
        governors = change.governance.keys.count
        threshold = change.governance.threshold
    }
}

extension KeyBody {
    /// The key itself; nil when the body is not of a key.
    public var publicKey: PublicKey? {
        guard let algorithm = SignatureAlgorithm(name: algorithm), let bytes = Base64.decode(key) else { return nil }
        return PublicKey(algorithm, bytes: bytes)
    }
}

extension MemberBody {
    /// The key to which wallets seal; nil when the institution has none, or the body is not of a key.
    public var releaseKey: ReleaseKey? { sealingKey.flatMap { Base64.decode($0) }.flatMap { ReleaseKey($0) } }

    /// The keys that may sign at a time in POSIX seconds, by the entry in force; a change that comes later is not seen.
    public func keys(at seconds: UInt64) -> [PublicKey] {
        keys.filter { ($0.from ?? 0) <= seconds && seconds < ($0.until ?? .max) }.compactMap(\.publicKey)
    }
}
