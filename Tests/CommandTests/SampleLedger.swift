import Rulebook
import Signing
import deedbox

/// The sample network with the police registered and accredited for two types.
enum SampleLedger {
    static let identityCard = "11100000000013127D001"
    static let permit = "11370406PDY000036P903"

    static func genesis() throws -> Genesis {
        try Genesis(
            readable: try JSONValue(
                parsing: try ProjectFile.bytes("genesis/sample/genesis.json"), maxByteCount: 1 << 20))
    }

    static func node() async throws -> LocalNode {
        let node = try LocalNode(try genesis())
        for statement in try statements(on: node.network, now: await node.now) {
            guard case .final = try await node.submit([Submission(statement: statement)])[0] else {
                throw NotAccepted()
            }
        }
        return node
    }

    struct NotAccepted: Error {}

    /// Members, types and accreditations, each in force at once because all governors sign.
    private static func statements(on network: Network, now: UInt64) throws -> [Statement] {
        var sequence: UInt64 = 0
        func governed(_ make: (UInt64) -> Act) -> Statement {
            sequence += 1
            let act = make(sequence)
            return Statement.governance(
                header(act, nil, network, now), payload: act.payload,
                by: (1...3).map { SampleKeys.key("governance-\($0)") })
        }
        let members = try list().items.map { item in
            let key = MemberKey(key: SampleKeys.key(item.id.text).publicKey, from: 0, until: nil)
            let details = MemberDetails(
                name: item.details.name, roles: item.details.roles, creditCode: item.details.creditCode, keys: [key],
                sealingKey: SampleKeys.sealingKey(item.id.text))
            return governed { .registerMember(RegisterMember(sequence: $0, member: item.id, details: details)) }
        }
        let types = try ["identity-card", "residence-permit"].map(type)
        let registered = types.map { type in governed { .registerType(RegisterType(sequence: $0, type: type)) } }
        let accredited = try types.map { type in
            let act = Act.accredit(
                Accredit(code: type.code, issuer: try member("police"), period: Period(from: 0, until: nil)))
            return Statement.signed(
                header(act, type.owner, network, now), payload: act.payload, by: SampleKeys.key(type.owner.text))
        }
        return members + registered + accredited
    }

    static func type(_ name: String) throws -> DocumentType {
        let bytes = try ProjectFile.bytes("genesis/catalogue/\(name).json")
        return try TypeDefinition(readable: try JSONValue(parsing: bytes, maxByteCount: 1 << 20)).type
    }

    static func knownTypes() throws -> [KnownType] {
        try ["identity-card", "residence-permit"].map { name in
            let type = try type(name)
            return KnownType(
                code: type.code, version: 1, isRetired: false,
                required: type.fields.filter(\.isRequired).map(\.path))
        }
    }

    static func member(_ id: String) throws -> MemberID {
        guard let member = MemberID(id) else { throw NotAccepted() }
        return member
    }

    private static func list() throws -> MemberList {
        let bytes = try ProjectFile.bytes("genesis/sample/members.json")
        return try MemberList(readable: try JSONValue(parsing: bytes, maxByteCount: 1 << 20))
    }

    private static func header(
        _ act: Act, _ issuer: MemberID?, _ network: Network, _ now: UInt64
    ) -> StatementHeader {
        StatementHeader(
            contentType: act.name.contentType, issuer: issuer?.text, origin: network.origin,
            notAfter: now / 1_000 + 300)
    }
}
