import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// What must be durable, checked or bound before the next thing happens: each effect answered by hand.
extension LyingPeerTests {
    /// The effects of one input, none of them answered.
    private mutating func raw(_ input: QuorumInput) -> [QuorumEffect] {
        let records = host.records
        return host.replica?.handle(input, records: records) ?? []
    }

    private func kept(_ effects: [QuorumEffect]) -> [BlockID] {
        effects.compactMap { if case .keepCandidate(let id, _, _) = $0 { id } else { nil } }
    }

    private func written(_ effects: [QuorumEffect]) -> [UInt64] {
        effects.compactMap { if case .writeGuard(_, let number) = $0 { number } else { nil } }
    }

    private func votes(_ effects: [QuorumEffect]) -> [VoteKind] {
        effects.compactMap { if case .broadcast(.agreement(.vote(let vote))) = $0 { vote.content.kind } else { nil } }
    }

    func isSettled(_ effects: [QuorumEffect]) -> Bool {
        effects.contains { if case .settle = $0 { true } else { false } }
    }

    func isHalted(_ effects: [QuorumEffect]) -> Bool {
        effects.contains { if case .halt = $0 { true } else { false } }
    }

    /// Offers a block that the node can build by its recipe; the effects of the proposal.
    mutating func offerBuildable() throws -> (CheckedBlock, [QuorumEffect]) {
        let submission = note("甲")
        let (block, proposer, message) = try offer([submission])
        _ = raw(.admitted([try ledger.admit(submission)], now: now))
        _ = raw(.received(.recipe(Recipe(block)), from: proposer, now: now))
        return (block, raw(.received(.agreement(message), from: proposer, now: now)))
    }

    /// Those of a quorum without the node that is tested: its own would tell it that it forgot something.
    func signatures(_ content: VoteContent) -> [CertificateSignature] {
        (1..<3).map {
            CertificateSignature(
                validator: $0, signature: LyingPeerTests.signed(content, by: $0, ledger).signature)
        }
    }

    @Test mutating func `what is decided above a final block is recorded behind all that makes that one final`() throws
    {
        let (first, _, _) = try offer([note("甲")])
        var state = ledger.state
        state.take(first.executed)
        let second = BlockProposal(
            [try ledger.admit(note("乙"))], on: state, after: first.frontier, time: now + 1, proposer: 0
        ).block
        let content = VoteContent.precommit(second.height, .zero, second.seal.id)
        let commit = CommitCertificate(
            height: second.height, round: .zero, block: second.seal.id, signatures: signatures(content))
        // The index was lost since the first was settled: it is stored, and its checkpoint is there.
        host.leaves += try EntryBundle.parse(Array(first.runs.joined())).map { Array($0) }
        host.checkpoint = finalNote(over: first.head)
        host.guardBytes = GuardRecord(memory: .genesis, attestation: nil, commit: commit).encoded
        host.candidates = [(second.seal.id, second.height, Array(second.runs.joined()))]
        try host.start()
        let effects = raw(.started(now: now + 2))
        let recorded = try #require(effects.firstIndex { if case .writeGuard = $0 { true } else { false } })
        for (place, effect) in effects.enumerated() {
            switch effect {
            case .keepCheckpoint, .settle, .publish: #expect(place < recorded)
            case _: continue
            }
        }
        #expect(isSettled(effects))
    }

    @Test mutating func `a block is voted for when it is durable, and a vote leaves when its own record is`() throws {
        let (block, effects) = try offerBuildable()
        let (height, id) = (block.height, block.seal.id)
        #expect(kept(effects) == [id])
        #expect(written(effects) == [])
        let prevoted = raw(.candidateKept(id))
        let first = try #require(written(prevoted).first)
        #expect(votes(prevoted) == [])
        let content = VoteContent.prevote(height, .zero, id, validRound: nil)
        let polka = PolkaCertificate(
            height: height, round: .zero, block: id, validRound: nil, signatures: signatures(content))
        let precommitted = raw(.received(.agreement(.polka(polka)), from: 1, now: now))
        let second = try #require(written(precommitted).first)
        #expect(votes(precommitted) == [])
        #expect(votes(raw(.guardWritten(first))) == [.prevote])
        #expect(votes(raw(.guardWritten(second))) == [.precommit])
    }

