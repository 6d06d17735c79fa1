import Importing
import Ledger
import NodeAPI
import Rulebook
import Signing
import Testing
import deedbox

struct MintRunTests {
    private let place: Workplace
    private let node: LocalNode
    private let input: String

    init() async throws {
        place = try Workplace()
        node = try await SampleLedger.node()
        let text = String(decoding: try ProjectFile.bytes("genesis/sample/certificates/police.csv"), as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        // Identity cards and residence permits: the two types of this ledger.
        let rows = lines.dropFirst().filter { line in
            [SampleLedger.identityCard, SampleLedger.permit].contains { line.hasPrefix($0) }
        }
        input = try place.write(([lines[0]] + rows).joined(separator: "\n") + "\n", to: "police.csv")
    }

    private static let count = 340

    private func run(
        _ minting: any MintingNode, batch: Int = 50, patience: UInt64 = 1_000, member: String = "police",
        types: [KnownType]? = nil
    ) async throws -> MintSummary {
        try await mint(minting, try table(types), batch, patience, member)
    }

    private func table(_ types: [KnownType]? = nil) throws -> sending TableSource {
        var settings = TableSource.Settings()
        settings.types = try types ?? SampleLedger.knownTypes()
        settings.isSample = true
        return try TableSource(file: input, settings)
    }

    private func mint(
        _ minting: some MintingNode, _ source: sending any DocumentSource, _ batch: Int, _ patience: UInt64,
        _ member: String
    ) async throws -> MintSummary {
        let start = await node.now
        let clock = Ticks(start)
        let run = MintRun(
            node: minting, network: node.network, member: try SampleLedger.member(member),
            key: SampleKeys.key(member),
            limits: MintLimits(batchDocuments: batch, windowBatches: 2, windowDocuments: 2 * batch),
            clock: MintClock(
                patienceMilliseconds: patience, lifetime: 300, now: { clock.now }, sleep: { clock.pass($0) }),
            paths: MintPaths(input: input))
        return try await run.run(source)
    }

    /// Each row has one receipt that holds offline, and one record on the ledger.
    private func expectAllMintedOnce(_ count: Int = MintRunTests.count) async throws {
        let lines = try place.lines("police.csv.receipts.jsonl").map { try StoredReceipt(line: Array($0.utf8)) }
        #expect(lines.count == count)
        #expect(Set(lines.map(\.document)).count == count)
        let records = await node.records
        #expect(records.count == count)
        #expect(Set(records).count == count)
        for line in lines {
            let receipt = try Receipt(decoding: line.receipt)
            let issue = try CheckedIssue(receipt, network: node.network)
            #expect(issue.record.commitment == IssueRecord.commitment(salt: line.salt, document: line.document))
            #expect(issue.record.commitment == line.commitment)
            #expect(issue.index.value == line.record)
        }
        #expect(!place.exists("police.csv.minting"))
    }

    @Test func `every row gets one record and one receipt`() async throws {
        let summary = try await run(UnreliableNode(node))
        #expect(summary.tally.read == MintRunTests.count)
        #expect(summary.assurance?.words.en.hasPrefix("1 of 1 institutions signed; ") == true)
        #expect(summary.tally.minted == MintRunTests.count)
        #expect(summary.tally.addsUp)
        #expect(!place.exists("police.csv.faults.jsonl"))
        try await expectAllMintedOnce()
    }

    @Test func `running again mints nothing`() async throws {
        _ = try await run(UnreliableNode(node))
        let second = UnreliableNode(node)
        let summary = try await run(second)
        #expect(second.submissionCount == 0)
        #expect(summary.tally.before == MintRunTests.count)
        #expect(summary.tally.minted == 0)
        #expect(summary.tally.addsUp)
        try await expectAllMintedOnce()
    }

    @Test func `another issuer's key is refused beside the receipts, and not told that nothing is left`() async throws {
        _ = try await run(UnreliableNode(node))
        let error = await #expect(throws: CommandError.self) {
            _ = try await run(UnreliableNode(node), member: "civil-affairs")
        }
        #expect(error?.code == "receipts-of-another-issuer")
        try await expectAllMintedOnce()
    }

