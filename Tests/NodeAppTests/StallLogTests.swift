import NodeApp
import Rulebook
import Testing

struct StallLogTests {
    @Test func `a stall and its end are told once each`() throws {
        let missing = try ["node-1", "node-2"].map { try #require(MemberID($0)) }
        var log = StallLog()
        var lines: [StallLog.Line?] = []
        for second in 0..<10 {
            lines.append(log.take(missing: missing, of: 3, needed: 2, now: 1_000_000 + UInt64(second) * 1_000))
        }
        let stalls = StallLog.Line.stalls("stands still: 1 of 3 are linked, 2 must vote; missing node-1, node-2")
        #expect(lines.compactMap { $0 } == [stalls])
        for _ in 0..<3 { lines.append(log.take(missing: Array(missing.prefix(1)), of: 3, needed: 2, now: 1_041_000)) }
        #expect(lines.compactMap { $0 } == [stalls, .goesOn("goes on after 41 s: 2 of 3 are linked")])
    }

    @Test func `a link that comes back at once is not told of`() throws {
        let missing = try ["node-1", "node-2"].map { try #require(MemberID($0)) }
        var log = StallLog()
        #expect(log.take(missing: missing, of: 3, needed: 2, now: 1_000) == nil)
        #expect(log.take(missing: [], of: 3, needed: 2, now: 2_000) == nil)
        #expect(log.take(missing: missing, of: 3, needed: 2, now: 4_500) == nil)
    }

    @Test func `it looks once a second, also when the clock was set back`() {
        var log = StallLog()
        let due = [10_000, 10_500, 11_000, 11_200, 9_000, 9_500].map { log.isDue(now: $0) }
        #expect(due == [true, false, true, false, true, false])
    }
}