    @Test mutating func `stored bytes that are not those of the block stop the node before it cosigns them`() throws {
        let (block, _) = try offerBuildable()
        _ = raw(.candidateKept(block.seal.id))
        let content = VoteContent.precommit(block.height, .zero, block.seal.id)
        let commit = CommitCertificate(
            height: block.height, round: .zero, block: block.seal.id, signatures: signatures(content))
        let decided = raw(.received(.agreement(.commit(commit)), from: 1, now: now))
        #expect(!decided.contains { if case .append = $0 { true } else { false } })
        let stored = raw(.guardWritten(try #require(written(decided).last)))
        #expect(stored.contains { if case .append = $0 { true } else { false } })
        let other = TreeHead(size: block.head.size, root: SHA256.digest([1]))
        let effects = raw(.appended(other, now: now))
        #expect(isHalted(effects))
        #expect(written(effects) == [])
    }

    @Test mutating func `a false cosignature counts for nothing, and the true one still does`() throws {
        let (block, _) = try offerBuildable()
        _ = tell(.candidateKept(block.seal.id))
        let content = VoteContent.precommit(block.height, .zero, block.seal.id)
        let commit = CommitCertificate(
            height: block.height, round: .zero, block: block.seal.id, signatures: signatures(content))
        _ = tell(.received(.agreement(.commit(commit)), from: 1, now: now))
        let line = Checkpoint(origin: ledger.network.origin, head: block.head)
            .cosigned(by: TestKey.of("node-2/cosigner"), name: "node-2.test.deedbox.example", at: now / 1_000)
        var forged = line.bytes
        forged[40] ^= 1
        for (bytes, isTrue) in [(forged, false), (line.bytes, true)] {
            let cosignature = Cosignature(height: block.height, block: block.seal.id, head: block.head, bytes: bytes)
            let effects = tell(.received(.cosignature(cosignature), from: 1, now: now))
            #expect(isSettled(effects) == isTrue)
            #expect(!isHalted(effects))
        }
    }

    /// The effects that make a block final here: its decision is known, and then the cosignature that was missing.
    mutating func finish(_ block: CheckedBlock) -> [QuorumEffect] {
        let content = VoteContent.precommit(block.height, .zero, block.seal.id)
        let commit = CommitCertificate(
            height: block.height, round: .zero, block: block.seal.id, signatures: signatures(content))
        let line = Checkpoint(origin: ledger.network.origin, head: block.head)
            .cosigned(by: TestKey.of("node-2/cosigner"), name: "node-2.test.deedbox.example", at: now / 1_000)
        let cosignature = Cosignature(
            height: block.height, block: block.seal.id, head: block.head, bytes: line.bytes)
        return tell(.received(.agreement(.commit(commit)), from: 1, now: now))
            + tell(.received(.cosignature(cosignature), from: 1, now: now))
    }

    @Test mutating func `a node that ends before it counts a block as final can show the others that it is`() throws {
        let (block, _) = try offerBuildable()
        _ = tell(.candidateKept(block.seal.id))
        let effects = finish(block)
        let steps = effects.compactMap { effect -> String? in
            switch effect {
            case .keepCheckpoint(let final): final.checkpoint.head == block.head ? "checkpoint" : "another one"
            case .settle: "index"
            case .publish: "publish"
            case _: nil
            }
        }
        #expect(steps == ["checkpoint", "index", "publish"])
        // It ends behind the first of these, and starts with what is on its disk.
        for effect in effects {
            if case .writeGuard(let record, _) = effect { host.guardBytes = record.encoded }
            if case .keepCheckpoint(let final) = effect { host.checkpoint = final.note }
        }
        host.leaves += try TestLedger.leaves(of: block)
        try host.start()
        #expect(isSettled(tell(.started(now: now))))
        let asked = tell(.received(.blocksWanted(from: block.seal.firstIndex.value), from: 1, now: now))
        let shown = asked.compactMap {
            if case .serve(let request) = $0 { request.checkpoint.checkpoint.head } else { nil }
        }
        #expect(shown == [block.head])
    }

    @Test mutating func `a block whose seal names another proposer than the round's is voted down`() throws {
        let submission = note("甲")
        let height = ledger.head.height.next
        let proposer = LyingPeerTests.setup(ledger, height).proposer(of: .zero)
        let admitted = try ledger.admit(submission)
        for (named, isTaken) in [(proposer, true), ((proposer + 1) % 3, false)] {
            var other = self
            let block = BlockProposal(
                [admitted], on: ledger.state, after: ledger.frontier, time: now, proposer: UInt64(named)
            ).block
            let content = VoteContent.proposal(height, .zero, block.seal.id, validRound: nil)
            let vote = LyingPeerTests.signed(content, by: proposer, ledger)
            _ = other.tell(.admitted([admitted], now: now))
            _ = other.tell(.received(.recipe(Recipe(block)), from: proposer, now: now))
            let message = Message.proposal(Proposal(vote: vote, proof: nil))
            let told = other.tell(.received(.agreement(message), from: proposer, now: now))
            #expect(other.prevote(told)?.block == (isTaken ? block.seal.id : nil))
        }
    }

    @Test mutating func `an own block is offered when it is durable`() throws {
        let own = LyingPeerTests.setup(ledger, ledger.head.height.next).proposer(of: .zero)
        host = WorldHost(own, at: ledger, LyingPeerTests.commit(of: ledger, at: ledger.head))
        try host.start()
        _ = tell(.started(now: now))
        _ = raw(.admitted([try ledger.admit(note("甲"))], now: now))
        let built = raw(.clock(now: now + 50))
        let id = try #require(kept(built).first)
        #expect(written(built) == [])
        #expect(written(raw(.candidateKept(id))).count == 1)
    }

    @Test mutating func `late words of one peer are answered once in a while, not one by one`() throws {
        let content = VoteContent.prevoteNil(ledger.head.height, .zero)
        let late = PeerWord.agreement(.vote(LyingPeerTests.signed(content, by: 1, ledger)))
        let answers = [1, 2, 3, 150].map { passed in
            tell(.received(late, from: 1, now: now + passed)).contains {
                if case .send(.status, 1) = $0 { true } else { false }
            }
        }
        #expect(answers == [true, false, false, true])
    }

    @Test mutating func `a wait that begins while another one lasts does not end that one`() throws {
        let height = ledger.head.height.next
        let nothing = VoteContent.precommit(height, .zero, nil)
        let end = RoundCertificate(
            height: height, round: .zero,
            precommits: (0..<3).filter { $0 != host.index }.map {
                RoundCertificate.Precommit(
                    validator: $0, block: nil, signature: LyingPeerTests.signed(nothing, by: $0, ledger).signature)
            })
        // The last wait of the round begins first, and then the wait for prevotes.
        _ = tell(.received(.agreement(.round(end)), from: 1, now: now))
        let (block, _) = try offerBuildable()
        _ = tell(.candidateKept(block.seal.id))
        let prevote = LyingPeerTests.signed(.prevoteNil(height, .zero), by: 1, ledger)
        _ = tell(.received(.agreement(.vote(prevote)), from: 1, now: now))
        #expect(host.replica?.status.round == .zero)
        _ = tell(.clock(now: now + 101))
        #expect(host.replica?.status.round == Round(1))
    }

    @Test mutating func `a clock that is set back stops nothing`() throws {
        _ = tell(.clock(now: now - 60_000))
        let (block, effects) = try offerBuildable()
        #expect(kept(effects) == [block.seal.id])
    }
}
