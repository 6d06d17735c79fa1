public import Ledger
import Signing

extension Act {
    /// The entries of documents, grants, traces, open disclosures and passings that the act changes when it is
    /// accepted; holders watch for theirs. Those of the records behind a `use.many` are `UseRecord.touchedKey`.
    public func touchedKeys(origin: String, issuer: MemberID?) -> [StateKey] {
        switch self {
        case .setStatus(let act):
            issuer.map { [.status(origin: origin, issuer: $0, commitment: act.commitment)] } ?? []
        case .openCorrection(let act):
            [.correction(origin: origin, issuer: act.issuer, commitment: act.commitment)]
        case .answerCorrection(let act):
            issuer.map { [.correction(origin: origin, issuer: $0, commitment: act.commitment)] } ?? []
        case .disclose(let act): act.mark.touchedKeys
        case .openDisclosure(let act): [.opened(act.mark.tag)]
        case .trace(let act): [.trace(act.grant)]
        case .passEvidence(let act): issuer.map { [.passing(act.grant, by: $0, act.number)] } ?? []
        case .grant(let act): Act.grantKey(act.request, origin).map { [$0] } ?? []
        case .refuseRequest(let act): Act.grantKey(act.request, origin).map { [$0] } ?? []
        case .limitGrant(let act): [.grant(GrantID(origin: origin, key: act.grantKey))]
        case .withdraw(let act): [.grant(GrantID(origin: origin, key: act.grantKey))]
        case .use(let act): [.grant(act.grant)]
        case .reportFault(let act): [.grant(act.grant)]
        case .registerMember, .updateMember, .suspendMember, .changeValidators, .changeGovernance, .endScene,
            .registerType, .updateType, .retireType, .accredit, .declareScene, .approveScene, .issueDocuments,
            .anchorNote, .useMany, .reportOffence:
            []
        }
    }

    private static func grantKey(_ request: [UInt8], _ origin: String) -> StateKey? {
        guard let statement = try? Statement(decoding: request),
            let request = try? Request(decoding: statement.payload)
        else { return nil }
        return .grant(GrantID(origin: origin, key: request.grantKey))
    }
}

extension UseRecord {
    /// The entry that the use changes.
    public var touchedKey: StateKey { .grant(grant) }
}

extension HolderMark {
    fileprivate var touchedKeys: [StateKey] {
        switch self {
        case .tag(let tag): [.disclosure(tag)]
        case .sealed: []
        }
    }
}
