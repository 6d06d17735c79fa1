import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import Simulation
import TestSupport
import Testing

/// One replica in doubt, and others that answer truly, falsely, or another question.
struct DoubtAnswerTests {
    private struct Bench {
        let ledger: TestLedger
        var host: WorldHost
        var now: UInt64
        /// All words that were sent, and alarms.
        var sent: [(PeerWord, to: Int)] = []
        var alarms: [QuorumAlarm] = []

        init(_ validators: Int, isAllowed: Bool = true, at own: Int = 0) throws {
            ledger = WorldLedger.of(validators)
            now = ledger.clock
            host = WorldHost(own, at: ledger, DoubtAnswerTests.commit(ledger, ledger.head.height))
            let doubt = Doubt(.guardUnreadable, validators: ledger.network.validatorsDigest)
            host.guardBytes = GuardRecord.lost(isAllowed ? doubt.allowed : doubt).encoded
            try restart()
        }

        mutating func restart() throws {
            try host.start()
            tell(.started(now: now))
        }

        mutating func tell(_ input: QuorumInput) {
            let records = host.records
            var queue = host.replica?.handle(input, records: records)[...] ?? []
            while let effect = queue.popFirst() {
                switch effect {
                case .send(let word, let peer): sent.append((word, peer))
                case .writeGuard(let record, let number):
                    host.guardBytes = record.encoded
                    queue = (host.replica?.handle(.guardWritten(number), records: records) ?? []) + queue
                case .alarm(let alarm): alarms.append(alarm)
                case _: continue
                }
            }
        }

        mutating func answer(_ answer: DoubtAnswer, from peer: Int) {
            tell(.received(.doubtAnswer(answer), from: peer, now: now))
        }

        /// A validator's answer with the decision of a height, by its own key or another's.
        func answer(_ peer: Int, at height: UInt64?, nonce: DoubtNonce? = nil, key: Int? = nil) throws -> DoubtAnswer {
            let nonce = try #require(nonce ?? host.nonce)
            let commit = height.map { DoubtAnswerTests.commit(ledger, Height($0)) }
            let setup = DoubtAnswerTests.setup(ledger, ledger.head.height.next)
            let votes = StandInKey(key: setup.validators[key ?? peer])
            return DoubtAnswer(
                nonce: nonce, commit: commit, signature: votes.sign(DoubtAnswer.signedBytes(nonce, commit, in: setup)))
        }

        var resume: Height? {
            get throws { try host.guardBytes.flatMap { try GuardRecord(decoding: $0) }?.doubt?.resume }
        }
        var missing: [Int]? { host.replica?.status.doubt?.missing }
    }

    private static func setup(_ ledger: TestLedger, _ height: Height) -> HeightSetup {
        let network = ledger.network
        return HeightSetup(
            origin: network.origin, height: height, parent: ledger.head.id,
            validators: network.genesis.validators.map(\.keys.vote), quorum: network.quorum, own: nil,
            validatorsDigest: network.validatorsDigest, parametersDigest: network.parametersDigest, timeouts: .local)
    }

    private static func commit(_ ledger: TestLedger, _ height: Height, signers: Int? = nil) -> CommitCertificate {
        let content = VoteContent.precommit(height, .zero, ledger.head.id)
        let setup = setup(ledger, height)
        let signatures = (0..<(signers ?? setup.validators.count)).map {
            CertificateSignature(
                validator: $0, signature: StandInKey(key: setup.validators[$0]).sign(content.signedBytes(in: setup)))
        }
        return CommitCertificate(height: height, round: .zero, block: ledger.head.id, signatures: signatures)
    }

    @Test(arguments: [(3, 2), (4, 3)])
    func `the highest of enough proven heights counts, three above it is signed again, and that is durable`(
        _ validators: Int, _ needed: Int
    ) throws {
        var bench = try Bench(validators)
        let height = bench.ledger.head.height.value
        #expect(bench.sent.map(\.to) == Array(1..<validators))
        #expect(bench.host.replica?.status.doubt?.needed == needed)
        for peer in 1..<needed {
            bench.answer(try bench.answer(peer, at: height + UInt64(peer)), from: peer)
            #expect(try bench.resume == nil)
        }
        bench.answer(try bench.answer(needed, at: nil), from: needed)
        let resume = Height(height + UInt64(needed) - 1 + 3)
        #expect(try bench.resume == resume)
        #expect(bench.alarms == [.signsAgain(at: resume)])
        // It is not asked for again after a restart.
        bench.sent = []
        try bench.restart()
        #expect(!bench.sent.contains { if case .doubtAsked = $0.0 { true } else { false } })
    }

