import Rulebook
import Signing
import Testing
import deedbox

struct ValidityTests {
    private let node: LocalNode
    private let lines: [StoredReceipt]
    /// The end of the first row's last day, at UTC+8.
    private static let end: UInt64 = 1_798_732_800

    init() async throws {
        node = try await SampleLedger.node()
        let place = try Workplace()
        let input = try place.write("ZZMC,ZZYXQJZRQ\na,2026-12-31\nb,\n", to: "t.csv")
        var settings = TableSource.Settings()
        let type = try #require(TypeCode(SampleLedger.permit))
        settings.types = [KnownType(code: type, version: 1, isRetired: false, required: [])]
        settings.type = type
        settings.expiryColumn = "ZZYXQJZRQ"
        let clock = Ticks(await node.now)
        let run = MintRun(
            node: node, network: node.network, member: try SampleLedger.member("police"),
            key: SampleKeys.key("police"), limits: MintLimits(node.network.parameters),
            clock: MintClock(patienceMilliseconds: 0, lifetime: 300, now: { clock.now }, sleep: { clock.pass($0) }),
            paths: MintPaths(input: input))
        _ = try await run.run(try TableSource(file: input, settings))
        lines = try place.lines("t.csv.receipts.jsonl").map { try StoredReceipt(line: Array($0.utf8)) }
    }

    private func verdict(_ line: Int, at now: UInt64) -> Verdict {
        var verifier = ReceiptVerdict(network: node.network, now: now)
        return verifier.verdict(on: lines[line], document: nil)
    }

    private func validity(_ line: Int, at now: UInt64) -> Answer? {
        verdict(line, at: now).checks.first { $0.name == .validity }?.answer
    }

    @Test func `a document is in its validity period until its last day is over`() {
        #expect(validity(0, at: Self.end - 1) == .yes)
        #expect(validity(0, at: Self.end) == .no)
        #expect(verdict(0, at: Self.end).answer == .no)
    }

    @Test func `without an end on the ledger nothing is said of validity`() {
        #expect(validity(1, at: Self.end) == nil)
        #expect(verdict(1, at: Self.end).answer == .yes)
    }

    @Test func `of a file the ended documents are counted apart from receipts that do not hold`() {
        var tally = ReceiptsTally()
        for line in [0, 1] { tally.add(lines[line], verdict(line, at: Self.end)) }
        #expect((tally.good, tally.ended) == (1, 1))
        #expect(tally.answer == .no)
    }
}
