import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Whom the statements of a run come from.
enum SampleMember: String {
    case police, bank

    private var id: MemberID { MemberID(checked: rawValue) }
    private var key: PrivateKey { SampleKeys.key(rawValue) }

    static let sceneCode = SceneCode(checked: "loan")
    static let typeCode = TypeCode(checked: "TESTIDENTITY")

    func submission(_ act: Act, on ledger: FirstLedger, lifetime: UInt64 = 3_000) -> Submission {
        let header = StatementHeader(
            contentType: act.name.contentType, issuer: id.text, origin: ledger.network.origin,
            notAfter: ledger.second(after: lifetime))
        return Submission(statement: .signed(header, payload: act.payload, by: key))
    }

    func signed(_ contentType: String, _ payload: [UInt8], on ledger: FirstLedger) -> Statement {
        let header = StatementHeader(
            contentType: contentType, issuer: id.text, origin: ledger.network.origin,
            notAfter: ledger.second(after: 3_000))
        return .signed(header, payload: payload, by: key)
    }

    func registration(on ledger: FirstLedger) -> Submission {
        let details = MemberDetails(
            name: Bilingual(zh: "示例机构", en: "Sample " + rawValue),
            roles: self == .bank ? [.relyingParty] : [.issuer], creditCode: "",
            keys: [MemberKey(key: key.publicKey, from: 0, until: nil)])
        let act = Act.registerMember(
            RegisterMember(sequence: SampleMember.sequence(on: ledger), member: id, details: details))
        return SampleMember.governed(act, on: ledger)
    }

    func type(on ledger: FirstLedger) -> Submission {
        let level = SampleMember.level
        let field = TypeField(
            path: "XM", name: Bilingual(zh: "示例字段", en: "Sample field"), level: level, isRequired: true)
        let type = DocumentType(
            code: SampleMember.typeCode, owner: id, name: Bilingual(zh: "示例证照", en: "Sample document"),
            level: level, updateFrequencyDays: nil, fields: [field])
        let act = Act.registerType(RegisterType(sequence: SampleMember.sequence(on: ledger), type: type))
        return SampleMember.governed(act, on: ledger)
    }

    /// Public facts: the scene needs nobody's approval.
    private static var level: SensitivityLevel {
        guard let level = SensitivityLevel(1) else { preconditionFailure("there is no level 1") }
        return level
    }

    func scene(on ledger: FirstLedger) -> Submission {
        let profile = SceneProfile(
            id: ProfileID(checked: "basic"),
            fields: [
                ProfileFields(
                    type: SampleMember.typeCode,
                    fields: [AskedField(path: "XM", level: SampleMember.level, isRequired: true)])
            ])
        let scene = Scene(
            code: SampleMember.sceneCode, purpose: Bilingual(zh: "示例贷款", en: "Sample loan"),
            basis: Bilingual(zh: "示例合同", en: "Sample contract"), profiles: [profile], maxUses: 3, term: 86_400,
            minimumInterval: 0, retentionDays: 30)
        return submission(.declareScene(DeclareScene(scene: scene)), on: ledger, lifetime: 30)
    }

    private static func sequence(on ledger: FirstLedger) -> UInt64 { ledger.state.view.governance()?.next ?? 0 }

    private static func governed(_ act: Act, on ledger: FirstLedger) -> Submission {
        let header = StatementHeader(
            contentType: act.name.contentType, issuer: nil, origin: ledger.network.origin,
            notAfter: ledger.second(after: 30))
        return Submission(statement: .governance(header, payload: act.payload, by: SampleNetwork.governors))
    }
}

/// A holder's grant of one use.
struct SampleGrant {
    private let key: PrivateKey

    /// The grant of a number.
    init(_ number: Int) {
        let secret = SHA256.digest(Array("deedbox/simulation/holder \(number)".utf8)).bytes
        guard let key = PrivateKey(.ed25519, secret: secret) else { preconditionFailure("a key out of range") }
        self.key = key
    }

    func submission(on ledger: FirstLedger) throws -> Submission {
        let request = Request(
            scene: SampleMember.sceneCode, profile: ProfileID(checked: "basic"), maxUses: 1, term: 7_000,
            grantKey: key.publicKey, nonce: [UInt8](repeating: 7, count: Request.nonceByteCount),
            caseCommitment: SampleGrant.commitment("case"))
        let signed = SampleMember.bank.signed(Purpose.request, request.encoded, on: ledger)
        let act = Act.grant(
            GrantAct(request: signed.bytes, uses: 1, expiry: ledger.second(after: 6_000), deposit: nil))
        let header = StatementHeader(
            contentType: act.name.contentType, issuer: nil, origin: ledger.network.origin,
            notAfter: ledger.second(after: 30))
        return Submission(statement: .signed(header, payload: act.payload, by: key))
    }

    /// The grant's one use; the salt makes statements of it differ.
    func use(_ salt: Int, on ledger: FirstLedger) -> Submission {
        guard let releaseKey = ReleaseKey(SampleGrant.commitment("release \(salt)").digest.bytes) else {
            preconditionFailure("a digest is no release key")
        }
        let act = Use(
            grant: GrantID(origin: ledger.network.origin, key: key.publicKey), index: 1, releaseKey: releaseKey,
            caseCommitment: SampleGrant.commitment("case \(salt)"),
            clerkCommitment: SampleGrant.commitment("clerk \(salt)"))
        return SampleMember.bank.submission(.use(act), on: ledger)
    }

    static func commitment(_ name: String) -> Commitment { Commitment(SHA256.digest(Array(name.utf8))) }
}
