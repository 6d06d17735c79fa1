import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

struct ManyUsesTests {
    /// A ledger with so many grants of two uses, and their holders.
    private func granted(_ count: Int) throws -> (TestLedger, [TestGrant]) {
        var ledger = TestLedger.banking
        let grants = (0..<count).map { TestGrant("持有人 \($0)") }
        try ledger.commit(grants.map { $0.submission(in: ledger) })
        return (ledger, grants)
    }

    @Test func `many uses are counted by one statement, each with the place of its record`() throws {
        var (ledger, grants) = try granted(20)
        let uses = TestUses(grants.map { $0.record(1, in: ledger) })
        let id = try ledger.admit(uses.submission(in: ledger)).id
        let head = try ledger.commit([uses.submission(in: ledger)])
        for (position, grant) in grants.enumerated() {
            let entry = try #require(ledger.view.grant(grant.id(in: ledger)))
            #expect(
                entry.counted == [
                    CountedUse(statement: id, height: head.height, time: head.time, record: position)
                ])
        }
        let manifest = try #require(ledger.blocks.last?.manifests.first)
        #expect(manifest.count == 20)
        #expect(manifest.type == nil)
        #expect(manifest.issuer == TestMember.bank.id)
        let leaf = ledger.leaves[Int(manifest.index.value) + 3]
        #expect(LeafKind(firstBytes: leaf) == .record)
        #expect(try UseRecord(decoding: leaf) == grants[2].record(1, in: ledger))
        #expect(try UseRecord(decoding: leaf).touchedKey == .grant(grants[2].id(in: ledger)))
    }

    @Test(arguments: 0..<20)
    func `one bad use leaves none counted, and is named`(_ place: Int) throws {
        var (ledger, grants) = try granted(20)
        let winner = try ledger.commit([grants[place].use(1, in: ledger)])
        let uses = TestUses(grants.map { $0.record(1, in: ledger, salt: "many") })
        let refusal = try #require(try ledger.attempt(uses.submission(in: ledger)).refusal)
        #expect(refusal.code == "bad-use")
        #expect(refusal.badUse?.position == place)
        #expect(refusal.badUse?.code == "already-used")
        #expect(refusal.winner?.height == winner.height)
        let counted = grants.map { ledger.view.grant($0.id(in: ledger))?.counted.count }
        #expect(counted == grants.indices.map { $0 == place ? 1 : 0 })
    }

    @Test func `the first bad one is told, not the worst`() throws {
        var (ledger, grants) = try granted(3)
        try ledger.commit([grants[1].withdrawal(in: ledger)])
        let uses = TestUses([
            grants[0].record(1, in: ledger), grants[1].record(1, in: ledger), grants[2].record(9, in: ledger),
        ])
        #expect(try ledger.attempt(uses.submission(in: ledger)).refusal?.badUse?.position == 1)
    }

    @Test func `two uses of one grant in one statement follow each other`() throws {
        var ledger = TestLedger.granted
        let grant = TestGrant()
        try ledger.commit([TestUses([grant.record(1, in: ledger), grant.record(2, in: ledger)]).submission(in: ledger)])
        let entry = try #require(ledger.view.grant(grant.id(in: ledger)))
        #expect(entry.counted.map(\.record) == [0, 1])
        #expect(entry.isUsedUp)
    }

    @Test func `the interval of a scene holds inside one statement`() throws {
        var ledger = TestLedger.agencies
        try ledger.open(TestScene.scene(minimumInterval: 1))
        let grant = TestGrant()
        try ledger.commit([grant.submission(in: ledger)])
        let uses = TestUses([grant.record(1, in: ledger), grant.record(2, in: ledger)])
        let refusal = try #require(try ledger.attempt(uses.submission(in: ledger)).refusal)
        #expect(refusal.badUse?.position == 1)
        #expect(refusal.badUse?.code == "too-soon")
    }

    @Test func `a single use and one of many in one block: one is counted`() throws {
        var (ledger, grants) = try granted(2)
        let single = try ledger.admit(grants[0].use(1, in: ledger))
        let many = try ledger.admit(TestUses(grants.map { $0.record(1, in: ledger) }).submission(in: ledger))
        let proposal = try ledger.propose([single, many])
        let winner = CountedUse(statement: single.id, height: ledger.head.height, time: ledger.head.time)
        #expect(
            proposal.refused.map(\.refusal) == [
                .badUse(position: 0, .alreadyUsed(grants[0].id(in: ledger), index: 1, winner: winner))
            ])
        #expect(ledger.view.grant(grants[1].id(in: ledger))?.counted.isEmpty == true)
    }

    @Test func `the records of uses are no documents`() throws {
        var (ledger, grants) = try granted(2)
        try ledger.commit([TestUses(grants.map { $0.record(1, in: ledger) }).submission(in: ledger)])
        let index = ledger.record(0)
        let act = SetStatus(
            record: index, commitment: Commitment(grants[0].id(in: ledger).digest), state: .revoked,
            reason: TestIssue.commitment("示例理由"))
        let attempt = try ledger.attempt(ledger.submission(.setStatus(act), by: .member(.police)))
        #expect(attempt == .refused(.noSuchRecord(index)))
    }

    @Test func `as many uses fit one statement as the limit says, and not one more`() throws {
        var parameters = TestNetwork.small
        parameters.manifestRecords = 16_384
        parameters.blockLeaves = 32_768
        parameters.blockBytes = 4 << 20
        let ledger = TestLedger(TestNetwork.network(parameters: parameters))
        let grant = TestGrant()
        for count in [Int(UseMany.maxCount), Int(UseMany.maxCount) + 1] {
            let records = (0..<count).map { grant.record(UInt64($0 % 400), in: ledger) }
            let submission = TestUses(records).submission(in: ledger)
            let read = Result { () throws(Refusal) in try ReadStatement(submission, for: ledger.network) }
            switch read {
            case .success(let read): #expect(read.uses == records)
            case .failure(let refusal):
                #expect(refusal == .tooManyRecords(found: 4_097, limit: 4_096))
                #expect(count == 4_097)
            }
        }
    }

    @Test func `a grant with all its uses, each faulty, fits a value of the state`() throws {
        let use = CountedUse(
            statement: StatementID(SHA256.digest([1])), height: Height(1 << 53), time: 1 << 45, record: 4_095,
            faults: [UseFaults(.share), UseFaults(.dealing)])
        var grant = Grant(
            party: MemberID(checked: String(repeating: "a", count: 32)), request: TestGrant().request,
            requestNotAfter: 1 << 40, deposit: SHA256.digest([2]), uses: Scene.maxUsesLimit, expiry: 1 << 40)
        grant.counted = Array(repeating: use, count: Int(Scene.maxUsesLimit))
        #expect(try Grant(decoding: grant.encoded) == grant)
        // A bucket of 32 of them is still within what a reader takes.
        #expect(grant.encoded.count * 32 < 1 << 20)
    }
}

