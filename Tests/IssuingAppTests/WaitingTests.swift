import IssuingApp
import Rulebook
import Testing

struct WaitingTests {
    @Test func `a registrar that is away is told with how many wait for it, since when and why`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(7)
        #expect(try fixture.desk.waitingWork().isEmpty)
        fixture.directory.setAway(true)
        _ = try await DeskWork(fixture.desk).turn()
        let first = try #require(try fixture.desk.waitingWork().first)
        #expect(first.part == .binding)
        #expect(first.count == 7)
        #expect(first.words.en == "no registrar answers")
        try await fixture.ledger.pass(seconds: 5)
        // Another process sees the same.
        let other = try fixture.reopened()
        _ = try await DeskWork(other).turn()
        let later = try #require(try fixture.desk.waitingWork().first)
        #expect(later.since == first.since)
        #expect((later.asked ?? 0) >= (first.asked ?? .max - 5) + 5)
        fixture.directory.setAway(false)
        try fixture.directory.open((0..<7).map { "N\($0)" })
        try await fixture.work()
        #expect(try fixture.desk.waitingWork().isEmpty)
        #expect(try fixture.desk.database.waits().isEmpty)
    }

    @Test func `holders without a wallet are told with the time when they are asked for again`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(4)
        try fixture.directory.open(["N1"])
        try await fixture.work()
        let waiting = try fixture.desk.waitingWork()
        #expect(waiting.map(\.part) == [.binding])
        #expect(waiting.map(\.count) == [3])
        #expect(waiting.map(\.again) == waiting.map { $0.asked.map { $0 + fixture.desk.configuration.pendingSeconds } })
        // Run again too soon: nothing is asked, and what waits is still told.
        try await fixture.work()
        #expect(try fixture.desk.waitingWork() == waiting)
        // Asked again while the registrar is away, that is the reason.
        fixture.directory.setAway(true)
        try await fixture.ledger.pass(seconds: 31)
        _ = try await DeskWork(fixture.desk).turn()
        #expect(try fixture.desk.waitingWork().map(\.words.en) == ["no registrar answers"])
        #expect(try fixture.desk.waitingWork().map(\.count) == [3])
    }

    @Test func `a node that is away is told with the batches that wait for it`() async throws {
        let fixture = try await DeskFixture.make()
        try fixture.importRows(5)
        try fixture.directory.open((0..<5).map { "N\($0)" })
        await fixture.ledger.fail(.mute)
        try await fixture.work()
        let anchoring = try #require(try fixture.desk.waitingWork().first { $0.part == .anchoring })
        #expect(anchoring.count == 5)
        #expect(anchoring.words.en == "no node takes anything")
    }
}
