import NodeAPI
import Rulebook
import Sealing
import Signing

/// A relying party of a load, and the scenes that it has declared.
struct BenchParty: Sendable {
    let member: MemberID
    let key: PrivateKey
    let scenes: [SceneCode]
}

extension BenchSetup {
    /// Most uses of one grant in the scenes of a load.
    static let mostUses: UInt64 = 3
    /// Longest life of a grant there, in seconds.
    static let term: UInt64 = 86_400
    /// The one field set that they declare.
    static let profile = ProfileID(checked: "basic")

    /// Registers relying parties, each with so many scenes, as far as that is not done, and a type of one public field
    /// that the scenes ask for: so they need nobody's approval.
    func parties(scenes counts: [Int]) async throws -> [BenchParty] {
        let members = Set(try await client.members().map(\.id))
        try await publicType(members)
        let declared = Set(try await client.scenes().map { $0.party + "/" + $0.code })
        var parties: [BenchParty] = []
        for (place, count) in counts.enumerated() {
            let member = MemberID(checked: BenchSetup.numbered("bench-bank", place))
            let scenes = (0..<count).map { SceneCode(checked: BenchSetup.numbered("loan", $0)) }
            let party = BenchParty(member: member, key: SampleKeys.key(member.text), scenes: scenes)
            if !members.contains(member.text) { try await register(member, .relyingParty, [party.key.publicKey]) }
            for code in scenes where !declared.contains(member.text + "/" + code.text) {
                try await declare(code, by: party, BenchSetup.type, [BenchSetup.path])
            }
            parties.append(party)
        }
        return parties
    }

    private static func numbered(_ name: String, _ place: Int) -> String {
        name + (place < 9 ? "-0" : "-") + String(place + 1)
    }

    private static let agency = MemberID(checked: "bench-agency")
    private static let type = TypeCode(checked: "BENCH001")
    private static let path = "ZZBH"

    private func publicType(_ members: Set<String>) async throws {
        guard try await client.type(BenchSetup.type) == nil else { return }
        if !members.contains(BenchSetup.agency.text) {
            try await register(BenchSetup.agency, .issuer, [SampleKeys.key(BenchSetup.agency.text).publicKey])
        }
        try await admit(BenchSetup.type, of: BenchSetup.agency, [BenchSetup.path])
    }

    /// Registers a type of public fields.
    func admit(_ code: TypeCode, of owner: MemberID, _ paths: [String]) async throws {
        let level = try level(1)
        let fields = paths.map {
            TypeField(path: $0, name: Bilingual(zh: "示例字段", en: "Sample field"), level: level, isRequired: true)
        }
        let type = DocumentType(
            code: code, owner: owner, name: Bilingual(zh: "示例证照", en: "Sample certificate"), level: level,
            updateFrequencyDays: nil, fields: fields)
        try await govern(.registerType(RegisterType(sequence: try await client.governance().next, type: type)))
    }

    /// Registers an institution.
    func register(
        _ member: MemberID, _ role: Role, _ keys: [PublicKey], sealing: SealingPublicKey? = nil
    ) async throws {
        let details = MemberDetails(
            name: Bilingual(zh: "示例机构", en: "Sample institution"), roles: [role], creditCode: "",
            keys: keys.map { MemberKey(key: $0, from: 0, until: nil) }, sealingKey: sealing.map { ReleaseKey($0) })
        let next = try await client.governance().next
        try await govern(.registerMember(RegisterMember(sequence: next, member: member, details: details)))
    }

    /// Declares a scene that asks for public fields of a type.
    func declare(_ code: SceneCode, by party: BenchParty, _ type: TypeCode, _ paths: [String]) async throws {
        let level = try level(1)
        let asked = paths.map { AskedField(path: $0, level: level, isRequired: true) }
        let profile = SceneProfile(id: BenchSetup.profile, fields: [ProfileFields(type: type, fields: asked)])
        let scene = Scene(
            code: code, purpose: Bilingual(zh: "示例贷款审核", en: "Sample loan"),
            basis: Bilingual(zh: "示例依据", en: "Sample basis"), profiles: [profile], maxUses: BenchSetup.mostUses,
            term: BenchSetup.term, minimumInterval: 0, retentionDays: 30)
        let act = Act.declareScene(DeclareScene(scene: scene))
        try await send(Statement.signed(header(act, party.member), payload: act.payload, by: party.key))
    }
}
