import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct TraceRemarkTests {
    private static let registrar = TestMember.notary

    /// A desk on a ledger that knows a registrar.
    private func desk() async throws -> TestDesk {
        let desk = try await TestDesk.make()
        let plain = TraceRemarkTests.registrar.details
        let details = MemberDetails(name: plain.name, roles: [.registrar], creditCode: "", keys: plain.keys)
        let act = RegisterMember(
            sequence: await desk.town.sequence, member: TraceRemarkTests.registrar.id, details: details)
        try await desk.town.commit([.registerMember(act)], by: .allGovernors)
        try await desk.town.pass(seconds: 60)
        return desk
    }

    /// A token that somebody signed in the registrar's name, as a wallet puts it into a grant.
    private func token(_ grant: GrantID, by signer: PrivateKey, _ origin: String) -> [UInt8] {
        let key = PrivateKey(generating: .ed25519)
        let issued = IssuedTraceToken.signed(
            key.publicKey, by: signer, of: TraceRemarkTests.registrar.id, origin: origin)
        return TraceToken(issued, for: grant, by: key).encoded
    }

    /// The codes beside the verdict of a use, and whether all stands as without a token.
    private func remarks(_ desk: TestDesk, _ token: @Sendable @escaping (GrantID) -> [UInt8]) async throws -> [String] {
        let grant = try await desk.granted(token: token)
        let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        #expect(use.state == .opened)
        return try codes(use)
    }

    private func codes(_ use: StoredUse) throws -> [String] {
        let verdict = try JSONElement(parsing: try #require(use.verdict), maxByteCount: 1 << 20).value
        guard case .object(let object) = verdict, case .array(let remarks)? = object["remarks"] else {
            Issue.record("a verdict has remarks")
            return []
        }
        return remarks.compactMap { remark in
            guard case .object(let remark) = remark, case .string(let code)? = remark["code"] else { return nil }
            return code
        }
    }

    @Test func `a registrar's token for this grant gives no cause for a remark`() async throws {
        let desk = try await desk()
        let origin = desk.town.origin
        let found = try await remarks(desk) { token($0, by: TraceRemarkTests.registrar.key, origin) }
        #expect(found.isEmpty)
    }

    @Test func `a grant without a token is told so, today and when it is judged again`() async throws {
        let desk = try await desk()
        #expect(try await remarks(desk) { _ in [] } == ["trace-token-missing"])
        let use = try desk.desk.matters(limit: 1)[0].uses[0]
        #expect(try codes(try await desk.desk.judgeAgain(use)) == ["trace-token-missing"])
    }

    @Test func `a token of another grant, or of no registrar, is told so`() async throws {
        let desk = try await desk()
        let origin = desk.town.origin
        let other = GrantID(origin: origin, key: PrivateKey(generating: .ed25519).publicKey)
        #expect(
            try await remarks(desk) { _ in token(other, by: TraceRemarkTests.registrar.key, origin) }
                == ["trace-token-not-for-grant"])
        #expect(try await remarks(desk) { _ in [1, 2, 3] } == ["trace-token-not-for-grant"])
        #expect(
            try await remarks(desk) { token($0, by: TestMember.bank.key, origin) } == ["trace-token-not-issued"])
    }
}