struct UseFaultTests {
    @Test func `a fault is a flag beside the use, and restores no count`() throws {
        var ledger = TestLedger.granted
        let grant = TestGrant()
        let winner = try ledger.countUses(2)
        try ledger.commit([grant.fault(1, .share, node: MemberID(checked: "node-1"), in: ledger)])
        let entry = try #require(ledger.view.grant(grant.id(in: ledger)))
        #expect(entry.counted.map(\.faults) == [UseFaults(.share), []])
        let again = Refusal.usedUp(grant.id(in: ledger), uses: 2, winner: winner)
        #expect(try ledger.attempt(grant.use(3, in: ledger)) == .refused(again))
    }

    @Test func `both kinds of fault can stand beside one use`() throws {
        var ledger = TestLedger.granted
        _ = try ledger.countUses(1)
        try ledger.commit([TestGrant().fault(1, in: ledger)])
        try ledger.commit([TestGrant().fault(1, .share, node: MemberID(checked: "node-1"), in: ledger)])
        let entry = try #require(ledger.view.grant(TestGrant().id(in: ledger)))
        #expect(entry.counted[0].faults == [UseFaults(.share), UseFaults(.dealing)])
    }

    @Test func `a fault can be told after the withdrawal, as long as the grant stands`() throws {
        var ledger = TestLedger.granted
        _ = try ledger.countUses(1)
        try ledger.commit([TestGrant().withdrawal(in: ledger)])
        #expect(try ledger.attempt(TestGrant().fault(1, in: ledger)) == .accepted)
    }

    @Test func `a share has a node and a dealing has none, or it is no payload`() throws {
        var share = try TestLedger.granted.admit(
            TestGrant().fault(1, .share, node: MemberID(checked: "node-1"), in: .granted)
        ).act.payload
        let node = [0x66] + Array("node-1".utf8)
        let place = try #require(share.firstRange(of: node))
        share.replaceSubrange(place, with: [0xf6])
        #expect(throws: CBORError.self) { try UseFault(decoding: share) }
    }
}
