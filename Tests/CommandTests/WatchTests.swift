import Ledger
import NodeAPI
import Rulebook
import Signing
import Testing
import deedbox

struct WatchTests {
    private let log: WatchedLog
    private let documents: [WatchedDocument]
    private var watch: DocumentWatch

    init() async throws {
        log = WatchedLog(node: try await SampleLedger.node())
        documents = try await log.record(3)
        let height = UInt64(await log.node.blocks.count)
        watch = DocumentWatch(documents, told: documents.map { _ in ToldHeights() }, height: height)
    }

    /// Looks at every block that came, and tells.
    private mutating func follow() async throws -> [DocumentChange] {
        var told: [DocumentChange] = []
        for block in await log.node.blocks.dropFirst(Int(watch.height ?? 0)) {
            let changes = try await watch.changes(in: block, from: log)
            watch.note(changes, upTo: block.height)
            told += changes
        }
        return told
    }

    private func expectProven(_ change: DocumentChange) throws {
        var verifier = ReceiptVerdict(network: log.node.network)
        switch change.proof {
        case .state(let proof, _):
            let read = try StatusProof(decoding: change.proof.encoded)
            #expect(read == proof)
            #expect(verifier.verdict(on: read).answer == .yes)
        case .act(let receipt):
            #expect(try Receipt(decoding: change.proof.encoded) == receipt)
            _ = try receipt.verify(log.node.network.policy)
        }
    }

    @Test mutating func `each change is told once, with its block, its time and a proof that holds`() async throws {
        var told: [DocumentChange] = []
        for state in [DocumentState.suspended, .inForce, .revoked] {
            try await log.set(state, documents[1])
            told += try await follow()
        }
        try await log.set(.superseded, documents[2])
        told += try await follow()
        #expect(told.map(\.event) == [.suspended, .reinstated, .revoked, .superseded])
        #expect(told.map(\.document) == [1, 1, 1, 2])
        let blocks = await log.node.blocks.suffix(4)
        #expect(told.map(\.height) == blocks.map(\.height))
        #expect(told.map(\.time) == blocks.map(\.time))
        for change in told { try expectProven(change) }
        #expect(try await follow().isEmpty)
    }

    @Test mutating func `what was lifted again before anyone looked is told by the acts themselves`() async throws {
        try await log.set(.suspended, documents[0])
        try await log.set(.suspended, documents[1])
        try await log.set(.inForce, documents[0])
        try await log.set(.revoked, documents[0])
        let told = try await follow()
        #expect(told.map(\.event) == [.suspended, .suspended, .reinstated, .revoked])
        #expect(told.map(\.document) == [0, 1, 0, 0])
        #expect(told.map(\.height) == (await log.node.blocks.suffix(4).map(\.height)))
        for change in told { try expectProven(change) }
        let byAct = told.map { change in
            if case .act = change.proof { return true }
            return false
        }
        #expect(byAct == [true, false, true, false])
    }

