public import Evidence
internal import Ledger
internal import RelyingAPI
public import Rulebook

/// What the party asks of documents in a scene, beyond the rules of the ledger.
extension RelyingDesk {
    /// The policy of a scene; nil when it has none of its own.
    public func policy(of scene: SceneCode) throws -> Demands? { try database.policy(of: scene) }

    /// How many lying validators what is final withstands on this ledger: when the first quorum has signed, and when
    /// all have.
    public func withstood() async throws -> (first: Int, most: Int) {
        let quorum = try await ledger.network().quorum
        return (
            max(0, quorum.assurance(signatures: quorum.count)), max(0, quorum.assurance(signatures: quorum.validators))
        )
    }

    /// Judges uses of a scene by a policy from now on; nil: by the rules alone. What was judged stays as it is until it
    /// is judged again.
    public func setPolicy(_ policy: Demands?, of scene: SceneCode) async throws {
        guard try await ledger.scene(member, scene) != nil else { throw RelyingRefusal.noSuchScene(scene) }
        try database.setPolicy(policy, of: scene, at: now())
    }

    /// What is asked of a use of that grant.
    func demands(of grant: GrantID) throws -> Demands? {
        try database.session(of: grant).flatMap { try database.policy(of: $0.scene) }
    }
}
