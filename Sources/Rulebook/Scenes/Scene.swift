public import Signing

/// A declared matter: why a relying party asks, on what basis, for what, how often and how long.
public struct Scene: Hashable, Sendable, CBORCodable {
    public let code: SceneCode
    public let purpose: Bilingual
    public let basis: Bilingual
    /// At least one.
    public let profiles: [SceneProfile]
    /// Most uses of one grant.
    public let maxUses: UInt64
    /// Longest life of a grant, in seconds.
    public let term: UInt64
    /// Least time between two uses of one grant, in seconds.
    public let minimumInterval: UInt64
    /// How long the relying party keeps what it read.
    public let retentionDays: UInt64
    /// How many lying validators a checkpoint must withstand before nodes give their shares of a use.
    public let releaseAssurance: UInt64
    /// True when the party may also take answers beside the ledger, from wallets of other makers.
    public let allowsUncounted: Bool

    /// A use a day for the longest term: a grant's entry with all of them stays within a value of the state.
    public static let maxUsesLimit: UInt64 = 400
    public static let termLimit: UInt64 = 400 * 86_400
    static let retentionLimit: UInt64 = 36_500
    /// As many liars as the largest set withstands when all of it signs.
    static let assuranceLimit: UInt64 = 62
    static let maxProfiles = 32

    public init(
        code: SceneCode, purpose: Bilingual, basis: Bilingual, profiles: [SceneProfile], maxUses: UInt64,
        term: UInt64, minimumInterval: UInt64, retentionDays: UInt64, releaseAssurance: UInt64 = 0,
        allowsUncounted: Bool = false
    ) {
        self.code = code
        self.purpose = purpose
        self.basis = basis
        self.profiles = profiles
        self.maxUses = maxUses
        self.term = term
        self.minimumInterval = minimumInterval
        self.retentionDays = retentionDays
        self.releaseAssurance = releaseAssurance
        self.allowsUncounted = allowsUncounted
    }

    /// True when it asks for public register facts only: it needs no regulator's approval.
    public var isUnconditional: Bool {
        profiles.allSatisfy { $0.fields.allSatisfy { $0.fields.allSatisfy { $0.level == .lowest } } }
    }

    /// What a regulator signs to approve exactly this: SHA-256 of the encoding.
    public var digest: Digest { SHA256.digest(encoded) }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(10)
        code.encode(into: &encoder)
        purpose.encode(into: &encoder)
        basis.encode(into: &encoder)
        encoder.list(profiles) { $1.encode(into: &$0) }
        encoder.unsigned(maxUses)
        encoder.unsigned(term)
        encoder.unsigned(minimumInterval)
        encoder.unsigned(retentionDays)
        encoder.unsigned(releaseAssurance)
        encoder.bool(allowsUncounted)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 10)
        code = try SceneCode(from: &decoder)
        purpose = try Bilingual(from: &decoder)
        basis = try Bilingual(from: &decoder)
        let start = decoder.offset
        profiles = try decoder.list(max: Scene.maxProfiles) { (inner) throws(CBORError) in
            try SceneProfile(from: &inner)
        }
        guard !profiles.isEmpty, Set(profiles.map(\.id)).count == profiles.count else {
            throw .outOfRange(offset: start)
        }
        maxUses = try decoder.positive(max: Scene.maxUsesLimit)
        term = try decoder.positive(max: Scene.termLimit)
        minimumInterval = try decoder.unsigned(max: Scene.termLimit)
        retentionDays = try decoder.unsigned(max: Scene.retentionLimit)
        releaseAssurance = try decoder.unsigned(max: Scene.assuranceLimit)
        allowsUncounted = try decoder.bool()
    }
}

extension CBORDecoder {
    /// A number from 1 up to a limit.
    mutating func positive(max: UInt64) throws(CBORError) -> UInt64 {
        let start = offset
        let value = try unsigned(max: max)
        guard value > 0 else { throw .outOfRange(offset: start) }
        return value
    }
}