    @Test func `the same validator's second answer does not count for another's`() throws {
        var bench = try Bench(4)
        for _ in 0..<3 { bench.answer(try bench.answer(1, at: 9), from: 1) }
        #expect(bench.missing == [2, 3])
        #expect(try bench.resume == nil)
    }

    @Test func `liars cannot lower the height, and prove none that was not decided`() throws {
        var bench = try Bench(4)
        let height = bench.ledger.head.height.value
        bench.answer(try bench.answer(1, at: nil), from: 1)
        bench.answer(try bench.answer(2, at: height + 5), from: 2)
        let nonce = try #require(bench.host.nonce)
        let false2 = DoubtAnswerTests.commit(bench.ledger, Height(height + 900), signers: 2)
        let setup = DoubtAnswerTests.setup(bench.ledger, bench.ledger.head.height.next)
        let signature = StandInKey(key: setup.validators[3]).sign(DoubtAnswer.signedBytes(nonce, false2, in: setup))
        bench.answer(DoubtAnswer(nonce: nonce, commit: false2, signature: signature), from: 3)
        #expect(bench.missing == [3])
        bench.answer(try bench.answer(3, at: height), from: 3)
        #expect(try bench.resume == Height(height + 8))
    }

    @Test func `an answer to an earlier start's question, in another's name or with a false signature is refused`()
        throws
    {
        var bench = try Bench(3)
        let old = try #require(bench.host.nonce)
        try bench.restart()
        #expect(bench.host.nonce != old)
        for peer in [1, 2] { bench.answer(try bench.answer(peer, at: 9, nonce: old), from: peer) }
        #expect(bench.missing == [1, 2])
        for peer in [1, 2] { bench.answer(try bench.answer(peer, at: 9, key: 3 - peer), from: peer) }
        #expect(bench.missing == [1, 2])
        // A true one that another passes on.
        bench.answer(try bench.answer(1, at: 9), from: 2)
        #expect(bench.missing == [1, 2])
        for peer in [1, 2] { bench.answer(try bench.answer(peer, at: 9), from: peer) }
        #expect(try bench.resume == Height(max(9, bench.ledger.head.height.value) + 3))
    }

    @Test func `more others than may lie must say that a second process runs, and then nothing is signed`() throws {
        for (validators, liars) in [(3, 0), (4, 1)] {
            var bench = try Bench(validators)
            bench.host = WorldHost(
                0, at: bench.ledger, DoubtAnswerTests.commit(bench.ledger, bench.ledger.head.height))
            try bench.restart()
            bench.alarms = []
            for peer in 1..<(liars + 1) {
                bench.tell(.refusedAsSecond(by: peer, now: bench.now))
                #expect(bench.alarms == [])
                // A link that opens takes the word back.
                bench.tell(.connected(peer, now: bench.now))
            }
            for peer in 1...(liars + 1) { bench.tell(.refusedAsSecond(by: peer, now: bench.now)) }
            #expect(bench.alarms == [.doubt(.secondProcess)])
            #expect(bench.host.replica?.status.doubt?.doubt.isAllowed == false)
        }
    }

    @Test func `nobody is asked before the operator allows it, and of two validators none can ever come back`() throws {
        for bench in [try Bench(3, isAllowed: false), try Bench(2)] {
            #expect(!bench.sent.contains { if case .doubtAsked = $0.0 { true } else { false } })
            #expect(bench.missing == [])
        }
        #expect(try Bench(2).host.replica?.status.doubt?.needed == nil)
    }

    @Test func `who is sure answers with its newest decision, and who is in doubt with nothing`() throws {
        let nonce = try #require(DoubtNonce([UInt8](repeating: 7, count: 32)))
        var inDoubt = try Bench(3)
        inDoubt.sent = []
        inDoubt.tell(.received(.doubtAsked(nonce), from: 2, now: inDoubt.now + 200))
        #expect(!inDoubt.sent.contains { if case .doubtAnswer = $0.0 { true } else { false } })
        var sure = try Bench(3)
        let commit = DoubtAnswerTests.commit(sure.ledger, sure.ledger.head.height)
        sure.host = WorldHost(1, at: sure.ledger, commit)
        try sure.restart()
        sure.sent = []
        for _ in 0..<2 { sure.tell(.received(.doubtAsked(nonce), from: 2, now: sure.now + 200)) }
        let answers = sure.sent.compactMap { word, peer -> DoubtAnswer? in
            if case .doubtAnswer(let answer) = word, peer == 2 { answer } else { nil }
        }
        // The second question came too soon.
        #expect(answers.count == 1)
        #expect(answers.first?.nonce == nonce)
        #expect(answers.first?.commit == commit)
    }
}
