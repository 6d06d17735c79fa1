import Foundation
import RelyingApp
import Rulebook
import Signing
import TestSupport
import Testing

struct RetentionTests {
    private static let day: UInt64 = 86_400

    /// True when the bytes stand in the database or in its log.
    private func isThere(_ bytes: [UInt8], _ desk: TestDesk) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: desk.folder.path).contains { name in
            guard name.hasPrefix("relying.sqlite") else { return false }
            return try Data(contentsOf: URL(filePath: desk.folder.path + "/" + name)).range(of: Data(bytes)) != nil
        }
    }

    private func search(_ grant: GrantID) -> UseSearch {
        var search = UseSearch()
        search.grant = grant
        return search
    }

    @Test func `what a use brought goes when its scene's days are over, and the record of it stays`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        let use = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例柜员"))
        let matter = try #require(try desk.desk.matters(named: grant.description).first)
        let deposit = Array(try #require(matter.answer?.deposit).prefix(64))
        #expect(try isThere(deposit, desk))
        try await desk.town.pass(seconds: 29 * RetentionTests.day)
        await desk.desk.keepHouse(isThorough: true)
        #expect(try desk.desk.use(1, of: grant).content != nil)
        try await desk.town.pass(seconds: 2 * RetentionTests.day)
        await desk.desk.keepHouse(isThorough: true)
        let gone = try desk.desk.use(1, of: grant)
        #expect(gone.content == nil && gone.verdict == nil && gone.state == .opened)
        #expect(gone.height == use.height && gone.receipt == use.receipt && gone.statement == use.statement)
        let deletion = try #require(gone.deletion)
        #expect(deletion.scene == TestScene.loan.code && deletion.retentionDays == 30)
        #expect(try desk.desk.deletedUses(limit: 10).map(\.number) == [1])
        #expect(try desk.desk.uses(search(grant)).uses.map(\.caseNumber) == [nil])
        await #expect(throws: RelyingRefusal.self) { try await desk.desk.evidence(of: gone) }
        // The request was over a little later: then its case and its deposit go too.
        try await desk.town.pass(seconds: RetentionTests.day)
        await desk.desk.keepHouse(isThorough: true)
        #expect(try !isThere(deposit, desk))
        #expect(throws: RelyingRefusal.self) { try desk.desk.matters(named: "示例案 17") }
        #expect(try desk.desk.matters(named: grant.description).first?.answer?.deposit == nil)
        // Nothing of it comes back.
        #expect(try await desk.desk.judgeAgain(gone).content == nil)
    }

    @Test func `a hold keeps a case, and its end lets it go`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        let hold = try desk.desk.hold("示例案 17", ground: "示例裁定", by: "示例主管")
        #expect(hold.words?.ground == "示例裁定" && hold.words?.orderedBy == "示例主管" && hold.released == nil)
        #expect(throws: RelyingRefusal.self) { try desk.desk.hold("示例案 17", ground: "示例", by: "示例") }
        try await desk.town.pass(seconds: 40 * RetentionTests.day)
        await desk.desk.keepHouse(isThorough: true)
        #expect(try desk.desk.use(1, of: grant).content != nil)
        #expect(try await desk.desk.retainedUses(limit: 10).first?.hold?.number == hold.number)
        let released = try desk.desk.release("示例案 17", by: "示例主管二")
        #expect(released.released?.by == "示例主管二")
        #expect(throws: RelyingRefusal.self) { try desk.desk.release("示例案 17", by: "示例") }
        await desk.desk.keepHouse(isThorough: true)
        #expect(try desk.desk.use(1, of: grant).deletion != nil)
        // That there was a hold stays, and none of its words.
        let left = try desk.desk.holds(all: true)
        #expect(try left.count == 1 && desk.desk.holds().isEmpty)
        #expect(left.first?.words == nil && left.first?.released?.time == released.released?.time)
        #expect(left.first?.released?.by == nil && left.first?.number == hold.number)
    }

    @Test func `the words of a hold that was released stay as long as its case`() async throws {
        let desk = try await TestDesk.make()
        _ = try await desk.desk.use(UseOrder(grant: try await desk.granted(), clerk: "示例"))
        let hold = try desk.desk.hold("示例案 17", ground: "示例裁定", by: "示例主管")
        _ = try desk.desk.release("示例案 17", by: "示例主管")
        await desk.desk.keepHouse(isThorough: true)
        #expect(try desk.desk.holds(all: true).first?.words == hold.words)
        try await desk.town.pass(seconds: 40 * RetentionTests.day)
        await desk.desk.keepHouse(isThorough: true)
        #expect(try desk.desk.holds(all: true).map(\.words) == [nil])
    }

    @Test func `a use that never came to its end keeps nothing either`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        await desk.town.fail(.noShares)
        await #expect(throws: LedgerSilent.self) { try await desk.desk.use(UseOrder(grant: grant, clerk: "示例")) }
        try await desk.town.pass(seconds: 31 * RetentionTests.day)
        await desk.desk.keepHouse(isThorough: true)
        let gone = try desk.desk.use(1, of: grant)
        #expect(gone.deletion != nil && !gone.isUnfinished)
    }

    @Test func `the days count from the block of the use`() async throws {
        let desk = try await TestDesk.make()
        let grant = try await desk.granted()
        _ = try await desk.desk.use(UseOrder(grant: grant, clerk: "示例"))
        let planned = try await desk.desk.retainedUses(limit: 10)
        let time = try #require(planned.first?.use.time)
        #expect(planned.first?.end == time / 1_000 + 30 * RetentionTests.day)
        #expect(planned.first?.caseNumber == "示例案 17")
    }
}
