public import Signing

/// Somebody's signed leave to hand a deposit to the nodes, checked against the state: only the check makes one.
///
/// Before there is a grant it is the relying party's request; later it is the holder's `grant.limit` that names the
/// new manifest, for the request of a grant stands on the ledger, and everybody has it.
public struct DepositLeave: Hashable, Sendable {
    public let grant: GrantID
    /// Whose quota it counts on.
    public let party: MemberID
    /// The regulator to whose key the trace packet is sealed is that of this scene.
    public let scene: SceneCode
    /// The last use that there may be a ticket for.
    public let mostUses: Int
    /// The latest expiry of the deposit, POSIX seconds.
    public let latestExpiry: UInt64
    /// The manifest's digest, when the leave is for that one only.
    public let manifest: Digest?

    /// After a grant's end its trace packet may be kept for so many seconds more, when the scene lets its party keep
    /// the data as long.
    public static let traceTerm: UInt64 = 180 * 86_400

    /// Checks a leave that a client shows now (ms).
    public init(_ bytes: [UInt8], in view: some StateReading, now: UInt64) throws(Refusal) {
        self = try DepositLeave.read(bytes, view, time: max(now, view.time), isPassedOn: false)
    }

    /// Checks a leave that another node passes on with the deposit: as of the last second at which a client could show
    /// it, so that what was taken then is taken later, too.
    public init(passedOn bytes: [UInt8], in view: some StateReading, now: UInt64) throws(Refusal) {
        self = try DepositLeave.read(bytes, view, time: max(now, view.time), isPassedOn: true)
    }

    private static func read(
        _ bytes: [UInt8], _ view: some StateReading, time: UInt64, isPassedOn: Bool
    ) throws(Refusal) -> DepositLeave {
        let statement: Statement
        do { statement = try Statement(decoding: bytes) } catch { throw .badRequest(error) }
        let time = isPassedOn ? min(time, statement.header.notAfter * 1_000) : time
        if ActName(contentType: statement.header.contentType) == .limitGrant {
            return try DepositLeave(statement, in: view, time, isPassedOn: isPassedOn)
        }
        return try DepositLeave(request: bytes, in: view, time, isPassedOn: isPassedOn)
    }

    private init(
        request bytes: [UInt8], in view: some StateReading, _ time: UInt64, isPassedOn: Bool
    ) throws(Refusal) {
        let asked = try CheckedRequest(bytes, in: view, time: time)
        let request = asked.request
        grant = GrantID(origin: view.network.origin, key: request.grantKey)
        party = asked.party
        self.scene = request.scene
        guard let member = view.member(asked.party) else { throw .unknownMember(asked.party.text) }
        guard member.details(at: time).roles.contains(.relyingParty) else {
            throw .missingRole(asked.party, .relyingParty)
        }
        if !isPassedOn, let known = view.grant(grant) {
            if let at = known.refused { throw .requestRefused(grant, at: at) }
            throw .grantExists(grant)
        }
        guard let entry = view.scene(asked.party, request.scene) else { throw .unknownScene(request.scene) }
        if let ended = entry.ended, ended <= time { throw .sceneEnded(request.scene, at: ended) }
        guard entry.isApproved else { throw .sceneNotApproved(request.scene) }
        try request.check(within: entry.scene)
        mostUses = Int(clamping: request.maxUses)
        latestExpiry = asked.notAfter + request.term + entry.scene.traceTerm
        manifest = nil
    }

    private init(
        _ statement: Statement, in view: some StateReading, _ time: UInt64, isPassedOn: Bool
    ) throws(Refusal) {
        guard !statement.isGovernance, statement.header.issuer == nil else { throw .wrongEnvelope(act: .limitGrant) }
        guard statement.header.origin == view.network.origin else {
            throw .wrongOrigin(found: statement.header.origin, expected: view.network.origin)
        }
        let act: LimitGrant
        do throws(CBORError) { act = try LimitGrant(decoding: statement.payload) } catch { throw .badPayload(error) }
        try view.network.parameters.checkTime(of: statement, at: time)
        guard statement.isSigned(statement.signatures[0], by: act.grantKey) else {
            throw .wrongSignature(statement.signatures[0].keyID)
        }
        let id = GrantID(origin: view.network.origin, key: act.grantKey)
        guard let known = view.grant(id) else { throw .unknownGrant(id) }
        if !isPassedOn {
            try known.checkNotEnded(id)
            guard known.expiry * 1_000 >= time else { throw .grantExpired(id, expiry: known.expiry) }
            guard act.number == known.limits + 1 else {
                throw .wrongLimitNumber(found: act.number, expected: known.limits + 1)
            }
        }
        grant = id
        party = known.party
        self.scene = known.scene
        mostUses = Int(clamping: act.uses ?? known.uses)
        latestExpiry = known.expiry + (view.scene(known.party, known.scene)?.scene.traceTerm ?? 0)
        // A limit that names none gives no leave.
        manifest = act.deposit ?? .zero
    }
}

extension Scene {
    /// For how many seconds after its end a grant can be traced.
    fileprivate var traceTerm: UInt64 { min(retentionDays * 86_400, DepositLeave.traceTerm) }
}
