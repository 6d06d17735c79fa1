import ArgumentParser
import Foundation
import NodeAPI
import Rulebook
import Signing

/// Brings a sample network to where an issuer may mint a type, by its sample governance.
struct BenchSetup {
    let network: Network
    let client: NodeClient

    /// Registers issuer and type, and accredits the one for the other, as far as that is not done.
    func prepare(_ issuer: MemberID, _ code: TypeCode, key: PrivateKey) async throws {
        let types = try await client.types()
        if types.contains(where: { $0.code == code.text }) { return }
        let next = try await client.governance().next
        let details = MemberDetails(
            name: Bilingual(zh: "示例签发机构", en: "Sample issuer"), roles: [.issuer], creditCode: "",
            keys: [MemberKey(key: key.publicKey, from: 0, until: nil)])
        let type = DocumentType(
            code: code, owner: issuer, name: Bilingual(zh: "示例证照", en: "Sample certificate"),
            level: try level(3), updateFrequencyDays: nil, fields: [])
        try await govern(.registerMember(RegisterMember(sequence: next, member: issuer, details: details)))
        try await govern(.registerType(RegisterType(sequence: next + 1, type: type)))
        let accredit = Accredit(code: code, issuer: issuer, period: Period(from: 0, until: nil))
        try await send(Statement.signed(header(.accredit(accredit), issuer), payload: accredit.encoded, by: key))
    }

    func level(_ value: UInt64) throws -> SensitivityLevel {
        guard let level = SensitivityLevel(value) else { throw ValidationError("no such level") }
        return level
    }

    /// Sends an act of the sample governance.
    func govern(_ act: Act) async throws {
        let keys = (1...3).map { SampleKeys.key("governance-\($0)") }
        try await send(Statement.governance(header(act, nil), payload: act.payload, by: keys))
    }

    func header(_ act: Act, _ issuer: MemberID?) -> StatementHeader {
        StatementHeader(
            contentType: act.name.contentType, issuer: issuer?.text, origin: network.origin,
            notAfter: UInt64(Date().timeIntervalSince1970) + 590)
    }

    /// Sends a statement that must become final.
    func send(_ statement: Statement) async throws {
        let outcomes = try await client.submit([Submission(statement: statement)], waitsForFinal: true)
        guard outcomes.first?.state == .final else { throw ValidationError("refused: \(outcomes)") }
    }
}
