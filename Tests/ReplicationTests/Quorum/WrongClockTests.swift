import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

/// One of three nodes whose clock is five minutes wrong, either way.
struct WrongClockTests {
    private static let errors: [Int64] = [300_000, -300_000]

    private static func settings(_ error: Int64, of wrong: Int) -> WorldSettings {
        var settings = WorldSettings(seed: UInt64(wrong) + 1)
        settings.clockErrors = (0..<3).map { $0 == wrong ? error : 0 }
        return settings
    }

    @Test(arguments: errors, [0, 1, 2])
    func `the ledger goes on by the clocks of the others, and the third follows`(_ error: Int64, _ wrong: Int) throws {
        var world = try QuorumWorld.of(WrongClockTests.settings(error, of: wrong))
        let ids = world.planNotes(30, every: 150)
        #expect(try world.run(for: 60_000) { $0.areFinal(ids) && $0.isLevel }, "\(world.plight)")
        world.expectOne()
        // Block time is that of the two: never ahead of theirs, and of the last block not long before it.
        let times = world.hosts[0].settled.map(\.seal.time)
        let last = try #require(times.last)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
        #expect(last <= world.now + 500 && last + 10_000 >= world.now, "\(Int64(last) - Int64(world.now)) ms")
    }

    @Test(arguments: errors, [0, 1, 2])
    func `a use after the grant's end counts nowhere, and what the two others take is lost for nobody`(
        _ error: Int64, _ wrong: Int
    ) throws {
        var ledger = WorldLedger.three
        var grant = TestGrant("示例短期授权人")
        grant.life = 14
        try ledger.commit([grant.submission(in: ledger)])
        var world = try QuorumWorld(WrongClockTests.settings(error, of: wrong), ledger)
        let right = [0, 1, 2].filter { $0 != wrong }
        // A clock that is ahead calls the grant ended and the note late; the others do not.
        let inTime = WrongClockTests.use(1, of: grant, in: ledger)
        let note = world.note("示例短期", lasting: 60)
        for submission in [inTime, note] { world.plan(.submit(submission, to: right[0]), in: 1_000) }
        #expect(try world.run(for: 8_000) { $0.areFinal([inTime.id, note.id]) }, "\(world.plight)")
        // By a clock that is behind, and by the last block, the grant would still stand.
        let end = (world.ledger.clock / 1_000 + 13) * 1_000
        let late = WrongClockTests.use(2, of: grant, in: ledger)
        world.plan(.submit(late, to: wrong), in: end + 4_000 - world.now)
        _ = try world.run(for: end + 40_000 - world.now)
        #expect(try world.run(for: 20_000) { $0.isLevel }, "\(world.plight)")
        world.expectOne()
        for host in world.hosts {
            #expect(host.statements.contains(inTime.id) && host.statements.contains(note.id))
            #expect(!host.statements.contains(late.id), "node \(host.index)")
            guard case .grantExpired = host.refused[late.id] else {
                Issue.record("node \(host.index): \(String(describing: host.refused[late.id]))")
                continue
            }
        }
    }

    /// A use that may come long after the grant's end.
    private static func use(_ index: UInt64, of grant: TestGrant, in ledger: TestLedger) -> Submission {
        let act = Use(
            grant: grant.id(in: ledger), index: index, releaseKey: .test("\(index)"),
            caseCommitment: .test("示例用证 \(index)"), clerkCommitment: .test("示例柜员 \(index)"))
        return ledger.submission(.use(act), by: .member(grant.party), notAfter: ledger.second(after: 2_000))
    }
}

extension QuorumWorld {
    /// True when no node has stored what another one has not.
    var isLevel: Bool { Set(hosts.map(\.state.head)).count == 1 && Set(hosts.map(\.leaves.count)).count == 1 }
}
