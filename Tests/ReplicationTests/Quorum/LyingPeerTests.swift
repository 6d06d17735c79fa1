import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import Simulation
import TestSupport
import Testing

/// One replica of three, and another validator that sends it what is not true.
struct LyingPeerTests {
    let ledger = WorldLedger.three
    var host: WorldHost
    var now: UInt64

    init() throws {
        now = ledger.clock
        // Neither the proposer of the next height, nor validator 1, who lies.
        let proposer = LyingPeerTests.setup(ledger, ledger.head.height.next).proposer(of: .zero)
        host = WorldHost(proposer == 0 ? 2 : 0, at: ledger, LyingPeerTests.commit(of: ledger, at: ledger.head))
        try host.start()
        _ = tell(.started(now: now))
    }

    static func setup(_ ledger: TestLedger, _ height: Height) -> HeightSetup {
        let network = ledger.network
        return HeightSetup(
            origin: network.origin, height: height, parent: ledger.head.id,
            validators: network.genesis.validators.map(\.keys.vote), quorum: network.quorum, own: nil,
            validatorsDigest: network.validatorsDigest, parametersDigest: network.parametersDigest, timeouts: .local)
    }

    static func signed(_ content: VoteContent, by validator: Int, _ ledger: TestLedger) -> Vote {
        let setup = setup(ledger, content.height)
        let signer = StandInKey(key: setup.validators[validator])
        return Vote(
            content: content, validator: validator, signature: signer.sign(content.signedBytes(in: setup)))
    }

    static func commit(of ledger: TestLedger, at head: BlockHead) -> CommitCertificate {
        let content = VoteContent.precommit(head.height, .zero, head.id)
        return CommitCertificate(
            height: head.height, round: .zero, block: head.id,
            signatures: (1..<3).map {
                CertificateSignature(validator: $0, signature: signed(content, by: $0, ledger).signature)
            })
    }

    mutating func tell(_ input: QuorumInput) -> [QuorumEffect] {
        let records = host.records
        var all: [QuorumEffect] = []
        var queue = host.replica?.handle(input, records: records)[...] ?? []
        while let effect = queue.popFirst() {
            all.append(effect)
            switch effect {
            case .keepCandidate(let id, _, _):
                queue = (host.replica?.handle(.candidateKept(id), records: records) ?? []) + queue
            case .writeGuard(_, let number):
                queue = (host.replica?.handle(.guardWritten(number), records: records) ?? []) + queue
            case .append(let block):
                queue = (host.replica?.handle(.appended(block.head, now: now), records: records) ?? []) + queue
            case _: continue
            }
        }
        return all
    }

    /// The next block as the validator whose turn it is makes it, with its proposal.
    mutating func offer(_ statements: [Submission]) throws -> (block: CheckedBlock, from: Int, Message) {
        let height = ledger.head.height.next
        let proposer = LyingPeerTests.setup(ledger, height).proposer(of: .zero)
        let admitted = try statements.map { try ledger.admit($0) }
        let block = BlockProposal(
            admitted, on: ledger.state, after: ledger.frontier, time: now, proposer: UInt64(proposer)
        ).block
        let content = VoteContent.proposal(height, .zero, block.seal.id, validRound: nil)
        let vote = LyingPeerTests.signed(content, by: proposer, ledger)
        return (block, proposer, .proposal(Proposal(vote: vote, proof: nil)))
    }

    func note(_ name: String) -> Submission {
        let note = AnchorNote(kind: .other, commitment: TestIssue.commitment(name))
        return ledger.submission(.anchorNote(note), by: .member(.police))
    }

    func prevote(_ effects: [QuorumEffect]) -> VoteContent? {
        effects.compactMap { effect -> VoteContent? in
            guard case .broadcast(.agreement(.vote(let vote))) = effect, vote.content.kind == .prevote else {
                return nil
            }
            return vote.content
        }.first
    }

    func asked(_ effects: [QuorumEffect]) -> [Int] {
        effects.compactMap { effect -> Int? in
            if case .send(.bodyWanted, let peer) = effect { return peer }
            return nil
        }
    }

    @Test mutating func `a node that lacks a statement of the recipe waits for it a little, then asks for the body`()
        throws
    {
        let submission = note("甲")
        let (block, proposer, message) = try offer([submission])
        _ = tell(.received(.recipe(Recipe(block)), from: proposer, now: now))
        let without = tell(.received(.agreement(message), from: proposer, now: now))
        #expect(prevote(without) == nil)
        #expect(asked(without).isEmpty)
        #expect(asked(tell(.clock(now: now + 60))) == [proposer])
        let body = Array(block.runs.joined())
        let with = tell(.received(.body(body), from: proposer, now: now + 65))
        #expect(prevote(with)?.block == block.seal.id)
    }

    @Test mutating func `a statement that comes behind its recipe completes the block`() throws {
        let submission = note("甲")
        let (block, proposer, message) = try offer([submission])
        _ = tell(.received(.recipe(Recipe(block)), from: proposer, now: now))
        _ = tell(.received(.agreement(message), from: proposer, now: now))
        let with = tell(.admitted([try ledger.admit(submission)], now: now + 20))
        #expect(prevote(with)?.block == block.seal.id)
        #expect(asked(with).isEmpty)
    }

