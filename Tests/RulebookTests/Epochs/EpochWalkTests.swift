import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// The way of an offline verifier from the genesis to today's set.
struct EpochWalkTests {
    private struct Story {
        var ledger: TestLedger
        var steps: [EpochStep] = []
        /// A checkpoint of each epoch, the first of all included.
        var notes: [SignedNote] = []

        /// Three, then four of which one may lie, then three others.
        init() throws {
            ledger = .threeNodes
            notes = [ledger.note()]
            try ledger.enter(seated: [TestNetwork.validator(4)], model: .byzantine)
            steps.append(try ledger.step())
            try ledger.heartbeat()
            notes.append(ledger.note())
            try ledger.enter(removed: [1], model: .crash, acceptsDowngrade: true)
            steps.append(try ledger.step())
            try ledger.heartbeat()
            notes.append(ledger.note())
        }

        var genesis: Network { Network(ledger.network.genesis) }

        func walk(_ steps: [EpochStep]? = nil, leastLiars: Int = 0) throws(EpochError) -> EpochWalk {
            var walk = EpochWalk(from: genesis, leastLiars: leastLiars)
            try walk.take(EpochProof(origin: genesis.origin, steps: steps ?? self.steps))
            return walk
        }
    }

    @Test func `a ledger tells who was in office at each size of its log`() throws {
        let story = try Story()
        let ledger = story.ledger
        func end(_ height: Height) -> UInt64? {
            ledger.blocks.first { $0.height == height }.map { $0.frontier.size }
        }
        for (number, note) in story.notes.enumerated() {
            let size = try Checkpoint(parsing: note.text).head.size
            let network = ledger.state.view.network(atSize: size, end: end)
            #expect(network.epoch.number == UInt64(number))
            _ = try network.policy.check(note)
        }
        // The last block of an epoch is still of it, and the next one is not.
        for step in story.steps {
            let number = try #require(step.claimed).number
            #expect(ledger.state.view.network(atSize: step.endSize, end: end).epoch.number == number - 1)
            #expect(ledger.state.view.network(atSize: step.endSize + 1, end: end).epoch.number == number)
        }
        #expect(ledger.state.view.network(atSize: 1) { _ in nil }.epoch == ledger.network.epoch)
    }

    @Test func `whoever holds the genesis walks to today's set, and knows each note by its time`() throws {
        let story = try Story()
        let file = EpochProof(origin: story.genesis.origin, steps: story.steps)
        #expect(try EpochProof(decoding: file.encoded) == file)
        let walk = try story.walk()
        #expect(walk.network.epoch == story.ledger.network.epoch)
        for (note, quorum) in zip(story.notes, [2, 3, 2]) {
            #expect(walk.policy(for: note).quorum == quorum)
            #expect(try walk.policy(for: note).check(note).cosigners.count >= quorum)
        }
    }

    @Test func `who has pinned a later set goes on from there`() throws {
        let story = try Story()
        let pinned = try story.walk([story.steps[0]]).network
        var walk = EpochWalk(from: pinned)
        try walk.take(EpochProof(origin: pinned.origin, steps: story.steps))
        #expect(walk.network.epoch.number == 2)
    }

    @Test func `a missing step, a step twice and two in the wrong order are refused`() throws {
        let story = try Story()
        let (first, second) = (story.steps[0], story.steps[1])
        #expect(throws: EpochError.outOfOrder(expected: 1, found: 2)) { try story.walk([second]) }
        #expect(throws: EpochError.outOfOrder(expected: 1, found: 2)) { try story.walk([second, first]) }
        #expect(throws: EpochError.outOfOrder(expected: 2, found: 1)) { try story.walk([first, first, second]) }
    }

    @Test func `a step that the outgoing set did not sign is refused`() throws {
        var story = try Story()
        var ledger = TestLedger.threeNodes
        try ledger.enter(seated: [TestNetwork.validator(4)], model: .byzantine)
        let good = story.steps[0].proof
        func step(_ note: SignedNote) -> EpochStep {
            let receipt = Receipt(leaf: good.seal.leaf, proof: good.seal.proof, checkpoint: note)
            return EpochStep(proof: SealedProof(seal: receipt, proof: good.proof))
        }
        story.steps[0] = step(ledger.note())
        #expect(throws: Never.self) { try story.walk() }
        let cut = EpochError.unproven(
            epoch: 1, .receipt(.note(.quorumMissing(needed: 2, found: 1))))
        #expect(throws: cut) { try story.walk([step(ledger.note(by: [2]))]) }
        let later = ledger.note(by: [3], of: ledger.network)
        #expect(throws: EpochError.self) { try story.walk([step(later)]) }
    }

    @Test func `a step that claims to lead to the first epoch is refused, and not passed over`() throws {
        let story = try Story()
        let good = story.steps[0].proof
        guard case .present(var value) = good.proof.terminal else { throw EpochError.noSuchEpoch(1) }
        // The number stands behind the head of the array.
        value[1] = 0
        let back = StateProof(kind: good.proof.kind, siblings: good.proof.siblings, terminal: .present(value: value))
        let step = EpochStep(proof: SealedProof(seal: good.seal, proof: back))
        #expect(throws: EpochError.outOfOrder(expected: 1, found: 0)) { try story.walk([step] + story.steps) }
        #expect(throws: EpochError.outOfOrder(expected: 1, found: 0)) { try story.walk([step]) }
    }

    @Test func `a record that is not the state's, and a seal that is not the last leaf, are refused`() throws {
        let story = try Story()
        let good = story.steps[0].proof
        guard case .present(let value) = good.proof.terminal else { throw EpochError.noSuchEpoch(1) }
        var other = value
        other[other.count - 1] ^= 1
        let forged = StateProof(
            kind: good.proof.kind, siblings: good.proof.siblings, terminal: .present(value: other))
        let step = EpochStep(proof: SealedProof(seal: good.seal, proof: forged))
        #expect(throws: EpochError.self) { try story.walk([step]) }
        let absent = StateProof(kind: good.proof.kind, siblings: good.proof.siblings, terminal: .emptyChild)
        #expect(throws: EpochError.self) {
            try story.walk([EpochStep(proof: SealedProof(seal: good.seal, proof: absent))])
        }
    }

    @Test func `a verifier that asks for one liar withstood refuses the step to none`() throws {
        let story = try Story()
        var walk = EpochWalk(from: try story.walk([story.steps[0]]).network, leastLiars: 1)
        #expect(throws: EpochError.downgrade(epoch: 2, liars: 0, least: 1)) { try walk.take(story.steps[1]) }
    }

    @Test func `a set that is gone cannot sign what came later`() throws {
        let story = try Story()
        let walk = try story.walk()
        let first = story.genesis
        let late = story.ledger.note(by: [0, 1, 2], of: first)
        #expect(throws: Never.self) { try first.policy.check(late) }
        #expect(throws: NoteError.self) { try walk.policy(for: late).check(late) }
    }

    @Test func `a file of another ledger, and a file that is cut, are refused`() throws {
        let story = try Story()
        let other = EpochProof(origin: "other/0", steps: story.steps)
        var walk = EpochWalk(from: story.genesis)
        #expect(throws: EpochError.otherOrigin("other/0")) { try walk.take(other) }
        let bytes = EpochProof(origin: story.genesis.origin, steps: story.steps).encoded
        for count in [0, 1, 40, bytes.count / 2, bytes.count - 1] {
            #expect(throws: EpochError.self) { try EpochProof(decoding: Array(bytes.prefix(count))) }
        }
    }
}
