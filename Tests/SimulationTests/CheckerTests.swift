import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import Simulation
import Testing

/// Each checker is shown what it must find.
struct CheckerTests {
    private static let keys = (0..<3 as Range<UInt8>).map { index in
        PublicKey(checked: .ed25519, bytes: [UInt8](repeating: index, count: 32))
    }
    private static let (one, two) = (BlockID(SHA256.digest([1])), BlockID(SHA256.digest([2])))
    private static let first = Height(1)

    private static func setup(_ own: Int?) -> HeightSetup {
        HeightSetup(
            origin: "simulation", height: first, parent: BlockID(.zero), validators: keys,
            quorum: Quorum(validators: 3, liars: 0), own: own, validatorsDigest: .zero, parametersDigest: .zero,
            timeouts: .local)
    }

    private static func signature(_ content: VoteContent, _ validator: Int) -> [UInt8] {
        StandInKey(key: keys[validator]).sign(content.signedBytes(in: setup(nil)))
    }

    private static func polka(_ block: BlockID, _ round: Round, by signers: [Int]) -> PolkaCertificate {
        let content = VoteContent.prevote(first, round, block, validRound: nil)
        return PolkaCertificate(
            height: first, round: round, block: block, validRound: nil,
            signatures: signers.map { CertificateSignature(validator: $0, signature: signature(content, $0)) })
    }

    /// The record of a validator that forgot all before, and signs these.
    private static func record(
        _ contents: [VoteContent], of validator: Int, polka: PolkaCertificate? = nil
    ) throws -> GuardRecord {
        var memory = VoteMemory.genesis
        let key = StandInKey(key: keys[validator])
        let precommits = (0..<2).map { signer in
            RoundCertificate.Precommit(
                validator: signer, block: nil, signature: signature(.precommit(first, .zero, nil), signer))
        }
        let entry = RoundCertificate(height: first, round: .zero, precommits: precommits)
        for content in contents {
            let request = VoteRequest(content: content, polka: polka, entry: entry)
            _ = try memory.sign(request, in: setup(validator), by: key, with: key)
        }
        return GuardRecord(memory: memory, attestation: nil, commit: nil)
    }

    private static func rules(_ oracle: SignatureOracle) -> [Rule] { oracle.breaches.map(\.rule) }

    @Test func `the oracle finds two votes for one step, and a vote below the last`() throws {
        var oracle = SignatureOracle(validators: 3, quorum: 2, excluded: [])
        let block = VoteContent.prevote(CheckerTests.first, .zero, CheckerTests.one, validRound: nil)
        let precommit = VoteContent.precommit(CheckerTests.first, .zero, nil)
        oracle.keep(try CheckerTests.record([block, precommit], of: 0), of: 0)
        #expect(oracle.breaches == [])
        oracle.keep(try CheckerTests.record([.prevoteNil(CheckerTests.first, .zero)], of: 0), of: 0)
        #expect(CheckerTests.rules(oracle) == [.noEquivocation])
        let proposal = VoteContent.proposal(CheckerTests.first, .zero, CheckerTests.one, validRound: nil)
        oracle.keep(try CheckerTests.record([proposal], of: 1), of: 0)
        #expect(CheckerTests.rules(oracle) == [.noEquivocation, .monotone])
    }

    @Test func `the oracle finds a lock that was given up, and a precommit without a quorum`() throws {
        var oracle = SignatureOracle(validators: 3, quorum: 2, excluded: [])
        let height = CheckerTests.first
        let prevote = VoteContent.prevote(height, .zero, CheckerTests.one, validRound: nil)
        for validator in 0..<2 {
            oracle.keep(try CheckerTests.record([prevote], of: validator), of: validator)
        }
        let polka = CheckerTests.polka(CheckerTests.one, .zero, by: [0, 1])
        let locked = try CheckerTests.record(
            [prevote, .precommit(height, .zero, CheckerTests.one)], of: 0, polka: polka)
        oracle.keep(locked, of: 0)
        #expect(oracle.breaches == [])
        let next = try #require(Round(1))
        let other = VoteContent.prevote(height, next, CheckerTests.two, validRound: nil)
        oracle.keep(try CheckerTests.record([other], of: 0), of: 0)
        #expect(CheckerTests.rules(oracle) == [.strictLock])
        let unheard = CheckerTests.polka(CheckerTests.two, next, by: [0, 1])
        let precommit = VoteContent.precommit(height, next, CheckerTests.two)
        oracle.keep(try CheckerTests.record([precommit], of: 1, polka: unheard), of: 1)
        #expect(CheckerTests.rules(oracle) == [.strictLock, .justified])
    }

    @Test func `the oracle finds what is sent before it is durable, and another one's vote`() throws {
        var oracle = SignatureOracle(validators: 3, quorum: 2, excluded: [])
        let content = VoteContent.prevoteNil(CheckerTests.first, .zero)
        let vote = Vote(content: content, validator: 0, signature: CheckerTests.signature(content, 0))
        oracle.see(.agreement(.vote(vote)), of: 0)
        #expect(CheckerTests.rules(oracle) == [.durableFirst])
        oracle.see(.agreement(.vote(vote)), of: 1)
        #expect(CheckerTests.rules(oracle) == [.durableFirst, .noEquivocation])
        let head = TreeHead(size: 1, root: .zero)
        let bytes = [UInt8](repeating: 0, count: 72)
        oracle.see(
            .cosignature(Cosignature(height: Height(1), block: CheckerTests.one, head: head, bytes: bytes)), of: 2)
        #expect(CheckerTests.rules(oracle).last == .durableFirst)
        #expect(oracle.breaches.count == 3)
    }

