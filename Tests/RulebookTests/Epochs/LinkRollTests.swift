import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

/// Whose nodes may have a link, as the ledger says.
struct LinkRollTests {
    private func standings(_ ledger: TestLedger) -> [String] {
        LinkRoll(ledger.view).entries.map { "\($0.member) \($0.standing.rawValue)" }
    }

    private func link(_ number: Int) -> PublicKey { TestNetwork.validator(number).keys.link }

    /// The member of a number with a key in its entry.
    private func update(_ number: Int, _ key: PublicKey, _ ledger: TestLedger, roles: [Role] = [.operating]) -> Act {
        let node = TestNetwork.validator(number)
        let details = MemberDetails(
            name: node.name, roles: roles, creditCode: "", keys: [MemberKey(key: key, from: 0, until: nil)])
        return .updateMember(
            UpdateMember(sequence: ledger.sequence, member: node.member, details: details, reinstates: false))
    }

    @Test func `validators of the genesis have links, and of two the one with the lower place dials`() throws {
        let ledger = TestLedger.threeNodes
        #expect(standings(ledger) == ["node-1 validator", "node-2 validator", "node-3 validator"])
        let roll = LinkRoll(ledger.view)
        #expect(roll.dials(link(1), link(2)) == true)
        #expect(roll.dials(link(3), link(2)) == false)
        #expect(roll.dials(link(8), link(2)) == true)
        #expect(roll.dials(link(2), link(8)) == false)
        #expect(roll.dials(link(8), link(9)) == nil)
    }

    @Test func `an operator observes under a P-256 key of its entry, until it is suspended`() throws {
        var ledger = TestLedger.threeNodes
        try ledger.commit([update(4, link(4), ledger)], by: .allGovernors)
        #expect(standings(ledger).last == "node-4 observer")
        try ledger.commit([update(5, TestNetwork.validator(5).keys.vote, ledger)], by: .allGovernors)
        #expect(standings(ledger).count == 4)
        try ledger.commit([update(5, link(5), ledger, roles: [.regulator])], by: .allGovernors)
        #expect(standings(ledger).count == 4)
        let suspend = Act.suspendMember(
            SuspendMember(sequence: ledger.sequence, member: TestNetwork.validator(4).member))
        try ledger.commit([suspend], by: .allGovernors)
        #expect(standings(ledger).count == 3)
    }

    @Test func `a newcomer is let in when its seat is published, and dials all that were there`() throws {
        var ledger = TestLedger.threeNodes
        let act = try ledger.change(seated: [TestNetwork.validator(4)], model: .byzantine)
        let time = try ledger.commit([act], by: .twoGovernors).time
        #expect(standings(ledger).last == "node-4 coming")
        let before = LinkRoll(ledger.view)
        #expect(before.dials(link(4), link(1)) == true && before.dials(link(1), link(4)) == false)
        ledger.clock = time + TestNetwork.small.governanceDelay
        try ledger.heartbeat()
        #expect(standings(ledger).last == "node-4 validator")
        let after = LinkRoll(ledger.view)
        #expect(after.entries.map(\.seat) == before.entries.map(\.seat))
        #expect(after.dials(link(4), link(3)) == true)
    }

    @Test func `keys that were replaced are let go, and who was removed goes on as an observer`() throws {
        var ledger = TestLedger.fourNodes
        try ledger.enter(seated: [TestNetwork.validator(4, keysOf: 6)])
        let roll = LinkRoll(ledger.view)
        #expect(!roll.entries.contains { $0.key == link(4) })
        #expect(roll.dials(link(6), link(3)) == true)
        try ledger.enter(removed: [1], model: .crash, acceptsDowngrade: true)
        #expect(
            standings(ledger) == ["node-2 validator", "node-3 validator", "node-4 validator", "node-1 observer"])
        // The order of seats stays: whoever is behind sees the same.
        #expect(LinkRoll(ledger.view).dials(link(1), link(2)) == true)
    }

    @Test func `a node that is behind knows later validators by the steps that it was given`() throws {
        var ledger = TestLedger.threeNodes
        let old = ledger.view
        try ledger.enter(seated: [TestNetwork.validator(4)], model: .byzantine)
        let roll = LinkRoll(old, later: ledger.view.epochs)
        #expect(roll.entries.map(\.standing) == [.inOffice, .inOffice, .inOffice, .coming])
        #expect(roll.dials(link(1), link(4)) == false)
    }
}
