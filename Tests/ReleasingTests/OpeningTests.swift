import Releasing
import Sealing
import Signing
import Testing

struct OpeningTests {
    @Test(arguments: sizes)
    func `a use opens with the answers of any quorum`(_ count: Int, _ quorum: Int) throws {
        let world = try ReleaseWorld(count, quorum: quorum)
        let deposit = try world.deposit(3)
        var random = SeededRandom(count)
        for number in 1...3 {
            let chosen = random.choose(quorum, of: world.set.positions)
            let opened = try world.open(deposit, try use(number), from: chosen)
            #expect(opened.body == ReleaseWorld.body)
            #expect(opened.ticket.keyBindings == ["示例密钥绑定.\(number).a", "示例密钥绑定.\(number).b"])
            #expect(opened.nonce == world.context.nonce(of: try use(number)))
        }
    }

    @Test func `dealt while A and B are up, used while B and C are`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.deposit(1)
        let words = try [1, 2].map { number in
            DepositAcknowledgement(of: try world.shares(deposit, try at(number))).signed(
                by: world.release[number - 1], of: "node-\(number)", in: ReleaseWorld.origin)
        }
        #expect(DepositReceipt(of: deposit.manifest, words, in: world.set)?.positions == [try at(1), try at(2)])
        // C was away and fetches the bytes later: everybody's sealed shares are in them.
        let fetched = try Deposit(deposit.manifest) { deposit[$0] }
        #expect(try world.open(fetched, try use(1), from: [try at(2), try at(3)]).body == ReleaseWorld.body)
    }

    @Test(arguments: [(3, 2), (4, 3), (7, 5), (20, 14)])
    func `one validator less than a quorum, the relying party and the whole strongroom open nothing`(
        _ count: Int, _ quorum: Int
    ) throws {
        let world = try ReleaseWorld(count, quorum: quorum)
        let deposit = try world.deposit(1)
        let party = try PartyDeposit(deposit, by: world.party)
        let index = try use(1)
        let held = try world.set.positions.prefix(quorum - 1).map { position in
            try #require(try world.shares(deposit, position).share(of: index))
        }
        #expect(throws: OpeningRefusal.tooFewShares(quorum - 1, needed: quorum)) {
            try world.secret(deposit, index, from: Array(world.set.positions.prefix(quorum - 1)))
        }
        // What they could try: their shares alone, with a made-up one, a secret of another index, the party's own.
        var random = SeededRandom(count)
        var guesses = [DealtSecret(combining: held)]
        for _ in 0..<50 {
            let madeUp = try #require(KeyShare(random.bytes(32), at: world.set.positions[quorum - 1]))
            guesses.append(DealtSecret(combining: held + [madeUp]))
        }
        let trace = try world.set.positions.prefix(quorum - 1).map { position in
            try #require(try world.shares(deposit, position).share(of: .trace))
        }
        guesses.append(DealtSecret(combining: trace))
        for guess in guesses {
            #expect(!deposit.manifest.dealt(guess, index))
            #expect(!deposit.opens(index, guess, party.secret))
        }
    }

    @Test func `a quorum of validators without the relying party opens nothing`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.deposit(1)
        let index = try use(1)
        let secret = try world.secret(deposit, index, from: world.set.positions).secret
        var random = SeededRandom(3)
        for _ in 0..<50 {
            #expect(!deposit.opens(index, secret, try #require(PartySecret(random.bytes(32)))))
        }
        #expect(deposit.opens(index, secret, try PartyDeposit(deposit, by: world.party).secret))
    }

    @Test func `the secret of use 1 tells nothing of ticket 2`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.deposit(2)
        let (one, two) = (try use(1), try use(2))
        let party = try PartyDeposit(deposit, by: world.party)
        let first = try world.secret(deposit, one, from: world.set.positions)
        _ = try first.open(party)
        #expect(!deposit.manifest.dealt(first.secret, two))
        #expect(!deposit.opens(two, first.secret, party.secret))
        // No share of use 1 passes for one of use 2.
        for position in world.set.positions {
            let share = try #require(try world.shares(deposit, position).share(of: one))
            #expect(deposit.manifest.differing([share], one) == [])
            #expect(deposit.manifest.differing([share], two) == [position])
        }
        // Nor does the trace's secret, which every ticket gives away.
        let trace = try world.secret(deposit, .trace, from: world.set.positions, kind: .trace)
        #expect(!deposit.opens(two, trace.secret, party.secret))
    }

    @Test func `every use has its own nonce, and another set or party others`() throws {
        let context = try ReleaseWorld(3, quorum: 2).context
        #expect(context.nonce(of: try use(1)) != context.nonce(of: try use(2)))
        #expect(context.nonce(of: try use(1)).utf8.count == 43)
        let other = GrantContext(
            origin: context.origin, grant: context.grant, set: context.set, party: "notary")
        #expect(context.nonce(of: try use(1)) != other.nonce(of: try use(1)))
    }

    @Test func `tickets may show different data`() throws {
        let world = try ReleaseWorld(4, quorum: 3)
        let newer = DepositBody(presentations: ["示例凭证丙~"])
        var random = SeededRandom(4)
        let deposit = try world.dealing(2, bodies: [ReleaseWorld.body, newer]).deal(using: &random)
        #expect(try world.open(deposit, try use(1), from: world.set.positions).body == ReleaseWorld.body)
        #expect(try world.open(deposit, try use(2), from: world.set.positions).presented == ["示例凭证丙~示例密钥绑定.2.a"])
    }

    @Test func `the trace packet opens for the regulator, with a quorum and its key, and not without`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        let deposit = try world.deposit(1)
        let secret = try world.secret(deposit, .trace, from: [try at(1), try at(3)], kind: .trace)
        #expect(try secret.openTrace(deposit.trace, by: world.regulator) == ReleaseWorld.token)
        #expect(throws: OpeningRefusal.traceDoesNotOpen) { try secret.openTrace(deposit.trace, by: world.party) }
        let other = try world.secret(deposit, try use(1), from: world.set.positions)
        #expect(throws: OpeningRefusal.noTicket(try use(1))) {
            try other.openTrace(deposit.trace, by: world.regulator)
        }
        #expect(throws: OpeningRefusal.noTicket(.trace)) {
            try secret.open(try PartyDeposit(deposit, by: world.party))
        }
    }

    @Test func `a wallet without a token deals an empty one, and the party sees it`() throws {
        let world = try ReleaseWorld(3, quorum: 2)
        var random = SeededRandom(5)
        let deposit = try world.dealing(1, token: []).deal(using: &random)
        #expect(try world.open(deposit, try use(1), from: world.set.positions).ticket.traceToken == [])
    }

    /// Random sets, numbers of uses and answering validators.
    @Test(arguments: 0..<20)
    func `whatever is dealt opens`(_ seed: Int) throws {
        var random = SeededRandom(seed)
        let count = 1 + random.below(12)
        let quorum = 1 + random.below(count)
        let world = try ReleaseWorld(count, quorum: quorum)
        let first = 1 + random.below(500)
        let uses = 1 + random.below(4)
        let deposit = try Deposit(
            decoding: try world.dealing(uses, from: first).deal(using: &random).encoded)
        let index = try use(first + random.below(uses))
        let answering = random.choose(quorum + random.below(count - quorum + 1), of: world.set.positions)
        let opened = try world.open(deposit, index, from: answering)
        #expect(opened.body == ReleaseWorld.body)
        #expect(opened.ticket.caseOpening == Array("case \(index.value)".utf8))
    }
}

extension Deposit {
    /// True when a ticket opens by this secret and the party's, however they were come by.
    func opens(_ index: SecretIndex, _ secret: DealtSecret, _ party: PartySecret) -> Bool {
        let context = manifest.context
        let key = party.part(context, index).ticketKey(secret, context, index)
        return (try? key.open(ticket(index) ?? [], context: context.bytes + index.bytes)) != nil
    }
}
