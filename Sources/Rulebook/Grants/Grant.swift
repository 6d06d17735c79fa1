import Ledger
public import Signing

/// A grant as it stands in the state until some time after it is over; a refused request stands there as one of no use.
public struct Grant: Hashable, Sendable, CBORCodable {
    public let party: MemberID
    public let scene: SceneCode
    public let profile: ProfileID
    /// The holder's once-only key.
    public let key: PublicKey
    /// The digest of the deposit's manifest, as dealt last.
    public internal(set) var deposit: Digest?
    /// Uses allowed.
    public internal(set) var uses: UInt64
    /// POSIX seconds.
    public internal(set) var expiry: UInt64
    /// The request's not-after, POSIX seconds: until then the same grant could be sent again, so it stays.
    public let requestNotAfter: UInt64
    public var counted: [CountedUse]
    /// The block time of the withdrawal, in ms.
    public var withdrawn: UInt64?
    /// The block time at which the holder refused the request, in ms.
    public internal(set) var refused: UInt64?
    /// No use is accepted before this POSIX second.
    public internal(set) var pausedUntil: UInt64?
    /// How many times its holder has tightened it.
    public internal(set) var limits: UInt64

    /// How many times a holder may tighten one grant: an act of a key that no member knows stays bounded.
    public static let maxLimits: UInt64 = 64

    public init(
        party: MemberID, request: Request, requestNotAfter: UInt64, deposit: Digest?, uses: UInt64, expiry: UInt64
    ) {
        self.party = party
        scene = request.scene
        profile = request.profile
        key = request.grantKey
        self.deposit = deposit
        self.uses = uses
        self.expiry = expiry
        self.requestNotAfter = requestNotAfter
        counted = []
        limits = 0
    }

    /// A request that its holder has refused.
    init(refused request: Request, of party: MemberID, requestNotAfter: UInt64, at time: UInt64) {
        self.init(
            party: party, request: request, requestNotAfter: requestNotAfter, deposit: nil, uses: 0,
            expiry: requestNotAfter)
        refused = time
    }

    /// True when as many uses were counted as are allowed.
    public var isUsedUp: Bool { !counted.isEmpty && UInt64(counted.count) >= uses }

    /// When it is or will be over by itself, in ms.
    var over: UInt64 {
        if let end = withdrawn ?? refused { return end }
        if isUsedUp, let last = counted.last { return last.time }
        return expiry * 1_000
    }

    /// From when on, in ms, it may leave the state.
    func closing(_ parameters: Parameters) -> UInt64 {
        max(over + parameters.grantRetention, requestNotAfter * 1_000 + 1_000)
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(13)
        party.encode(into: &encoder)
        scene.encode(into: &encoder)
        profile.encode(into: &encoder)
        encoder.byteString(key.bytes)
        encoder.optional(deposit) { $0.digest($1) }
        encoder.unsigned(uses)
        encoder.unsigned(expiry)
        encoder.unsigned(requestNotAfter)
        encoder.list(counted) { $1.encode(into: &$0) }
        encoder.optional(withdrawn) { $0.unsigned($1) }
        encoder.optional(refused) { $0.unsigned($1) }
        encoder.optional(pausedUntil) { $0.unsigned($1) }
        encoder.unsigned(limits)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 13)
        party = try MemberID(from: &decoder)
        scene = try SceneCode(from: &decoder)
        profile = try ProfileID(from: &decoder)
        key = try PublicKey(grantKeyFrom: &decoder)
        deposit = try decoder.optional { (inner) throws(CBORError) in try inner.digest() }
        uses = try decoder.unsigned(max: Scene.maxUsesLimit)
        expiry = try decoder.unsigned(max: .posixLimit)
        requestNotAfter = try decoder.unsigned(max: .posixLimit)
        counted = try decoder.list(max: Int(Scene.maxUsesLimit)) { (inner) throws(CBORError) in
            try CountedUse(from: &inner)
        }
        withdrawn = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned() }
        refused = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned() }
        pausedUntil = try decoder.optional { (inner) throws(CBORError) in try inner.unsigned(max: .posixLimit) }
        limits = try decoder.unsigned(max: Grant.maxLimits)
    }
}
