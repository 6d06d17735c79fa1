/// The regulator of a scene, who can trace what is granted below it, and the key to which wallets seal for that.
public struct SceneRegulator: Hashable, Sendable {
    public let member: MemberID
    public let key: ReleaseKey

    /// A regulator in force at a time, in ms, with a key to which one can seal; nil for any other member.
    public init?(_ id: MemberID, _ member: Member, at time: UInt64) {
        let details = member.details(at: time)
        self.init(
            id, roles: details.roles, key: details.sealingKey,
            isInForce: member.effective <= time && member.suspended == nil)
    }

    /// The same from what is told of a member.
    public init?(_ id: MemberID, roles: [Role], key: ReleaseKey?, isInForce: Bool) {
        guard isInForce, roles.contains(.regulator), let key else { return nil }
        member = id
        self.key = key
    }

    /// Of those who can be it: the one who approved the scene. Where nobody had to, or that one cannot, the first by
    /// id.
    ///
    /// So no scene waits for an institution that is gone, or has registered no key.
    public init?(approver: MemberID?, among able: [SceneRegulator]) {
        let first = able.min { $0.member < $1.member }
        guard let found = able.first(where: { $0.member == approver }) ?? first else { return nil }
        self = found
    }
}

extension StateView {
    /// The regulator of a scene, as of the state's block; nil when there is no such scene, or nobody who can be it.
    public func regulator(of party: MemberID, _ code: SceneCode) -> SceneRegulator? {
        guard let scene = scene(party, code) else { return nil }
        let approver = scene.approval?.regulator
        // Mostly there is one who can, and no need to read every member.
        if let approver, let known = member(approver), let found = SceneRegulator(approver, known, at: time) {
            return found
        }
        let able = members().compactMap { SceneRegulator($0.id, $0.member, at: time) }
        return SceneRegulator(approver: approver, among: able)
    }
}