    @Test func `a height with two blocks, two states or a gap is found, and a statement that is final twice`() {
        let head = TreeHead(size: 1, root: .zero)
        func final(_ block: BlockID, _ state: UInt8 = 0) -> FinalityChecker.Final {
            FinalityChecker.Final(block: block, state: SHA256.digest([state]), log: head)
        }
        func checker(_ allowsForks: Bool = false) -> FinalityChecker {
            var checker = FinalityChecker(hosts: 2, from: Height(0), allowsForks: allowsForks)
            checker.settle(Height(1), final(CheckerTests.one), [StatementID(.zero)], at: 0)
            return checker
        }
        var same = checker()
        same.settle(Height(1), final(CheckerTests.one), [StatementID(.zero)], at: 1)
        #expect(same.breaches == [])
        var fork = checker()
        fork.settle(Height(1), final(CheckerTests.two), [], at: 1)
        #expect(fork.breaches.map(\.rule) == [.oneBlock])
        var allowed = checker(true)
        allowed.settle(Height(1), final(CheckerTests.two), [], at: 1)
        #expect(allowed.breaches == [] && allowed.forks == [Height(1)])
        var state = checker()
        state.settle(Height(1), final(CheckerTests.one, 7), [], at: 1)
        #expect(state.breaches.map(\.rule) == [.equalStates])
        var gap = checker()
        gap.settle(Height(2), final(CheckerTests.two), [], at: 1)
        #expect(gap.breaches.map(\.rule) == [.log])
        var twice = checker()
        twice.settle(Height(2), final(CheckerTests.two), [StatementID(.zero)], at: 0)
        #expect(twice.breaches.map(\.rule) == [.finalOnce])
    }

    private static func operation(_ number: UInt8, grant: Int? = nil, at time: UInt64 = 0) -> Operation {
        Operation(StatementID(SHA256.digest([number])), grant: grant, at: time)
    }

    @Test func `an accepted statement that is not final is found, and one that was called final`() {
        var accepted = CheckerTests.operation(1)
        accepted.accepted = 5
        var told = CheckerTests.operation(2)
        told.final = 5
        let open = CheckerTests.operation(3)
        let all = [accepted, told, open]
        #expect(AnswerChecker.check(all, final: [accepted.id, told.id]) == [])
        #expect(AnswerChecker.check(all, final: [told.id]).map(\.rule) == [.nothingLost])
        #expect(AnswerChecker.check(all, final: [accepted.id]).map(\.rule) == [.nothingLost])
    }

    @Test func `two winners of one use, none, and a loser told of another winner are found`() {
        var winner = CheckerTests.operation(1, grant: 0)
        winner.accepted = 1
        var loser = CheckerTests.operation(2, grant: 0)
        loser.accepted = 1
        loser.refused = (9, winner.id)
        let uses = [winner, loser]
        #expect(UseChecker.check(uses, final: [winner.id]) == [])
        #expect(UseChecker.check(uses, final: [winner.id, loser.id]).map(\.rule) == [.oneUse])
        #expect(UseChecker.check(uses, final: []).map(\.rule) == [.oneUse])
        loser.refused = (9, loser.id)
        #expect(UseChecker.check([winner, loser], final: [winner.id]).map(\.rule) == [.oneUse])
        // Refused before the winner was sent: no order of the two explains it.
        let late = CheckerTests.operation(1, grant: 0, at: 20)
        loser.refused = (9, late.id)
        #expect(UseChecker.check([late, loser], final: [late.id]).map(\.rule) == [.oneUse])
    }

    @Test func `a proof against an honest node, an alarm and a halt are found`() throws {
        let contents = [CheckerTests.one, CheckerTests.two].map { VoteContent.precommit(CheckerTests.first, .zero, $0) }
        let votes = contents.map { Vote(content: $0, validator: 1, signature: CheckerTests.signature($0, 1)) }
        let proof = try #require(Evidence.between(votes[0], votes[1]))
        var lies = FaultChecker(liars: [1], isBeyondThreshold: false)
        lies.report(.votes(proof), at: 0)
        lies.raise(.agreement(.twoProposals(validator: 1, .zero)), at: 0)
        #expect(lies.breaches == [])
        var honest = FaultChecker(liars: [], isBeyondThreshold: false)
        honest.report(.votes(proof), at: 0)
        honest.raise(.agreement(.twoProposals(validator: 1, .zero)), at: 0)
        honest.halt(.agreement(.decidedInvalid(CheckerTests.first, CheckerTests.one)), at: 0)
        #expect(honest.breaches.map(\.rule) == [.honestNotAccused, .noHalt, .noHalt])
    }

    @Test func `a fork without a proof, and one that accuses an honest node, are found`() {
        let commits = [(CheckerTests.one, [0, 1]), (CheckerTests.two, [1, 2])].map { block, signers in
            let content = VoteContent.precommit(CheckerTests.first, .zero, block)
            return CommitCertificate(
                height: CheckerTests.first, round: .zero, block: block,
                signatures: signers.map {
                    CertificateSignature(validator: $0, signature: CheckerTests.signature(content, $0))
                })
        }
        func checker(_ liars: [Int], _ commits: [CommitCertificate]) -> ForkChecker {
            var checker = ForkChecker(liars: liars, isOn: true)
            for commit in commits { checker.see(.agreement(.commit(commit))) }
            return checker
        }
        #expect(checker([1], commits).check([CheckerTests.first]) == [])
        #expect(checker([1], []).check([CheckerTests.first]).map(\.rule) == [.forkExplained])
        #expect(checker([0], commits).check([CheckerTests.first]).map(\.rule) == [.honestNotAccused])
    }
}
