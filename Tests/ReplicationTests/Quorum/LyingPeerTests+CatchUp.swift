import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// What a node takes from others, or from its own last life, beside the agreement.
extension LyingPeerTests {
    /// A note that is final by the word of validators 1 and 2.
    func finalNote(over head: TreeHead) -> SignedNote {
        let checkpoint = Checkpoint(origin: ledger.network.origin, head: head)
        let cosignatures = [2, 3].map {
            checkpoint.cosigned(
                by: TestKey.of("node-\($0)/cosigner"), name: "node-\($0).test.deedbox.example", at: now / 1_000)
        }
        return SignedNote(
            text: checkpoint.text, signatures: [checkpoint.logSigned(by: TestKey.of("node-2/log"))] + cosignatures)
    }

    /// The answer of validator 1 after it claimed to be far ahead and was asked.
    mutating func answer(
        _ block: CheckedBlock?, _ note: SignedNote, _ commit: CommitCertificate? = nil, from size: UInt64? = nil
    ) -> [QuorumEffect] {
        _ = tell(.received(.status(final: Height(99), size: 9_999), from: 1, now: now))
        #expect(isAsking(tell(.clock(now: now + 150))))
        let run = BlockRun(
            from: size ?? UInt64(ledger.leaves.count), leaves: block.map { Array($0.runs.joined()) } ?? [],
            checkpoint: note.encoded, proof: [], commit: commit)
        return tell(.received(.blocks(run), from: 1, now: now + 160))
    }

    func isAsking(_ effects: [QuorumEffect]) -> Bool {
        effects.contains { if case .send(.blocksWanted, _) = $0 { true } else { false } }
    }

    @Test mutating func `blocks beside a final checkpoint of another log are not believed`() throws {
        let (block, _, _) = try offer([note("甲")])
        let effects = answer(block, finalNote(over: ledger.frontier.head))
        #expect(!isSettled(effects))
        #expect(!effects.contains { if case .append = $0 { true } else { false } })
        #expect(effects.contains { if case .alarm(.badBlocks(1, _)) = $0 { true } else { false } })
    }

    @Test
    mutating func `blocks under their final checkpoint are settled, not cosigned, and their decision is recorded`()
        throws
    {
        let (block, _, _) = try offer([note("甲")])
        let content = VoteContent.precommit(block.height, .zero, block.seal.id)
        let commit = CommitCertificate(
            height: block.height, round: .zero, block: block.seal.id, signatures: signatures(content))
        let effects = answer(block, finalNote(over: block.head), commit)
        #expect(isSettled(effects))
        let records = effects.compactMap { if case .writeGuard(let record, _) = $0 { record } else { nil } }
        #expect(records.last?.commit == commit)
        #expect(records.last?.attestation == nil)
    }

    @Test mutating func `a peer that claims much and has nothing is not asked again`() {
        #expect(!isSettled(answer(nil, finalNote(over: ledger.frontier.head))))
        for passed in [700, 1_400, 6_000] as [UInt64] { #expect(!isAsking(tell(.clock(now: now + passed)))) }
    }

    @Test mutating func `a false decision of the last block does not bar the true one`() throws {
        host.guardBytes = GuardRecord(memory: .genesis, attestation: nil, commit: nil).encoded
        try host.start()
        _ = tell(.started(now: now))
        let commit = LyingPeerTests.commit(of: ledger, at: ledger.head)
        let forged = CommitCertificate(
            height: commit.height, round: commit.round, block: commit.block,
            signatures: commit.signatures.map {
                CertificateSignature(validator: $0.validator, signature: [UInt8](repeating: 7, count: 64))
            })
        let submission = note("甲")
        let (block, proposer, message) = try offer([submission])
        for (certificate, isVoting) in [(forged, false), (commit, true)] {
            _ = tell(.received(.agreement(.commit(certificate)), from: 1, now: now))
            var other = self
            _ = other.tell(.admitted([try ledger.admit(submission)], now: now))
            _ = other.tell(.received(.recipe(Recipe(block)), from: proposer, now: now))
            let told = other.tell(.received(.agreement(message), from: proposer, now: now))
            #expect((other.prevote(told) != nil) == isVoting)
        }
    }

    @Test mutating func `a vote asked for before the right to it is given when the decision below comes`() throws {
        host.guardBytes = GuardRecord(memory: .genesis, attestation: nil, commit: nil).encoded
        try host.start()
        _ = tell(.started(now: now))
        let submission = note("甲")
        let (block, proposer, message) = try offer([submission])
        _ = tell(.admitted([try ledger.admit(submission)], now: now))
        _ = tell(.received(.recipe(Recipe(block)), from: proposer, now: now))
        #expect(prevote(tell(.received(.agreement(message), from: proposer, now: now))) == nil)
        let commit = LyingPeerTests.commit(of: ledger, at: ledger.head)
        let told = tell(.received(.agreement(.commit(commit)), from: proposer, now: now))
        #expect(prevote(told)?.block == block.seal.id)
        let records = told.compactMap { if case .writeGuard(let record, _) = $0 { record } else { nil } }
        #expect(records.last?.commit == commit)
    }

    @Test mutating func `what was decided before a stop and is not in the log is appended by the next life`() throws {
        let (block, _, _) = try offer([note("甲")])
        let id = block.seal.id
        let content = VoteContent.precommit(block.height, .zero, id)
        let commit = CommitCertificate(
            height: block.height, round: .zero, block: id, signatures: signatures(content))
        host.guardBytes = GuardRecord(memory: .genesis, attestation: nil, commit: commit).encoded
        host.candidates = [(id, block.height, Array(block.runs.joined()))]
        try host.start()
        let effects = tell(.started(now: now))
        #expect(effects.contains { if case .append(let block) = $0 { block.seal.id == id } else { false } })
    }
}
