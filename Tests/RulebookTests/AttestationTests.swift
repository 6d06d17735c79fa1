import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

/// An attestation holds as long as its issuer could sign it now.
struct AttestationTests {
    private let origin = TestLedger.members.network.origin
    private let second: UInt64 = 1_790_000_000
    private var now: UInt64 { second * 1_000 }

    private func attested(by key: PrivateKey = TestMember.police.key) throws -> ReadAttestation {
        let bytes = TagAttestation(record: LeafIndex(7), tag: SHA256.digest([1]))
            .signed(by: key, of: TestMember.police.id, origin: origin, now: second)
        return try ReadAttestation(bytes, origin: origin, now: second)
    }

    private func police(
        from: UInt64 = 0, until: UInt64? = nil, roles: [Role]? = nil, effective: UInt64 = 0
    ) -> Member {
        let key = MemberKey(key: TestMember.police.key.publicKey, from: from, until: until)
        return Member(details: TestMember.police.details(roles: roles, keys: [key]), effective: effective)
    }

    @Test func `an issuer that may act attests by its key, and nobody else for it`() throws {
        #expect(try attested().isSigned(by: police(), at: now))
        #expect(try attested().isSigned(by: police(from: second, until: second + 1), at: now))
        #expect(try !attested(by: TestMember.bank.key).isSigned(by: police(), at: now))
        #expect(try !attested().isSigned(by: police(roles: [.relyingParty]), at: now))
    }

    @Test func `a key that has ended, or has not begun, attests nothing, whatever date it writes`() throws {
        let attested = try attested()
        #expect(!attested.isSigned(by: police(until: second), at: now))
        #expect(!attested.isSigned(by: police(from: second + 1), at: now))
        #expect(attested.isSigned(by: police(from: second + 1), at: now + 1_000))
    }

    @Test func `a member that is suspended, or not in force yet, attests nothing`() throws {
        var member = police()
        member.suspended = now - 1
        #expect(try !attested().isSigned(by: member, at: now))
        #expect(try !attested().isSigned(by: police(effective: now + 1), at: now))
    }
}
