import Consensus
import Ledger
import Signing
import Testing

struct VoteMemoryTests {
    let set = TestSet(4, liars: 1)
    let a = TestSet.block(1)
    let b = TestSet.block(2)

    private func sign(
        _ memory: inout VoteMemory, _ vote: Vote, polka: PolkaCertificate? = nil, entry: RoundCertificate? = nil,
        own: Int? = 0
    ) throws(VoteRefusal) -> Vote {
        try memory.sign(
            VoteRequest(content: vote.content, polka: polka, entry: entry), in: set.setup(own: own),
            by: StandInSigner(own ?? 0), with: StandInVerifier())
    }

    private func end(_ round: UInt64) -> RoundCertificate { set.roundEnd(round, [(1, nil), (2, nil), (3, nil)]) }

    @Test func `the same vote is given again as the same bytes, and another one for its step never`() throws {
        var memory = VoteMemory.genesis
        let vote = try sign(&memory, set.prevote(0, a, by: 0))
        #expect(vote == set.prevote(0, a, by: 0))
        let before = memory
        #expect(try sign(&memory, set.prevote(0, a, by: 0)) == vote)
        #expect(memory == before)
        #expect(throws: VoteRefusal.signedOther(vote.content)) { try sign(&memory, set.prevote(0, nil, by: 0)) }
        _ = try sign(&memory, set.precommit(0, nil, by: 0))
        #expect(try sign(&memory, set.prevote(0, a, by: 0)) == vote)
    }

    @Test func `a memory covers what it signed and all that came before, and nothing else`() throws {
        var memory = VoteMemory.genesis
        let first = set.prevote(0, a, by: 0).content
        #expect(!memory.covers(first))
        #expect(!memory.reaches(memory.height))
        _ = try sign(&memory, set.prevote(0, a, by: 0))
        #expect(memory.covers(first))
        #expect(memory.reaches(memory.height) && !memory.reaches(memory.height.next))
        #expect(!memory.covers(set.prevote(0, b, by: 0).content))
        #expect(!memory.covers(set.precommit(0, nil, by: 0).content))
        #expect(!memory.covers(set.prevote(1, nil, by: 0).content))
        _ = try sign(&memory, set.prevote(2, nil, by: 0), entry: end(1))
        // Earlier rounds are not kept one by one.
        #expect(memory.covers(set.prevote(1, b, by: 0).content))
        try memory.open(above: try set.setup(own: 0).verify(set.commit(0, a, by: [1, 2, 3]), with: StandInVerifier()))
        #expect(memory.covers(set.precommit(0, b, by: 0).content))
        #expect(!memory.reaches(memory.height))
    }

