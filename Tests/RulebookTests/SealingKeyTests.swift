import Rulebook
import Signing
import TestSupport
import Testing

struct SealingKeyTests {
    private let bank = TestMember.bank.details

    private func details(_ key: ReleaseKey?) -> MemberDetails {
        MemberDetails(name: bank.name, roles: bank.roles, creditCode: "", keys: bank.keys, sealingKey: key)
    }

    @Test func `details without a sealing key are as they were before there was any`() throws {
        let (without, with) = (details(nil), details(.test("bank")))
        #expect(without.encoded.first == 0x84)
        #expect(with.encoded.first == 0x85)
        #expect(with.encoded == [0x85] + without.encoded.dropFirst() + [0x58, 0x20] + ReleaseKey.test("bank").bytes)
        for details in [without, with] { #expect(try MemberDetails(decoding: details.encoded) == details) }
    }

    @Test func `an absent key has no second encoding, and a key of another length none`() {
        let rest = Array(details(nil).encoded.dropFirst())
        #expect(throws: CBORError.self) { try MemberDetails(decoding: [0x85] + rest + [0xf6]) }
        #expect(throws: CBORError.self) {
            try MemberDetails(decoding: [0x85] + rest + [0x58, 0x1f] + [UInt8](repeating: 9, count: 31))
        }
        #expect(throws: CBORError.self) { try MemberDetails(decoding: [0x86] + rest) }
        #expect(throws: CBORError.wrongCount(offset: 0, expected: 4, found: 3)) {
            try MemberDetails(decoding: [0x83] + rest)
        }
    }

    @Test func `an update that does not name the key takes it away, when it is in force`() throws {
        var ledger = TestLedger.members
        let act = UpdateMember(
            sequence: ledger.sequence, member: TestMember.bank.id, details: details(nil), reinstates: false)
        let published = try ledger.commit([.updateMember(act)], by: .twoGovernors).time
        let member = try #require(ledger.view.member(TestMember.bank.id))
        let effective = published + ledger.network.parameters.governanceDelay
        #expect(member.details(at: effective - 1).sealingKey == SampleKeys.sealingKey("bank"))
        #expect(member.details(at: effective).sealingKey == nil)
    }

    @Test func `the sample keys to which others seal are known as such, and are no other's`() throws {
        #expect(SampleKeys.sealingNames == ["bank", "notary", "regulator"])
        let keys = SampleKeys.sealingNames.compactMap { SampleKeys.sealingKey($0) }
        #expect(keys.count == 3)
        #expect(keys.allSatisfy { SampleKeys.contains($0) })
        #expect(!SampleKeys.contains(.test("bank")))
        #expect(SampleKeys.sealingKey("police") == nil)
        #expect(Set(SampleKeys.sealingNames.map { SampleKeys.sealingSecret($0) }).count == 3)
    }
}
