public import Rulebook
public import Signing

/// What an act does with the deposit of a grant: nodes keep who names which, and delete what may be opened no more.
public struct DepositAct: Hashable, Sendable {
    /// What it does with it.
    public enum Kind: Hashable, Sendable {
        /// A grant names a deposit, within a scene of a party.
        case granted(Digest, party: MemberID, scene: SceneCode)
        /// A limit names the deposit that takes over.
        case dealtAgain(Digest)
        case withdrawn
        case closed
    }

    public let grant: GrantID
    public let kind: Kind

    public init(_ grant: GrantID, _ kind: Kind) {
        self.grant = grant
        self.kind = kind
    }

    /// Nil for an act that does nothing with any deposit.
    init?(_ checked: CheckedStatement, in origin: String) {
        switch checked.act {
        case .grant(let act):
            guard let deposit = act.deposit, let asked = checked.request else { return nil }
            self.init(
                GrantID(origin: origin, key: asked.request.grantKey),
                .granted(deposit, party: asked.party, scene: asked.request.scene))
        case .limitGrant(let act):
            guard let deposit = act.deposit else { return nil }
            self.init(GrantID(origin: origin, key: act.grantKey), .dealtAgain(deposit))
        case .withdraw(let act): self.init(GrantID(origin: origin, key: act.grantKey), .withdrawn)
        case .registerMember, .updateMember, .suspendMember, .changeValidators, .changeGovernance, .endScene,
            .registerType, .updateType, .retireType, .accredit, .declareScene, .approveScene, .issueDocuments,
            .setStatus, .openCorrection, .answerCorrection, .disclose, .openDisclosure, .anchorNote, .trace,
            .passEvidence, .refuseRequest, .use, .useMany, .reportFault, .reportOffence:
            return nil
        }
    }
}
