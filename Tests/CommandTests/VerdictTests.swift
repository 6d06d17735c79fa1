import Ledger
import Rulebook
import Signing
import Testing
import deedbox

struct VerdictTests {
    private let node: LocalNode
    private let lines: [StoredReceipt]

    init() async throws {
        node = try await SampleLedger.node()
        let place = try Workplace()
        let input = try place.write("ZZMC\na\nb\nc\n", to: "t.csv")
        var settings = TableSource.Settings()
        let type = try #require(TypeCode(SampleLedger.permit))
        settings.types = [KnownType(code: type, version: 1, isRetired: false, required: [])]
        settings.type = type
        let clock = Ticks(await node.now)
        let run = MintRun(
            node: node, network: node.network, member: try SampleLedger.member("police"),
            key: SampleKeys.key("police"), limits: MintLimits(node.network.parameters),
            clock: MintClock(patienceMilliseconds: 0, lifetime: 300, now: { clock.now }, sleep: { clock.pass($0) }),
            paths: MintPaths(input: input))
        _ = try await run.run(try TableSource(file: input, settings))
        lines = try place.lines("t.csv.receipts.jsonl").map { try StoredReceipt(line: Array($0.utf8)) }
    }

    private func line(_ change: (inout StoredLine) -> Void) -> StoredReceipt {
        var line = StoredLine(lines[1])
        change(&line)
        return line.stored
    }

    private func checks(_ line: StoredReceipt, document: Digest? = nil) -> [Check.Name: Answer] {
        var verifier = ReceiptVerdict(network: node.network)
        let checks = verifier.verdict(on: line, document: document).checks
        return Dictionary(checks.map { ($0.name, $0.answer) }) { first, _ in first }
    }

    @Test func `a minted line holds, every check of it`() {
        var verifier = ReceiptVerdict(network: node.network)
        for line in lines {
            let verdict = verifier.verdict(on: line, document: line.document)
            #expect(verdict.answer == .yes)
            #expect(verdict.status == .ok)
            #expect(verdict.checks.map(\.name) == [.ledger, .final, .inLog, .record, .line, .commitment, .document])
        }
    }

    @Test func `another document is told, and nothing else`() {
        let found = checks(lines[1], document: SHA256.digest([1]))
        #expect(found[.document] == .no)
        #expect(found.values.filter { $0 == .no }.count == 1)
    }

    @Test func `another salt does not open the commitment`() {
        #expect(checks(line { $0.salt[0] ^= 1 })[.commitment] == .no)
        #expect(checks(line { $0.document = SHA256.digest([1]) })[.commitment] == .no)
    }

    @Test func `a line that says another place or commitment is told`() {
        #expect(checks(line { $0.record += 1 })[.line] == .no)
        #expect(checks(line { $0.commitment = lines[0].commitment })[.line] == .no)
    }

    @Test func `a record under another manifest or at another place is not recorded`() throws {
        let receipt = try Receipt(decoding: lines[1].receipt)
        let record = try #require(receipt.record)
        let moved = RecordProof(bytes: record.bytes, position: 2, path: record.path)
        var verifier = ReceiptVerdict(network: node.network)
        let verdict = verifier.verdict(
            on: Receipt(leaf: receipt.leaf, proof: receipt.proof, checkpoint: receipt.checkpoint, record: moved))
        #expect(verdict.checks.last?.name == .record)
        #expect(verdict.status == .no)
    }

    @Test func `a leaf elsewhere in the log is not in the log there`() throws {
        let receipt = try Receipt(decoding: lines[1].receipt)
        let other = InclusionProof(
            index: LeafIndex(receipt.proof.index.value - 1), size: receipt.proof.size, path: receipt.proof.path)
        var verifier = ReceiptVerdict(network: node.network)
        let verdict = verifier.verdict(
            on: Receipt(leaf: receipt.leaf, proof: other, checkpoint: receipt.checkpoint, record: receipt.record))
        #expect(verdict.checks.last?.name == .inLog)
        #expect(verdict.answer == .no)
    }

    @Test func `a checkpoint without its cosignature is not final, one with a false signature neither`() throws {
        let receipt = try Receipt(decoding: lines[1].receipt)
        let note = receipt.checkpoint
        var verifier = ReceiptVerdict(network: node.network)
        #expect(verifier.verdict(on: note).answer == .yes)
        let bare = SignedNote(text: note.text, signatures: Array(note.signatures.prefix(1)))
        #expect(verifier.verdict(on: bare).checks.last?.name == .final)
        #expect(verifier.verdict(on: bare).answer == .no)
        let grown = try Checkpoint(parsing: note.text)
        let forged = SignedNote(
            text: Checkpoint(
                origin: grown.origin, head: TreeHead(size: grown.head.size + 1, root: grown.head.root)
            ).text,
            signatures: note.signatures)
        #expect(verifier.verdict(on: forged).answer == .no)
    }

    @Test func `under the genesis of another ledger nothing can be checked`() throws {
        let genesis = try SampleLedger.genesis()
        let other = try Genesis(
            name: "other.deedbox.example", created: genesis.created, isSample: true, faultModel: .crash,
            validators: genesis.validators, governance: genesis.governance, parameters: genesis.parameters)
        var verifier = ReceiptVerdict(network: Network(other))
        let verdict = verifier.verdict(on: lines[0], document: nil)
        #expect(verdict.answer == .unknown)
        #expect(verdict.status == .failed)
        #expect(verdict.checks.map(\.name) == [.ledger])
    }

    @Test func `a tlog-proof needs its leaf, and holds with no other`() throws {
        let receipt = try Receipt(decoding: lines[1].receipt)
        var verifier = ReceiptVerdict(network: node.network)
        #expect(verifier.verdict(on: receipt.logProof, leaf: receipt.leaf).answer == .yes)
        #expect(verifier.verdict(on: receipt.logProof, leaf: nil).answer == .unknown)
        #expect(verifier.verdict(on: receipt.logProof, leaf: receipt.leaf + [0]).answer == .no)
    }

    @Test func `all lines of a file add up to one answer`() {
        var verifier = ReceiptVerdict(network: node.network)
        var tally = ReceiptsTally()
        for line in lines { tally.add(line, verifier.verdict(on: line, document: nil)) }
        #expect(tally.answer == .yes)
        #expect(tally.good == 3)
        let bad = line { $0.salt[0] ^= 1 }
        tally.add(bad, verifier.verdict(on: bad, document: nil))
        #expect(tally.answer == .no)
        #expect(tally.good == 3)
    }
}

/// A line of a receipts file, to be changed.
private struct StoredLine {
    var document: Digest
    var salt: [UInt8]
    var commitment: Commitment
    var record: UInt64
    private let original: StoredReceipt

    init(_ stored: StoredReceipt) {
        original = stored
        document = stored.document
        salt = stored.salt
        commitment = stored.commitment
        record = stored.record
    }

    var stored: StoredReceipt {
        let value: JSONValue = [
            "row": .integer(Int64(original.row)), "document": .string(document.hex),
            "salt": .string(Base64.encode(salt)),
            "commitment": .string(commitment.description), "record": .integer(Int64(record)),
            "height": .integer(Int64(original.height)), "receipt": .string(Base64.encode(original.receipt)),
        ]
        guard let stored = try? StoredReceipt(line: Array(value.compact.utf8)) else { return original }
        return stored
    }
}
