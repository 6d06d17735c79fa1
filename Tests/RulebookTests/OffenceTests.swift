import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

struct OffenceTests {
    private func report(_ proof: OffenceProof, in ledger: TestLedger, by node: Int = 1) -> Submission {
        ledger.submission(.reportOffence(ReportOffence(proof: proof)), by: .node(node))
    }

    @Test func `a liar stands in the state with his height, and in the seal's root`() throws {
        var ledger = TestLedger.threeNodes
        let sent = report(try ledger.doubleVote(by: 1), in: ledger)
        try ledger.commit([sent])
        let offence = Offence(member: MemberID(checked: "node-2"), kind: .precommits, place: 1, round: 0)
        let found = try #require(ledger.view.offences().first)
        #expect(found.offence == offence)
        #expect(found.entry.height == ledger.head.height)
        #expect(found.entry.key == TestNetwork.validator(2).keys.vote)
        let seal = try #require(ledger.blocks.last).seal
        #expect(seal.evidenceRoot == SHA256.digest(Purpose.evidenceRoot + Digest.leaf(sent.statement).bytes))
        try ledger.heartbeat()
        #expect(try #require(ledger.blocks.last).seal.evidenceRoot == SHA256.digest(Purpose.evidenceRoot))
    }

    @Test func `two reports of one block leave one offence, and both of two offences`() throws {
        var ledger = TestLedger.threeNodes
        let twice = try ledger.doubleVote(by: 1)
        let heads = try ledger.doubleHead(by: 0)
        let sent = [report(twice, in: ledger), report(twice, in: ledger, by: 3), report(heads, in: ledger, by: 3)]
        let refused = try ledger.propose(try sent.map { try ledger.admit($0) }).refused.map(\.refusal)
        #expect(refused == [.offenceKnown(MemberID(checked: "node-2"), height: ledger.head.height)])
        #expect(ledger.view.offences().map(\.offence.member.text) == ["node-1", "node-2"])
    }

    /// The height beside two cosigned heads is no part of what was signed: it says only whose keys are meant.
    @Test func `a proof with one byte changed is refused, wherever it is`() throws {
        let ledger = TestLedger.threeNodes
        for proof in [try ledger.doubleVote(by: 1), try ledger.doubleHead(by: 1)] {
            let good = proof.encoded
            for index in good.indices {
                var changed = good
                changed[index] ^= 1
                guard let other = try? OffenceProof(decoding: changed), other.height == proof.height else { continue }
                #expect(throws: Refusal.self) { try ledger.admit(report(other, in: ledger)) }
            }
        }
    }

    @Test func `where nobody may lie the liar is shut out, until it has other keys`() throws {
        var ledger = TestLedger.threeNodes
        try ledger.commit([report(try ledger.doubleVote(by: 1), in: ledger)])
        #expect(ledger.view.quarantined == [1])
        try ledger.enter(seated: [TestNetwork.validator(2, keysOf: 6)])
        #expect(ledger.view.quarantined == [])

        var four = TestLedger.fourNodes
        try four.commit([report(try four.doubleVote(by: 1), in: four)])
        #expect(four.view.quarantined == [])
        #expect(four.view.offences().count == 1)
    }

    @Test func `votes of an epoch that is over are judged by its own set`() throws {
        var ledger = TestLedger.threeNodes
        let proof = try ledger.doubleVote(by: 2)
        try ledger.enter(seated: [TestNetwork.validator(3, keysOf: 6)])
        try ledger.commit([report(proof, in: ledger)])
        #expect(ledger.view.offences().map(\.entry.key) == [TestNetwork.validator(3).keys.vote])
        #expect(ledger.view.quarantined == [])
        let late = try ledger.doubleVote(by: 2, at: Height(1))
        #expect(throws: Refusal.offenceUnproven) { try ledger.admit(report(late, in: ledger)) }
    }
}
