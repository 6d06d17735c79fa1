import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// Requests that were copied, altered or squatted on, and floods of grants that nobody asked for.
struct RequestAttackTests {
    private func grants(_ ledger: TestLedger) -> Int { ledger.state.tree.count(kind: StateKind.grant.rawValue) }

    /// A grant over some signed request, by a key.
    private func grant(of request: [UInt8], by key: PrivateKey, in ledger: TestLedger) -> Submission {
        let act = GrantAct(request: request, uses: 1, expiry: ledger.second(after: 60), deposit: nil)
        return ledger.submission(.grant(act), by: .holder(key))
    }

    @Test func `ten thousand grants that nobody asked for: not one is taken in, and the one asked for still is`() throws
    {
        var ledger = TestLedger.banking
        let (before, asked) = (ledger.state.tree.root, TestGrant().signedRequest(in: ledger).bytes)
        for number in 0..<5_000 {
            let key = TestKey.own("陌生人 \(number)")
            // A request that names somebody else's key …
            let copied = grant(of: asked, by: key, in: ledger)
            #expect(throws: Refusal.notTheRequestedKey(key.publicKey.id)) { try ledger.admit(copied) }
            // … and one that names this key, signed in the bank's name by it.
            var own = TestGrant("陌生人 \(number)")
            own.partyKey = key
            let invented = own.submission(in: ledger)
            #expect(throws: Refusal.unknownKey(key.publicKey.id)) { try ledger.admit(invented) }
        }
        #expect(ledger.state.tree.root == before)
        #expect(try ledger.attempt(ledger.grant(of: asked)) == .accepted)
        #expect(grants(ledger) == 1)
    }

    @Test func `a party's floods end at its own quota, and the next holder of another party is served`() throws {
        var ledger = TestLedger.tight
        try ledger.open(TestScene.loan, of: .notary)
        let flood = try (0..<200).map { try ledger.admit(TestGrant("洪水 \($0)").submission(in: ledger)) }
        let proposal = try ledger.propose(flood)
        #expect(proposal.block.statements.count == 2)
        let full = Refusal.tooManyOpenGrants(TestMember.bank.id, limit: 2)
        #expect(proposal.refused.allSatisfy { $0.refusal == full })
        #expect(grants(ledger) == 2)
        var other = TestGrant()
        other.party = .notary
        #expect(try ledger.attempt(other.submission(in: ledger)) == .accepted)
    }