    @Test func `nothing is signed before what was signed last`() throws {
        var memory = VoteMemory.genesis
        _ = try sign(&memory, set.precommit(0, nil, by: 0))
        #expect(throws: VoteRefusal.past(round: .zero, kind: .precommit)) {
            try sign(&memory, set.prevote(0, a, by: 0))
        }
        _ = try sign(&memory, set.prevote(2, nil, by: 0), entry: end(1))
        #expect(throws: VoteRefusal.past(round: TestSet.round(2), kind: .prevote)) {
            try sign(&memory, set.precommit(1, nil, by: 0), entry: end(1))
        }
    }

    @Test func `a lock refuses every new block and every older polka, and follows a newer one`() throws {
        var memory = VoteMemory.genesis
        let lock = set.polka(1, a, by: [1, 2, 3])
        _ = try sign(&memory, set.precommit(1, a, by: 0), polka: lock, entry: end(0))
        #expect(memory.lock == lock)
        let locked = VoteRefusal.locked(TestSet.round(1), a)
        #expect(throws: locked) { try sign(&memory, set.prevote(2, a, by: 0), entry: end(1)) }
        let older = set.polka(0, b, by: [1, 2, 3])
        #expect(throws: locked) {
            try sign(&memory, set.prevote(2, b, valid: 0, by: 0), polka: older, entry: end(1))
        }
        let newer = set.polka(2, b, by: [1, 2, 3])
        _ = try sign(&memory, set.prevote(3, b, valid: 2, by: 0), polka: newer, entry: end(2))
        #expect(memory.lock == lock)
        let polka = set.polka(3, b, valid: 2, by: [0, 1, 2])
        _ = try sign(&memory, set.precommit(3, b, by: 0), polka: polka)
        #expect(memory.lock == polka)
    }

    @Test func `a precommit needs a true polka of its own round and block`() throws {
        let short = set.polka(0, a, by: [1, 2])
        let forged = PolkaCertificate(
            height: Height(1), round: .zero, block: a, validRound: nil,
            signatures: [1, 2, 3].map {
                CertificateSignature(validator: $0, signature: [UInt8](repeating: 7, count: 64))
            })
        for polka in [nil, short, forged, set.polka(0, b, by: [1, 2, 3]), set.polka(1, a, by: [1, 2, 3])] {
            var memory = VoteMemory.genesis
            #expect(throws: VoteRefusal.notJustified) { try sign(&memory, set.precommit(0, a, by: 0), polka: polka) }
            #expect(memory == VoteMemory.genesis)
        }
    }

    @Test func `a round above the first needs the certificate that leads to it`() throws {
        var memory = VoteMemory.genesis
        for entry in [nil, end(0), end(3), set.roundEnd(1, [(1, nil), (2, nil)])] {
            #expect(throws: VoteRefusal.noEntry) { try sign(&memory, set.prevote(2, nil, by: 0), entry: entry) }
        }
        _ = try sign(&memory, set.prevote(2, nil, by: 0), entry: end(1))
        #expect(memory.entry == end(1))
        _ = try sign(&memory, set.precommit(2, nil, by: 0))
        _ = try sign(&memory, set.prevote(3, nil, by: 0), entry: end(3))
        #expect(memory.entry == end(3))
    }

    @Test func `a proposal is signed in turn, by a validator, at the open height only`() throws {
        var memory = VoteMemory.genesis
        #expect(throws: VoteRefusal.notTheProposer) { try sign(&memory, set.proposal(0, a).vote) }
        #expect(throws: VoteRefusal.notAValidator) { try sign(&memory, set.prevote(0, a, by: 0), own: nil) }
        _ = try sign(&memory, set.proposal(0, a).vote, own: 1)
        try memory.open(
            above: set.setup(own: nil).verify(set.commit(0, a, by: [1, 2, 3]), with: StandInVerifier()))
        #expect(throws: VoteRefusal.otherHeight(open: Height(2), asked: Height(1))) {
            try sign(&memory, set.prevote(0, a, by: 0))
        }
    }

    @Test func `a height is opened by the decision below, once, and never left downward`() throws {
        var memory = VoteMemory.genesis
        let first = try set.setup(own: nil).verify(set.commit(0, a, by: [1, 2, 3]), with: StandInVerifier())
        var higher = set
        higher.height = Height(9)
        let ninth = try higher.setup(own: nil).verify(higher.commit(0, b, by: [1, 2, 3]), with: StandInVerifier())
        try memory.open(above: first)
        let opened = memory
        try memory.open(above: first)
        #expect(memory == opened)
        try memory.open(above: ninth)
        #expect(memory.height == Height(10))
        #expect(throws: VoteRefusal.notDecided(height: Height(1))) { try memory.open(above: first) }
    }

    @Test func `a memory reads back as it was written, and an incoherent one does not read`() throws {
        var memory = VoteMemory.genesis
        #expect(try VoteMemory(decoding: memory.encoded) == memory)
        let polka = set.polka(1, a, by: [1, 2, 3])
        _ = try sign(&memory, set.proposal(2, a, proof: polka).vote, polka: polka, entry: end(1), own: 3)
        _ = try sign(&memory, set.prevote(2, a, valid: 1, by: 3), polka: polka, own: 3)
        _ = try sign(&memory, set.precommit(2, a, by: 3), polka: set.polka(2, a, valid: 1, by: [0, 1, 3]), own: 3)
        #expect(memory.votes.count == 3)
        let bytes = memory.encoded
        #expect(try VoteMemory(decoding: bytes) == memory)
        for count in 0..<bytes.count {
            #expect(throws: CBORError.self) { try VoteMemory(decoding: bytes.prefix(count)) }
        }
        var encoder = CBOREncoder()
        encoder.array(6)
        encoder.unsigned(1)
        encoder.unsigned(0)
        encoder.list([set.precommit(0, nil, by: 0), set.prevote(0, nil, by: 0)]) { $1.encode(into: &$0) }
        for _ in 0..<3 { encoder.null() }
        #expect(throws: CBORError.outOfRange(offset: 0)) { try VoteMemory(decoding: encoder.bytes) }
    }

    @Test func `real keys sign what the real verifier takes`() throws {
        let keys = (0..<1).map { _ in PrivateKey(generating: .ed25519) }
        let setup = HeightSetup(
            origin: "test/0", height: Height(1), parent: a, validators: keys.map(\.publicKey),
            quorum: Quorum(validators: 1, liars: 0), own: 0, validatorsDigest: .zero, parametersDigest: .zero,
            timeouts: .local)
        var memory = VoteMemory.genesis
        let content = VoteContent.prevote(Height(1), .zero, b, validRound: nil)
        let vote = try memory.sign(
            VoteRequest(content: content, polka: nil, entry: nil), in: setup, by: keys[0], with: Ed25519Verifier())
        #expect(try setup.verify(.vote(vote), with: Ed25519Verifier()).content == .vote(vote))
        let other = Vote(content: .prevoteNil(Height(1), .zero), validator: 0, signature: vote.signature)
        #expect(throws: MessageRefusal.falseSignature(validator: 0)) {
            try setup.verify(.vote(other), with: Ed25519Verifier())
        }
    }
}
