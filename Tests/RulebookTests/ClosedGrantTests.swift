import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

struct ClosedGrantTests {
    private let retention = TestNetwork.small.grantRetention

    /// The closed records of the last block.
    private func closed(_ ledger: TestLedger) throws -> [ClosedRecord] {
        let seal = try #require(ledger.blocks.last?.seal)
        #expect(try Seal(decoding: try #require(ledger.leaves.last)) == seal)
        return try ledger.leaves.suffix(Int(seal.closedCount) + 1).dropLast().map { try ClosedRecord(decoding: $0) }
    }

    /// Lets blocks come until a grant has left the state; tells the time of the block and its records.
    private func closing(_ grant: TestGrant, _ ledger: inout TestLedger, after time: UInt64) throws -> [ClosedRecord] {
        let id = grant.id(in: ledger)
        ledger.clock = time - 1
        try ledger.heartbeat()
        #expect(ledger.view.grant(id) != nil)
        #expect(try closed(ledger).isEmpty)
        ledger.clock = time
        try ledger.heartbeat()
        #expect(ledger.view.grant(id) == nil)
        return try closed(ledger)
    }

    private func record(_ grant: TestGrant, _ ledger: TestLedger, uses: UInt64, first: UInt64, last: UInt64) -> [UInt8]
    {
        var encoder = CBOREncoder()
        encoder.array(4)
        encoder.digest(grant.id(in: ledger).digest)
        for value in [uses, first, last] { encoder.unsigned(value) }
        return encoder.bytes
    }

    @Test func `a grant that was never used leaves after its expiry`() throws {
        var ledger = TestLedger.granted
        let grant = TestGrant()
        let expiry = try #require(ledger.view.grant(grant.id(in: ledger))).expiry
        let records = try closing(grant, &ledger, after: expiry * 1_000 + retention)
        #expect(records.map(\.encoded) == [record(grant, ledger, uses: 0, first: 0, last: 0)])
    }

    @Test func `a grant that is used up leaves after its last use, with its whole count`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.requestLife = 1
        try ledger.commit([grant.submission(in: ledger)])
        let first = try ledger.countUses(1)
        try ledger.heartbeat()
        try ledger.commit([grant.use(2, in: ledger)])
        let last = ledger.head
        let records = try closing(grant, &ledger, after: last.time + retention)
        let expected = record(grant, ledger, uses: 2, first: first.height.value, last: last.height.value)
        #expect(records.map(\.encoded) == [expected])
    }

    @Test func `a withdrawn grant leaves after its withdrawal, with the uses before it`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.requestLife = 1
        try ledger.commit([grant.submission(in: ledger)])
        let use = try ledger.countUses(1)
        let withdrawn = try ledger.commit([grant.withdrawal(in: ledger)]).time
        let records = try closing(grant, &ledger, after: withdrawn + retention)
        let height = use.height.value
        #expect(records.map(\.encoded) == [record(grant, ledger, uses: 1, first: height, last: height)])
    }

    @Test func `a grant stays as long as its request could be answered again`() throws {
        var ledger = TestLedger.granted
        let grant = TestGrant()
        let entry = try #require(ledger.view.grant(grant.id(in: ledger)))
        try ledger.commit([grant.withdrawal(in: ledger)])
        let records = try closing(grant, &ledger, after: (entry.requestNotAfter + 1) * 1_000)
        #expect(records.count == 1)
    }

    @Test func `a closing time within a second waits for the next one`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.requestLife = 1
        try ledger.commit([grant.submission(in: ledger)])
        ledger.clock += 123
        let withdrawn = try ledger.commit([grant.withdrawal(in: ledger)]).time
        #expect((withdrawn + retention) % 1_000 == 123)
        let next = (withdrawn + retention) / 1_000 * 1_000 + 1_000
        #expect(try closing(grant, &ledger, after: next).count == 1)
    }

    @Test func `a closed grant cannot be opened again by its request`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.requestLife = 90
        let request = grant.signedRequest(in: ledger)
        try ledger.commit([ledger.grant(of: request.bytes)])
        try ledger.commit([grant.withdrawal(in: ledger)])
        let last = request.header.notAfter
        let id = grant.id(in: ledger)

        ledger.clock = last * 1_000 + 999
        #expect(try ledger.attempt(ledger.grant(of: request.bytes)) == .refused(.grantExists(id)))
        ledger.clock = (last + 1) * 1_000
        try ledger.heartbeat()
        #expect(ledger.view.grant(id) == nil)
        #expect(try ledger.attempt(ledger.grant(of: request.bytes)) == .refused(.requestExpired(notAfter: last)))
    }

    @Test func `a block closes as many as the limit says, the rest in the next ones`() throws {
        var ledger = TestLedger.banking
        var ids: [GrantID] = []
        for number in 0..<9 {
            var grant = TestGrant("持有人 \(number)")
            grant.life = 30
            grant.requestLife = 1
            try ledger.commit([grant.submission(in: ledger)])
            ids.append(grant.id(in: ledger))
        }
        ids.sort()
        ledger.pass(seconds: 200)
        for expected in [ids[0..<4], ids[4..<8], ids[8..<9], ids[9...]] {
            try ledger.heartbeat()
            #expect(try closed(ledger).map(\.grant) == Array(expected))
        }
        #expect(ledger.state.tree.count(kind: StateKind.grant.rawValue) == 0)
    }

    @Test func `a node that has just started closes what one that ran on closes`() throws {
        var ledger = TestLedger.banking
        for number in 0..<7 {
            var grant = TestGrant("持有人 \(number)")
            grant.life = 20 + 7 * UInt64(number)
            grant.requestLife = 5
            try ledger.commit([grant.submission(in: ledger)])
            if number.isMultiple(of: 2) { try ledger.commit([grant.withdrawal(in: ledger)]) }
        }
        // Every block below is checked by a node that starts from the kept state.
        var count = 0
        for _ in 0..<200 {
            try ledger.heartbeat()
            count += try closed(ledger).count
        }
        #expect(count == 7)
    }

    @Test func `a key that comes back in a new grant is closed by the new grant's terms`() throws {
        var ledger = TestLedger.banking
        var grant = TestGrant()
        grant.requestLife = 1
        grant.life = 600
        try ledger.commit([grant.submission(in: ledger)])
        try ledger.commit([grant.withdrawal(in: ledger)])
        ledger.pass(seconds: 100)
        try ledger.heartbeat()
        #expect(try closed(ledger).count == 1)

        grant.life = 3_600
        try ledger.commit([grant.submission(in: ledger)])
        let expiry = try #require(ledger.view.grant(grant.id(in: ledger))).expiry
        ledger.pass(seconds: 700)
        try ledger.heartbeat()
        #expect(try closing(grant, &ledger, after: expiry * 1_000 + retention).count == 1)
    }
}