    @Test func `a request that was answered opens nothing a second time, however it is sent again`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.requestLife = 100
        grant.life = 20
        let request = grant.signedRequest(in: ledger)
        let first = ledger.grant(of: request.bytes)
        let id = grant.id(in: ledger)
        var short = grant
        short.uses = 1
        try ledger.commit([short.submission(in: ledger)])
        #expect(try ledger.attempt(first) == .refused(.grantExists(id)))
        try ledger.commit([grant.withdrawal(in: ledger)])
        #expect(try ledger.attempt(ledger.grant(of: request.bytes)) == .refused(.grantExists(id)))
        #expect(try ledger.attempt(grant.refusal(in: ledger)) == .refused(.grantExists(id)))
        ledger.pass(seconds: 200)
        try ledger.heartbeat()
        #expect(ledger.view.grant(id) == nil)
        let late = Refusal.requestExpired(notAfter: request.header.notAfter)
        #expect(try ledger.attempt(ledger.grant(of: request.bytes)) == .refused(late))
    }

    @Test func `a request in another party's scene asks for nothing`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.party = .notary
        #expect(try ledger.attempt(grant.submission(in: ledger)) == .refused(.unknownScene(TestScene.loan.code)))
    }

    @Test func `whoever sees a grant key cannot take the place of its grant, nor refuse in it`() throws {
        var ledger = TestLedger.banking
        try ledger.open(TestScene.loan, of: .notary)
        // The notary names the key that the bank's request named, and answers by a key of its own.
        var squatter = TestGrant()
        squatter.party = .notary
        squatter.holder = TestKey.own("抢注者")
        let refusal = Refusal.notTheRequestedKey(squatter.holder.publicKey.id)
        #expect(try ledger.attempt(squatter.submission(in: ledger)) == .refused(refusal))
        #expect(try ledger.attempt(squatter.refusal(in: ledger)) == .refused(refusal))
        #expect(squatter.id(in: ledger) == TestGrant().id(in: ledger))
        #expect(try ledger.attempt(TestGrant().submission(in: ledger)) == .accepted)
        #expect(ledger.view.grant(TestGrant().id(in: ledger))?.party == TestMember.bank.id)
    }

    enum OnItsWay: String, CaseIterable {
        case grant, limit, withdrawal, use
    }

    /// Signed bytes and unsigned ones alike: header, request, payload, signature.
    @Test(arguments: OnItsWay.allCases)
    func `not one bit can be altered on the way`(_ kind: OnItsWay) throws {
        var ledger = kind == .grant ? TestLedger.banking : .granted
        var grant = TestGrant()
        grant.deposit = SHA256.digest([1])
        let sent =
            switch kind {
            case .grant: grant.submission(in: ledger)
            case .limit: grant.limit(uses: 1, deposit: SHA256.digest([2]), in: ledger)
            case .withdrawal: grant.withdrawal(in: ledger)
            case .use: grant.use(1, in: ledger)
            }
        let root = ledger.state.tree.root
        for index in sent.statement.indices {
            var bytes = sent.statement
            bytes[index] ^= 1
            let altered = Submission(statement: bytes)
            if let checked = try? ledger.admit(altered) {
                var copy = ledger
                #expect(try copy.propose([checked]).block.statements.isEmpty, "byte \(index) of a \(kind) was altered")
            }
        }
        #expect(ledger.state.tree.root == root)
        #expect(try ledger.attempt(sent) == .accepted)
    }

    @Test func `under the usual lifetimes a clock five minutes off, either way, takes nobody's leave away`() throws {
        var ledger = TestLedger(TestNetwork.network(parameters: Parameters()))
        try ledger.register(TestMember.allCases)
        try ledger.register(TestType.allCases)
        for type in TestType.allCases { try ledger.accredit(type.owner, for: type) }
        try ledger.open(TestScene.loan)
        for (number, error) in [Int64(-300), 0, 300].enumerated() {
            var grant = TestGrant("时钟 \(number)")
            let now = ledger.second()
            func notAfter(_ life: Int64) -> UInt64 { UInt64(Int64(now) + error + life) }
            grant.requestLife = notAfter(3_600) - now
            grant.life = notAfter(1_800) - now
            let act = Act.grant(grant.act(in: ledger))
            // Wallets sign for five minutes: by a slow clock just not over, by a fast one just not too far.
            let sent = ledger.submission(act, by: .holder(grant.holder), notAfter: notAfter(300))
            #expect(try ledger.attempt(sent) == .accepted, "a clock that is \(error) s off")
            let use = try ledger.admit(grant.use(1, in: ledger)).act
            let counted = ledger.submission(use, by: .member(.bank), notAfter: notAfter(300) + 1)
            #expect(try ledger.attempt(counted) == .accepted, "a clock that is \(error) s off")
        }
    }

    @Test func `a withdrawal and uses in one block: in whatever order they came, every node makes the same block`()
        throws
    {
        let ledger = TestLedger.granted
        let grant = TestGrant()
        let sent = [
            grant.withdrawal(in: ledger), grant.use(1, in: ledger), grant.use(1, in: ledger, salt: "b"),
            TestUses([grant.record(1, in: ledger)]).submission(in: ledger),
        ]
        let admitted = try sent.map { try ledger.admit($0) }
        var heads: Set<BlockHead> = []
        for order in orders(of: Array(admitted.indices)) {
            var node = ledger
            let proposal = try node.propose(order.map { admitted[$0] })
            heads.insert(node.head)
            let withdrawn = Refusal.grantWithdrawn(grant.id(in: ledger), at: node.head.time)
            let told = Dictionary(uniqueKeysWithValues: proposal.refused.map { ($0.id, $0.refusal) })
            #expect(told.count == 3)
            #expect(told[admitted[1].id] == withdrawn)
            #expect(told[admitted[2].id] == withdrawn)
            #expect(told[admitted[3].id] == .badUse(position: 0, withdrawn))
        }
        #expect(heads.count == 1)
    }

    private func orders(of places: [Int]) -> [[Int]] {
        guard places.count > 1 else { return [places] }
        return places.flatMap { first in orders(of: places.filter { $0 != first }).map { [first] + $0 } }
    }
}
