internal import NodeAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// Who asks and in which scene, as the ledger proves it now, with the keys to which a wallet seals.
struct AskingParty: Sendable {
    let id: MemberID
    let details: MemberDetails
    let scene: Scene
    /// The party's own key, and that of the regulator who may trace a grant in this scene.
    let sealingKey: SealingPublicKey
    let regulator: MemberID
    let regulatorKey: SealingPublicKey
    /// It speaks as of this block and its time, in ms.
    let height: UInt64
    let time: UInt64

    /// `now`, in ms, is when keys must be good.
    ///
    /// Refuses a party that may not ask, a scene that is not open, and who has no key to seal to.
    init(
        _ id: MemberID, _ member: Member?, _ code: SceneCode, _ entry: SceneEntry?,
        regulator: SceneRegulator?, height: UInt64, time: UInt64, now: UInt64
    ) throws(GrantRefusal) {
        guard let member, member.effective <= now else { throw .notARelyingParty(id) }
        if let since = member.suspended { throw .partySuspended(id, since: since) }
        let details = member.details(at: now)
        guard details.roles.contains(.relyingParty) else { throw .notARelyingParty(id) }
        guard let entry else { throw .unknownScene(id, code) }
        guard entry.isApproved else { throw .sceneNotApproved(id, code) }
        if let ended = entry.ended { throw .sceneEnded(id, code, at: ended) }
        guard let key = details.sealingKey.flatMap({ SealingPublicKey($0) }) else { throw .noSealingKey(id) }
        guard let regulator, let regulatorKey = SealingPublicKey(regulator.key) else { throw .noRegulator(id, code) }
        self.id = id
        self.details = details
        scene = entry.scene
        sealingKey = key
        self.regulator = regulator.member
        self.regulatorKey = regulatorKey
        self.height = height
        self.time = time
    }
}

extension WalletLedger {
    /// Asks the ledger who a party is and what its scene says, each with its proof.
    func askingParty(_ id: MemberID, _ code: SceneCode, seen: UInt64) async throws -> AskingParty {
        let member = try await ask(Member.self, .member, .member(id), seen: seen)
        let scene = try await ask(SceneEntry.self, .scene, .scene(id, code), seen: seen)
        // A key that came into force since the last block counts, as it will for the nodes.
        let time = min(member.time, scene.time)
        return try AskingParty(
            id, member.value, code, scene.value, regulator: try await regulator(of: scene.value, seen: seen),
            height: min(member.height, scene.height), time: time, now: max(Clock.now, time))
    }

    /// The regulator as the rules choose it, proven: who approved the scene, or else the first by id who can be it.
    ///
    /// The list of members is a node's word: one that leaves a regulator out gets a deposit that no validator takes.
    private func regulator(of entry: SceneEntry?, seen: UInt64) async throws -> SceneRegulator? {
        if let approver = entry?.approval?.regulator, let found = try await regulator(approver, seen: seen) {
            return found
        }
        let bodies = try await client.members()
        let named = bodies.filter { $0.roles.contains(Role.regulator.word) }.compactMap { MemberID($0.id) }
        for id in named.sorted() {
            if let found = try await regulator(id, seen: seen) { return found }
        }
        return nil
    }

    /// Nil for a member that cannot be the regulator of a scene.
    private func regulator(_ id: MemberID, seen: UInt64) async throws -> SceneRegulator? {
        let entry = try await ask(Member.self, .member, .member(id), seen: seen)
        return entry.value.flatMap { SceneRegulator(id, $0, at: entry.time) }
    }
}
