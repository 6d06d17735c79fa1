public import Ledger
import Signing

extension Act {
    /// The status, correction and grant entries that the act changes when it is accepted; holders watch for theirs.
    public func touchedKeys(origin: String, issuer: MemberID?) -> [StateKey] {
        switch self {
        case .setStatus(let act):
            issuer.map { [.status(origin: origin, issuer: $0, commitment: act.commitment)] } ?? []
        case .openCorrection(let act):
            [.correction(origin: origin, issuer: act.issuer, commitment: act.commitment)]
        case .answerCorrection(let act):
            issuer.map { [.correction(origin: origin, issuer: $0, commitment: act.commitment)] } ?? []
        case .grant(let act): Act.grantKey(act, origin).map { [$0] } ?? []
        case .withdraw(let act): [.grant(GrantID(origin: origin, key: act.grantKey))]
        case .use(let act): [.grant(act.grant)]
        case .registerMember, .updateMember, .suspendMember, .changeValidators, .changeGovernance, .endScene,
            .registerType, .updateType, .retireType, .accredit, .declareScene, .issueDocuments, .anchorNote,
            .reportOffence:
            []
        }
    }

    private static func grantKey(_ act: GrantAct, _ origin: String) -> StateKey? {
        guard let statement = try? Statement(decoding: act.request),
            let request = try? Request(decoding: statement.payload)
        else { return nil }
        return .grant(GrantID(origin: origin, key: request.grantKey))
    }
}