    @Test(arguments: [UnreliableNode.Event.lostRequest, .lostAnswer])
    func `a lost request or answer is sent again, the same bytes`(_ event: UnreliableNode.Event) async throws {
        let summary = try await run(UnreliableNode(node, [0: event, 2: event]))
        #expect(summary.tally.minted == MintRunTests.count)
        try await expectAllMintedOnce()
    }

    @Test(arguments: 0..<4, [UnreliableNode.Event.killedBefore, .killedAfter])
    func `a run that is killed is gone on with`(_ call: Int, _ event: UnreliableNode.Event) async throws {
        await #expect(throws: UnreliableNode.Killed.self) { _ = try await run(UnreliableNode(node, [call: event])) }
        #expect(place.exists("police.csv.minting"))
        let summary = try await run(UnreliableNode(node))
        #expect(summary.tally.before + summary.tally.minted == MintRunTests.count)
        #expect(summary.recovered <= summary.tally.before)
        #expect(summary.tally.addsUp)
        try await expectAllMintedOnce()
    }

    @Test(arguments: [1, 2_000, 100_000, 10_000_000])
    func `a run that is killed while it writes receipts is gone on with`(_ cut: Int) async throws {
        await #expect(throws: UnreliableNode.Killed.self) {
            _ = try await run(UnreliableNode(node, [1: .killedAfter]))
        }
        let receipts = try place.bytes("police.csv.receipts.jsonl")
        try place.write(Array(receipts.dropLast(min(cut, receipts.count))), to: "police.csv.receipts.jsonl")
        _ = try await run(UnreliableNode(node))
        try await expectAllMintedOnce()
    }

    @Test func `a run killed three times in a row still mints each row once`() async throws {
        for event in [UnreliableNode.Event.killedAfter, .killedBefore, .killedAfter] {
            await #expect(throws: UnreliableNode.Killed.self) {
                _ = try await run(UnreliableNode(node, [0: event]))
            }
        }
        _ = try await run(UnreliableNode(node))
        try await expectAllMintedOnce()
    }

    @Test func `a batch that expired unsent is signed anew with the same records`() async throws {
        await #expect(throws: UnreliableNode.Killed.self) {
            _ = try await run(UnreliableNode(node, [0: .killedBefore]))
        }
        try await node.pass(seconds: 400)
        _ = try await run(UnreliableNode(node))
        try await expectAllMintedOnce()
    }

    @Test func `a batch that expired after it was taken is not signed anew`() async throws {
        await #expect(throws: UnreliableNode.Killed.self) {
            _ = try await run(UnreliableNode(node, [0: .killedAfter]))
        }
        try await node.pass(seconds: 400)
        _ = try await run(UnreliableNode(node))
        try await expectAllMintedOnce()
    }

    @Test func `a node that stays away ends the run, and the next one goes on`() async throws {
        let away = Dictionary(uniqueKeysWithValues: (0..<100).map { ($0, UnreliableNode.Event.lostAnswer) })
        await #expect(throws: CommandError.self) { _ = try await run(UnreliableNode(node, away)) }
        _ = try await run(UnreliableNode(node))
        try await expectAllMintedOnce()
    }

    @Test func `a torn receipts file without its journal is not gone on with`() async throws {
        _ = try await run(UnreliableNode(node))
        let receipts = try place.bytes("police.csv.receipts.jsonl")
        try place.write(Array(receipts.dropLast(10)), to: "police.csv.receipts.jsonl")
        let error = await #expect(throws: CommandError.self) { _ = try await run(UnreliableNode(node)) }
        #expect(error?.code == "torn-receipts")
        #expect(try place.bytes("police.csv.receipts.jsonl").count == receipts.count - 10)
        #expect(await node.records.count == MintRunTests.count)
    }

    @Test func `a receipts file with a broken line is not gone on with`() async throws {
        _ = try await run(UnreliableNode(node))
        var receipts = try place.bytes("police.csv.receipts.jsonl")
        receipts[3] ^= 1
        try place.write(receipts, to: "police.csv.receipts.jsonl")
        let error = await #expect(throws: CommandError.self) { _ = try await run(UnreliableNode(node)) }
        #expect(error?.code == "damaged-receipts")
    }

    @Test func `receipts of another ledger are not gone on with`() async throws {
        _ = try await run(UnreliableNode(node))
        let other = try await MintRunTests.otherLedger()
        let clock = Ticks(await other.now)
        let again = MintRun(
            node: UnreliableNode(other), network: other.network, member: try SampleLedger.member("police"),
            key: SampleKeys.key("police"), limits: MintLimits(other.network.parameters),
            clock: MintClock(patienceMilliseconds: 0, lifetime: 300, now: { clock.now }, sleep: { clock.pass($0) }),
            paths: MintPaths(input: input))
        let error = await #expect(throws: CommandError.self) { _ = try await again.run(try table()) }
        #expect(error?.code == "receipts-of-another-ledger")
    }

    private static func otherLedger() async throws -> LocalNode {
        let genesis = try SampleLedger.genesis()
        return try LocalNode(
            try Genesis(
                name: "other.deedbox.example", created: genesis.created, isSample: true, faultModel: .crash,
                validators: genesis.validators, governance: genesis.governance, parameters: genesis.parameters))
    }

    @Test func `rows that the ledger refuses are counted by type, and the others go on`() async throws {
        // The rules know no third type, though the run was told of one.
        let unknown = KnownType(
            code: try #require(TypeCode("11370406PDY000036P901")), version: 1, isRetired: false, required: [])
        let text = String(decoding: try place.bytes("police.csv"), as: UTF8.self)
            .replacing(SampleLedger.permit + ",", with: unknown.code.text + ",")
            .replacing("2." + SampleLedger.permit, with: "2." + unknown.code.text)
        var lines = text.split(separator: "\n").map(String.init)
        let column = 1
        lines = lines.map { line in
            var fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if fields[0] == unknown.code.text { fields[column] = "" }
            return fields.joined(separator: ",")
        }
        try place.write(lines.joined(separator: "\n") + "\n", to: "police.csv")
        let summary = try await run(UnreliableNode(node), types: try SampleLedger.knownTypes() + [unknown])
        #expect(summary.tally.minted == 300)
        #expect(summary.tally.refused == 40)
        #expect(summary.refusals[unknown.code]?.code == "unknown-type")
        #expect(summary.tally.addsUp)
        try await expectAllMintedOnce(300)
    }

    @Test func `faulty and repeated rows are left out, and the totals add up`() async throws {
        var lines = try place.lines("police.csv")
        lines.append(lines[5])
        lines.append(lines[6] + ",")
        try place.write(lines.joined(separator: "\n"), to: "police.csv")
        let summary = try await run(UnreliableNode(node))
        #expect(summary.tally.read == MintRunTests.count + 2)
        #expect(summary.tally.faulty == 2)
        #expect(summary.tally.addsUp)
        #expect(summary.faults.map(\.rule) == [.duplicate, .fieldCount])
        #expect(summary.faults.map(\.row) == [342, 343])
        #expect(try place.lines("police.csv.faults.jsonl").count == 2)
        try await expectAllMintedOnce()
        let again = try await run(UnreliableNode(node))
        #expect(again.tally.before == MintRunTests.count)
        #expect(again.tally.faulty == 2)
    }

    @Test func `two runs over one input at once are refused`() async throws {
        let held = try MintJournal.open(input + ".minting")
        let error = await #expect(throws: CommandError.self) { _ = try await run(UnreliableNode(node)) }
        #expect(error?.code == "already-running")
        withExtendedLifetime(held) {}
    }

    @Test func `files of a folder are minted by their bytes`() async throws {
        for name in ["b.pdf", "a.pdf", ".hidden", "empty"] { try place.write(name == "empty" ? "" : name, to: name) }
        let types = try SampleLedger.knownTypes()
        let outcome = try await mint(
            UnreliableNode(node), try FolderSource(folder: place.path, type: types[0]), 2, 1_000, "police")
        #expect(outcome.faults.map(\.rule.rawValue) == ["empty-file"])
        let lines = try place.lines("police.csv.receipts.jsonl").map { try StoredReceipt(line: Array($0.utf8)) }
        #expect(lines.compactMap(\.file).filter { $0.hasSuffix(".pdf") } == ["a.pdf", "b.pdf"])
        #expect(lines[0].document == SHA256.digest(Array("a.pdf".utf8)))
    }
}