    @Test mutating func `a body completes the block where some of its statements are known`() throws {
        let (one, two) = (note("甲"), note("乙"))
        let (block, proposer, message) = try offer([one, two])
        _ = tell(.admitted([try ledger.admit(one)], now: now))
        _ = tell(.received(.agreement(message), from: proposer, now: now))
        _ = tell(.clock(now: now + 60))
        let body = Array(block.runs.joined())
        #expect(prevote(tell(.received(.body(body), from: proposer, now: now + 65)))?.block == block.seal.id)
    }

    @Test mutating func `a wrong recipe, and a wrong body, leave the block open until the true one comes`() throws {
        let (one, two) = (note("甲"), note("乙"))
        let (block, proposer, message) = try offer([one])
        _ = tell(.admitted(try [one, two].map { try ledger.admit($0) }, now: now))
        let wrong = Recipe(seal: block.seal, statements: [try ledger.admit(two).id])
        _ = tell(.received(.recipe(wrong), from: proposer, now: now))
        let told = tell(.received(.agreement(message), from: proposer, now: now))
        #expect(prevote(told) == nil)
        #expect(asked(told) == [proposer])
        var body = Array(block.runs.joined())
        body[20] ^= 1
        #expect(prevote(tell(.received(.body(body), from: proposer, now: now + 5))) == nil)
        body[20] ^= 1
        #expect(prevote(tell(.received(.body(body), from: proposer, now: now + 6)))?.block == block.seal.id)
    }

    @Test(arguments: [UInt64(3_000), 700])
    mutating func `a block of a time too far from the clock is voted down`(_ distance: UInt64) throws {
        let submission = note("甲")
        let (block, proposer, message) = try offer([submission])
        _ = tell(.admitted([try ledger.admit(submission)], now: now))
        _ = tell(.received(.recipe(Recipe(block)), from: proposer, now: now))
        // Three seconds too late, or 0.7 seconds too early.
        let clock = distance == 700 ? now - distance : now + distance
        let vote = try #require(prevote(tell(.received(.agreement(message), from: proposer, now: clock))))
        #expect(vote.block == nil)
    }

    @Test mutating func `blocks without a final checkpoint are not believed, and their sender not soon asked again`()
        throws
    {
        _ = tell(.received(.status(final: Height(99), size: 9_999), from: 1, now: now))
        let asked = tell(.clock(now: now + 150)).contains { effect in
            if case .send(.blocksWanted, 1) = effect { return true }
            return false
        }
        #expect(asked)
        let (block, _, _) = try offer([note("甲")])
        // A note that one validator alone has cosigned.
        let checkpoint = Checkpoint(origin: ledger.network.origin, head: block.head)
        let genesis = ledger.network.genesis
        let liar = genesis.validators[1]
        let log = StandInKey(key: liar.keys.log)
        let cosigner = StandInKey(key: liar.keys.cosigner)
        let note = SignedNote(
            text: checkpoint.text,
            signatures: [
                checkpoint.logSigned(as: genesis.logKey(of: liar), by: log.sign),
                checkpoint.cosigned(as: genesis.cosignerKey(of: liar), at: now / 1_000, by: cosigner.sign),
            ])
        let run = BlockRun(
            from: UInt64(ledger.leaves.count), leaves: Array(block.runs.joined()), checkpoint: note.encoded, proof: [],
            commit: nil)
        let effects = tell(.received(.blocks(run), from: 1, now: now + 160))
        #expect(!effects.contains { if case .append = $0 { true } else { false } })
        #expect(effects.contains { if case .alarm(.badBlocks(1, _)) = $0 { true } else { false } })
        let again = tell(.clock(now: now + 2_000)).contains {
            if case .send(.blocksWanted, _) = $0 { true } else { false }
        }
        #expect(!again)
    }

    @Test mutating func `a false signature, and a vote in another's name, count for nothing`() throws {
        let height = ledger.head.height.next
        let content = VoteContent.prevoteNil(height, .zero)
        let vote = LyingPeerTests.signed(content, by: 1, ledger)
        let stolen = Vote(content: content, validator: 2, signature: vote.signature)
        _ = tell(.received(.agreement(.vote(stolen)), from: 1, now: now))
        #expect(host.replica?.status.prevotesMissing == [0, 1, 2])
        _ = tell(.received(.agreement(.vote(vote)), from: 1, now: now))
        #expect(host.replica?.status.prevotesMissing == [0, 2])
    }

    @Test mutating func `a height that stands open is late from its first vote on, not from its opening`() throws {
        let opened = now
        #expect(host.replica?.status.since == opened)
        let content = VoteContent.prevoteNil(ledger.head.height.next, .zero)
        let vote = LyingPeerTests.signed(content, by: 1, ledger)
        let stolen = Vote(content: content, validator: 2, signature: vote.signature)
        _ = tell(.received(.agreement(.vote(stolen)), from: 1, now: opened + 600))
        #expect(host.replica?.status.since == opened)
        _ = tell(.received(.agreement(.vote(vote)), from: 1, now: opened + 700))
        _ = tell(.clock(now: opened + 900))
        #expect(host.replica?.status.since == opened + 700)
    }

    @Test mutating func `a height that stands open is late from its first work on`() throws {
        let opened = now
        _ = tell(.clock(now: opened + 600))
        #expect(host.replica?.status.since == opened)
        _ = tell(.admitted([try ledger.admit(note("甲"))], now: opened + 700))
        _ = tell(.clock(now: opened + 900))
        #expect(host.replica?.status.since == opened + 700)
    }
}