    @Test mutating func `a dispute and its answer are told, also when a later dispute hides them`() async throws {
        try await log.dispute(0, documents[0])
        let first = try await follow()
        #expect(first.map(\.document) == [0])
        guard case .disputed(let due?) = try #require(first.first).event else {
            Issue.record("no dispute with its deadline")
            return
        }
        #expect(due > first[0].time)
        try await log.answer(.upheld, documents[0])
        try await log.dispute(0, documents[0], claim: "another claim")
        try await log.answer(.corrected, documents[0], words: "other words")
        let rest = try await follow()
        #expect(rest.map(\.event.word) == ["answered", "disputed", "answered"])
        #expect(rest.first?.event == .answered(.upheld))
        #expect(rest.last?.event == .answered(.corrected))
        for change in first + rest { try expectProven(change) }
    }

    @Test mutating func `a block that touched another key of the same prefix tells nothing`() async throws {
        try await log.set(.suspended, documents[0])
        #expect(try await follow().count == 1)
        let block = try #require(await log.node.blocks.last)
        let prefixes = documents.map { BucketPrefix(of: $0.issue.statusKey(origin: log.node.network.origin), bits: 16) }
        let other = BlockBody(
            height: block.height, time: block.time, id: block.id, first: block.first, seal: block.seal,
            root: block.root, statements: 1, records: 0,
            touched: TouchedBody(
                status: prefixes.map(\.digits), correction: [], grant: [], trace: [], disclosure: []))
        #expect(try await watch.changes(in: other, from: log).isEmpty)
    }

    @Test mutating func `what a node kept silent about is told at the next look at all documents`() async throws {
        try await log.set(.revoked, documents[2])
        // The node tells the block without the keys that it touched.
        watch.note([], upTo: try #require(await log.node.blocks.last?.height))
        let found = try await watch.standing(upTo: watch.height ?? 0, from: log)
        #expect(found.changes.map(\.event) == [.revoked])
        watch.note(found.changes, upTo: nil)
        #expect(try await watch.standing(upTo: watch.height ?? 0, from: log).changes.isEmpty)
    }

    @Test mutating func `blocks that no proof reaches are looked at again`() async throws {
        let real = UInt64(await log.node.blocks.count)
        watch.note([], upTo: real + 40)
        let found = try await watch.standing(from: log)
        watch.note(proven: try #require(found.asOf))
        #expect(watch.height == real)
        try await log.set(.revoked, documents[0])
        #expect(try await follow().map(\.event) == [.revoked])
    }

    @Test mutating func `a watch that begins late tells what stands, and then only what is new`() async throws {
        try await log.set(.suspended, documents[0])
        try await log.dispute(1, documents[1])
        var late = DocumentWatch(documents, told: documents.map { _ in ToldHeights() }, height: nil)
        let found = try await late.standing(from: log)
        #expect(found.changes.map(\.event.word) == ["suspended", "disputed"])
        late.note(found.changes, upTo: found.asOf)
        #expect(late.height == UInt64(await log.node.blocks.count))
        watch = late
        #expect(try await follow().isEmpty)
    }

    @Test mutating func `killed before its height was kept, it tells nothing twice`() async throws {
        try await log.set(.suspended, documents[0])
        try await log.set(.inForce, documents[0])
        let start = watch.height
        #expect(try await follow().count == 2)
        watch = DocumentWatch(documents, told: watch.told, height: start)
        #expect(try await follow().isEmpty)
    }

    @Test func `the state file reads back, and a strange one is refused`() throws {
        var state = WatchState(ledger: log.node.network.origin)
        #expect(try WatchState(readable: state.json) == state)
        state.height = 17
        state.number = 3
        let issue = documents[0].issue
        state.told[WatchState.Document(issuer: issue.issuer, commitment: issue.record.commitment)] = ToldHeights(
            status: 5, disputed: 0, answered: 9)
        state.untold = [WatchState.Line(json: ["number": 3, "event": "revoked"], text: "revoked")]
        let text = state.json.compact
        #expect(try WatchState(readable: try JSONValue(parsing: text, maxByteCount: 1 << 20)) == state)
        for (good, bad) in [("watch/1", "watch/2"), ("\"height\":17", "\"height\":-1")] {
            let strange = text.replacing(good, with: bad)
            let value = try JSONValue(parsing: strange, maxByteCount: 1 << 20)
            #expect(throws: JSONError.self) { try WatchState(readable: value) }
        }
    }
}

struct TileHashesTests {
    /// The entries of a tile over these leaves: each is the root over 256^level of them.
    private func tile(_ place: TileHashes.Missing, of leaves: [Digest]) -> [Digest] {
        let span = 1 << (8 * place.level)
        let first = Int(place.index) * 256
        return (first..<min(first + 256, leaves.count / span)).map { entry in
            MerkleTree.root(of: leaves[entry * span..<(entry + 1) * span])
        }
    }

    @Test(arguments: [1, 2, 255, 256, 257, 511, 65_535, 65_537, 70_001])
    func `a proof from tiles leads from every leaf to the root`(_ count: Int) throws {
        let leaves = (0..<count).map { Digest.leaf(Array("leaf \($0)".utf8)) }
        let root = MerkleTree.root(of: leaves)
        for index in Set([0, 1, count / 2, count - 256, count - 2, count - 1]).filter((0..<count).contains).sorted() {
            var hashes = TileHashes()
            var proof: InclusionProof?
            while proof == nil {
                do {
                    proof = try InclusionProof.build(
                        index: LeafIndex(UInt64(index)), size: UInt64(count), from: hashes)
                } catch let missing as TileHashes.Missing { hashes.tiles[missing] = tile(missing, of: leaves) }
            }
            try proof?.verify(leafHash: leaves[index], root: root)
            // A few tiles prove it, however long the log is.
            #expect(hashes.tiles.count <= 8)
        }
    }

    @Test func `a tile that is cut off proves nothing`() throws {
        let leaves = (0..<300).map { Digest.leaf(Array("leaf \($0)".utf8)) }
        var hashes = TileHashes()
        let missing = #expect(throws: TileHashes.Missing.self) { try hashes.hash(level: 0, index: 299) }
        let place = try #require(missing)
        hashes.tiles[place] = Array(tile(place, of: leaves).dropLast())
        #expect(throws: CommandError.self) { try hashes.hash(level: 0, index: 299) }
    }
}
