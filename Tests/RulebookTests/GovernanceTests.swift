import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

struct GovernanceTests {
    private let delay = TestNetwork.small.governanceDelay

    private func update(
        _ member: TestMember, _ details: MemberDetails, reinstates: Bool = false, in ledger: TestLedger,
        by signatory: Signatory
    ) -> Submission {
        let act = UpdateMember(
            sequence: ledger.sequence, member: member.id, details: details, reinstates: reinstates)
        return ledger.submission(.updateMember(act), by: signatory)
    }

    private func note(_ ledger: TestLedger, by key: PrivateKey, of member: TestMember = .notary) -> Submission {
        ledger.submission(.anchorNote(.sample), by: .member(member.id, key))
    }

    private func key(_ name: String) -> MemberKey { MemberKey(key: TestKey.own(name).publicKey, from: 0, until: nil) }

    @Test func `two governors register for later, all three at once`() throws {
        var ledger = TestLedger()
        for (name, signatory, wait) in [("a", Signatory.twoGovernors, delay), ("b", .allGovernors, 0)] {
            let id = MemberID(checked: name)
            let act = RegisterMember(sequence: ledger.sequence, member: id, details: TestMember.police.details)
            let time = try ledger.commit([.registerMember(act)], by: signatory).time
            #expect(ledger.view.member(id)?.effective == time + wait)
        }
    }

    @Test func `every act of governance takes the next number`() throws {
        let ledger = TestLedger.agencies
        let acts = TestMember.allCases.count + TestType.allCases.count
        #expect(ledger.sequence == UInt64(acts) + 1)
    }

    @Test func `a key that comes holds from its time on, the one that goes until then`() throws {
        var ledger = TestLedger.agencies
        let old = TestMember.notary.key
        let details = TestMember.notary.details(keys: [key("notary-2")])
        let time = try ledger.commit([update(.notary, details, in: ledger, by: .twoGovernors)]).time

        ledger.clock = time + delay - 1
        var before = ledger
        #expect(try ledger.attempt(note(ledger, by: old)) == .accepted)
        #expect(
            try before.attempt(note(before, by: TestKey.own("notary-2")))
                == .refused(.unknownKey(key("notary-2").key.id)))
        ledger.clock = time + delay
        var after = ledger
        #expect(try ledger.attempt(note(ledger, by: old)) == .refused(.unknownKey(old.publicKey.id)))
        #expect(try after.attempt(note(after, by: TestKey.own("notary-2"))) == .accepted)
    }

    @Test func `a second change takes the place of one that has not come`() throws {
        var ledger = TestLedger.agencies
        let first = TestMember.notary.details(keys: [key("notary-2")])
        let second = TestMember.notary.details(keys: [key("notary-3")])
        try ledger.commit([update(.notary, first, in: ledger, by: .twoGovernors)])
        let time = try ledger.commit([update(.notary, second, in: ledger, by: .twoGovernors)]).time
        let entry = try #require(ledger.view.member(TestMember.notary.id))
        #expect(entry.details == TestMember.notary.details)
        #expect(entry.details(at: time + delay - 1) == TestMember.notary.details)
        #expect(entry.details(at: time + delay) == second)
    }

    @Test func `a change that has come stays when another is published`() throws {
        var ledger = TestLedger.agencies
        let first = TestMember.notary.details(keys: [key("notary-2")])
        try ledger.commit([update(.notary, first, in: ledger, by: .twoGovernors)])
        ledger.pass(seconds: 10)
        let second = TestMember.notary.details(keys: [key("notary-3")])
        try ledger.commit([update(.notary, second, in: ledger, by: .twoGovernors)])
        #expect(try ledger.attempt(note(ledger, by: TestKey.own("notary-2"))) == .accepted)
    }

    @Test func `a suspension holds at once, whoever of governance signs`() throws {
        var ledger = TestLedger.agencies
        let act = SuspendMember(sequence: ledger.sequence, member: TestMember.notary.id)
        let since = try ledger.commit([.suspendMember(act)], by: .twoGovernors).time
        let sent = note(ledger, by: TestMember.notary.key)
        #expect(try ledger.attempt(sent) == .refused(.memberSuspended(TestMember.notary.id, since: since)))
    }

    @Test(arguments: [true, false])
    func `an update ends a suspension only when it says so`(_ reinstates: Bool) throws {
        var ledger = TestLedger.agencies
        let act = SuspendMember(sequence: ledger.sequence, member: TestMember.notary.id)
        let since = try ledger.commit([.suspendMember(act)], by: .twoGovernors).time
        let details = TestMember.notary.details
        try ledger.commit([update(.notary, details, reinstates: reinstates, in: ledger, by: .twoGovernors)])
        let attempt = try ledger.attempt(note(ledger, by: TestMember.notary.key))
        #expect(
            attempt == (reinstates ? .accepted : .refused(.memberSuspended(TestMember.notary.id, since: since))))
    }

    @Test func `a role that is taken away ends with its time`() throws {
        var ledger = TestLedger.granted
        let details = TestMember.bank.details(roles: [.registrar])
        let time = try ledger.commit([update(.bank, details, in: ledger, by: .twoGovernors)]).time
        ledger.clock = time + delay - 1
        #expect(try ledger.attempt(TestGrant().use(1, in: ledger)) == .accepted)
        let refused = try ledger.attempt(TestGrant().use(2, in: ledger))
        #expect(refused == .refused(.missingRole(TestMember.bank.id, .relyingParty)))
    }

    @Test func `the validators are members of the first state`() throws {
        let ledger = TestLedger(TestNetwork.network(validators: 3))
        #expect(ledger.view.members().map(\.id.text) == ["node-1", "node-2", "node-3"])
        #expect(ledger.view.members().allSatisfy { $0.member.details.roles == [.operating] })
        #expect(ledger.sequence == 1)
        #expect(ledger.head.height.value == 0)
        #expect(ledger.head.time == TestNetwork.created * 1_000)
    }
}
