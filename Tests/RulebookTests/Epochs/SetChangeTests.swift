import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// Validators, parameters and governors that change: the set of a height follows from the block below it.
struct SetChangeTests {
    private let delay = TestNetwork.small.governanceDelay

    private func members(_ ledger: TestLedger) -> [String] { ledger.network.validators.map(\.member.text) }

    @Test func `a fourth validator enters above the first block after the delay, and one may lie then`() throws {
        var ledger = TestLedger.threeNodes
        let act = try ledger.change(seated: [TestNetwork.validator(4)], model: .byzantine)
        let time = try ledger.commit([act], by: .twoGovernors).time
        #expect(members(ledger).count == 3)
        ledger.clock = time + delay - 1
        try ledger.heartbeat()
        #expect(members(ledger).count == 3)
        ledger.clock = time + delay
        let old = ledger.network
        try ledger.heartbeat()
        let seal = try #require(ledger.blocks.last).seal
        #expect(seal.validators == old.validatorsDigest)
        #expect(seal.nextValidators == ledger.network.validatorsDigest)
        #expect(seal.nextValidators != seal.validators)
        #expect(seal.parameters == old.parametersDigest)
        #expect(ledger.network.quorum == Quorum(validators: 4, liars: 1))
        #expect(ledger.network.epoch.first == ledger.head.height.next)
        try ledger.heartbeat()
        let next = try #require(ledger.blocks.last).seal
        #expect(next.validators == seal.nextValidators)
        #expect(next.parameters == ledger.network.parametersDigest)
        #expect(ledger.view.comingChange() == nil)
    }

    @Test func `all governors together change it above their own block`() throws {
        var ledger = TestLedger.fourNodes
        try ledger.enter(removed: [1], model: .crash, acceptsDowngrade: true)
        #expect(members(ledger) == ["node-2", "node-3", "node-4"])
        #expect(ledger.network.policy.quorum == 2)
        #expect(ledger.state.headNetwork.policy.quorum == 3)
    }

    @Test func `a validator goes on under other keys, and the old ones are listed for ever`() throws {
        var ledger = TestLedger.threeNodes
        let old = try #require(ledger.network.validators.last)
        let moved = TestNetwork.validator(3, keysOf: 6)
        try ledger.enter(seated: [moved])
        #expect(ledger.network.validators.last == moved)
        try ledger.enter(seated: [TestNetwork.validator(2, keysOf: 7)])
        #expect(ledger.view.epochs.map(\.number) == [0, 1, 2])
        #expect(ledger.view.epochs[0].validators.last == old)
        #expect(ledger.view.epoch(at: Height(1)).number == 0)
        #expect(ledger.view.epoch(at: ledger.head.height).number == 1)
        #expect(ledger.view.epoch(at: ledger.head.height.next).number == 2)
    }

    @Test func `parameters and governors change together, and the new governors rule`() throws {
        var ledger = TestLedger.threeNodes
        var parameters = TestNetwork.small
        parameters.governanceDelay = 0
        let keys = (1...2).map { TestKey.own("governor \($0)") }
        let act = ChangeGovernance(
            sequence: ledger.sequence, governance: Governance(threshold: 2, keys: keys.map(\.publicKey)),
            parameters: parameters)
        try ledger.commit([.changeGovernance(act)], by: .allGovernors)
        #expect(ledger.network.parameters == parameters)
        let suspension = Act.suspendMember(
            SuspendMember(sequence: ledger.sequence, member: MemberID(checked: "node-1")))
        let gone = try ledger.attempt(ledger.submission(suspension, by: .allGovernors))
        #expect(gone == .refused(.unknownKey(TestNetwork.governors()[0].publicKey.id)) || gone.refusal != nil)
        let again = Act.suspendMember(
            SuspendMember(sequence: ledger.sequence, member: MemberID(checked: "node-1")))
        #expect(try ledger.attempt(ledger.submission(again, by: .governance(keys))) == .accepted)
    }

    @Test func `other governors begin an epoch, whose step tells of them`() throws {
        var ledger = TestLedger.threeNodes
        let keys = (1...2).map { TestKey.own("governor \($0)").publicKey }
        let act = ChangeGovernance(
            sequence: ledger.sequence, governance: Governance(threshold: 1, keys: keys), parameters: nil)
        let genesis = ledger.network
        try ledger.commit([.changeGovernance(act)], by: .allGovernors)
        #expect(ledger.network.epoch.number == 1 && ledger.network.validators == genesis.validators)
        #expect(ledger.view.governance()?.governance.keys == keys)
        var walk = EpochWalk(from: genesis)
        let step = try ledger.step()
        try walk.take(EpochStep(decoding: step.encoded))
        #expect(walk.governance(at: LeafIndex(step.endSize)).governance?.keys == keys)
        let before = walk.governance(at: LeafIndex(step.endSize - 1))
        #expect(before.governance == genesis.genesis.governance && !before.isLast)
        // Who governs is proven by the same seal, or the step is none.
        let absent = StateProof(kind: step.proof.proof.kind, siblings: [], terminal: .emptyChild)
        var other = EpochWalk(from: genesis)
        #expect(throws: EpochError.self) { try other.take(EpochStep(proof: step.proof, governance: absent)) }
        #expect(throws: Never.self) { try other.take(EpochStep(proof: step.proof)) }
        #expect(other.governance(at: LeafIndex(step.endSize)).governance == nil)
    }

    /// The fixture checks each block as a node would that has just started: the two must agree on what leaves when.
    @Test(arguments: [60_000, 120_000] as [UInt64])
    func `a change of how long grants stay holds for all grants alike`(_ retention: UInt64) throws {
        var ledger = TestLedger.granted
        var parameters = TestNetwork.small
        parameters.grantRetention = 90_000
        try ledger.commit(
            [.changeGovernance(ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters))],
            by: .allGovernors)
        let grant = TestGrant()
        try ledger.commit([grant.withdrawal(in: ledger)])
        parameters.grantRetention = retention
        try ledger.commit(
            [.changeGovernance(ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters))],
            by: .allGovernors)
        for _ in 0..<400 where ledger.view.grant(grant.id(in: ledger)) != nil {
            ledger.pass(seconds: 30)
            try ledger.heartbeat()
        }
        #expect(ledger.view.grant(grant.id(in: ledger)) == nil)
    }

    @Test func `a statement that waits for more records than there may be is refused, and holds up nothing`() throws {
        var ledger = TestLedger.agencies
        let waiting = try ledger.admit(TestIssue(20).submission(in: ledger))
        var parameters = TestNetwork.small
        parameters.manifestRecords = 8
        try ledger.commit(
            [.changeGovernance(ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters))],
            by: .allGovernors)
        let proposal = try ledger.propose([waiting])
        #expect(proposal.refused.map(\.refusal) == [.tooManyRecords(found: 20, limit: 8)])
        #expect(proposal.left.isEmpty)
    }

    @Test func `what every step of sets keeps: who stays is a quorum, and one of them saw all that is final`() {
        for count in 3...20 {
            for model in [FaultModel.crash, .byzantine] where model.allows(count) {
                let quorum = model.quorum(of: count)
                #expect(quorum.witnesses + quorum.count - count == quorum.liars + 1)
                #expect(quorum.witnesses <= quorum.count)
            }
        }
    }
}
