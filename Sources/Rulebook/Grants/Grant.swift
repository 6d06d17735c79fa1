public import Ledger
public import Signing

/// A use that was counted: which statement, in which block, when.
public struct CountedUse: Hashable, Sendable, CBORCodable {
    public let statement: StatementID
    public let height: Height
    /// Block time in ms.
    public let time: UInt64

    public init(statement: StatementID, height: Height, time: UInt64) {
        self.statement = statement
        self.height = height
        self.time = time
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.digest(statement.digest)
        encoder.unsigned(height.value)
        encoder.unsigned(time)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        statement = StatementID(try decoder.digest())
        height = Height(try decoder.unsigned(max: 1 << 53))
        time = try decoder.unsigned()
    }
}

/// A grant as it stands in the state, until some time after it is over.
public struct Grant: Hashable, Sendable, CBORCodable {
    public let party: MemberID
    public let scene: SceneCode
    public let profile: ProfileID
    /// The holder's once-only key.
    public let key: PublicKey
    public let deposit: Digest?
    /// Uses allowed.
    public let uses: UInt64
    /// POSIX seconds.
    public let expiry: UInt64
    /// The request's not-after, POSIX seconds: until then the same grant could be sent again, so it stays.
    public let requestNotAfter: UInt64
    public var counted: [CountedUse]
    /// The block time of the withdrawal, in ms.
    public var withdrawn: UInt64?

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
        withdrawn = nil
    }

    /// When it is or will be over by itself, in ms.
    var over: UInt64 {
        if let withdrawn { return withdrawn }
        if UInt64(counted.count) == uses, let last = counted.last { return last.time }
        return expiry * 1_000
    }

    /// From when on, in ms, it may leave the state.
    func closing(_ parameters: Parameters) -> UInt64 {
        max(over + parameters.grantRetention, requestNotAfter * 1_000 + 1_000)
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(10)
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
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 10)
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
    }
}

/// The record that the rules write when a grant leaves the state: its whole count, for ever.
public struct ClosedRecord: Hashable, Sendable, CBORCodable {
    public let grant: GrantID
    public let uses: UInt64
    /// The blocks of the first and the last use; 0 when there was none.
    public let first: UInt64
    public let last: UInt64

    init(_ id: GrantID, _ grant: Grant) {
        self.grant = id
        uses = UInt64(grant.counted.count)
        first = grant.counted.first?.height.value ?? 0
        last = grant.counted.last?.height.value ?? 0
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        grant.encode(into: &encoder)
        encoder.unsigned(uses)
        encoder.unsigned(first)
        encoder.unsigned(last)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        grant = try GrantID(from: &decoder)
        uses = try decoder.unsigned(max: Scene.maxUsesLimit)
        first = try decoder.unsigned(max: 1 << 53)
        last = try decoder.unsigned(max: 1 << 53)
    }
}
