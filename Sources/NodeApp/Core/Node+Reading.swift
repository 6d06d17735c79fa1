public import Ledger
public import Rulebook
internal import Signing
internal import Storage

extension Node {
    /// A tile or entry bundle of the final log; nil beyond its size.
    public func tile(_ path: TilePath) throws -> [UInt8]? {
        let size = snapshot.size
        switch path.kind {
        case .entries:
            guard path.index <= size >> 8, path.index << 8 + UInt64(path.width) <= size else { return nil }
            return try stores.log.bundle(path.index, width: path.width)
        case .hashes(let level):
            let shift = UInt64(8 * level)
            guard shift < 56, path.index <= size >> (shift + 8), path.index << 8 + UInt64(path.width) <= size >> shift
            else { return nil }
            return try stores.log.tile(level: level, index: path.index, width: path.width)
        }
    }

    /// The receipt of the leaf at a position, under the newest final checkpoint; nil beyond its size.
    ///
    /// A record's receipt carries its manifest, and the record's place below it.
    public func receipt(at index: LeafIndex) throws -> Receipt? {
        guard let final = snapshot.final, index.value < final.checkpoint.head.size else { return nil }
        guard let manifest = try stores.index.manifest(covering: index), manifest.leaf < index else {
            return try receipt(at: index, under: final, record: nil)
        }
        let position = index.value - manifest.leaf.value - 1
        var hashes: [Digest] = []
        let first = manifest.leaf.value + 1
        try unsafe stores.log.walkHashed(from: first, to: first + manifest.count) { _, _, hash in hashes.append(hash) }
        let record = RecordProof(
            bytes: try stores.log.leaf(at: index.value), position: Int(position),
            path: MerkleTree.path(to: Int(position), in: hashes))
        return try receipt(at: manifest.leaf, under: final, record: record)
    }

    private func receipt(
        at index: LeafIndex, under final: FinalCheckpoint, record: RecordProof?
    ) throws -> Receipt {
        let proof = try InclusionProof.build(index: index, size: final.checkpoint.head.size, from: stores.log)
        return Receipt(
            leaf: try stores.log.leaf(at: index.value), proof: proof, checkpoint: final.note, record: record)
    }

    /// The part of the state below a prefix, tied to the newest final checkpoint; nil before the first block.
    public func bucket(kind: StateKind, prefix: UInt64, bits: Int) throws -> SealedBucket? {
        let snapshot = board.snapshot
        guard let final = snapshot.final else { return nil }
        let seal = try receipt(at: LeafIndex(final.checkpoint.head.size - 1), under: final, record: nil)
        return SealedBucket(
            seal: seal, bucket: snapshot.view.tree.bucket(kind: kind.rawValue, prefix: prefix, bits: bits))
    }

    /// A block in a few words; nil when there is none of that height.
    public func block(at height: Height) throws -> BlockSummary? {
        if let recent = board.recent(from: height) { return recent.first }
        guard let block = try stores.index.block(height: height) else { return nil }
        return try summary(of: block)
    }

    private func summary(of block: IndexedBlock) throws -> BlockSummary {
        var reader = BlockTally(origin: network.origin)
        try unsafe stores.log.walk(from: block.firstIndex.value, to: block.sealIndex.value) { _, leaf in
            unsafe reader.take(leaf)
        }
        return BlockSummary(
            height: block.height, time: block.time, firstIndex: block.firstIndex, sealIndex: block.sealIndex,
            id: block.id, root: try stores.log.head(at: block.sealIndex.value + 1).root,
            statements: reader.statements, records: reader.records, touched: Set(reader.touched).sorted())
    }

    /// Every block after a height, those that come included; ends with its reader or the node.
    public func events(after height: Height) -> AsyncThrowingStream<BlockSummary, any Error> {
        let signals = board.follow()
        let position = EventPosition(node: self, signals: signals, next: height.next)
        return AsyncThrowingStream { try await position.next() }
    }

    /// What an operator asks first.
    public func status() -> NodeStatus {
        let waiting = inbox.waiting
        let logBytes = (try? FolderSize.bytes(of: configuration.dataDirectory + "/log")) ?? 0
        var status = NodeStatus(
            member: member, snapshot: snapshot, waitingStatements: waiting.statements, waitingBytes: waiting.bytes,
            logBytes: logBytes, damaged: metrics.damage.all, started: started, problems: problems())
        status.round = board.round
        status.peers = neighbours?.links.states ?? []
        status.strongroom = strongroom.state
        status.deposits = deposits.state
        status.disclosures = sealed.counts
        return status
    }

    private func problems() -> [String] {
        [board.round?.doubt?.problem].compactMap { $0 } + stall()
    }

    private func stall() -> [String] {
        let age = WallClock.now &- snapshot.head.time
        let patience = 3 * snapshot.view.network.parameters.heartbeat
        guard snapshot.final != nil, age > patience, WallClock.now > snapshot.head.time else {
            return []
        }
        guard let round = board.round else {
            return ["no block for \(age / 1_000) s: the core does not work or its disk does not answer"]
        }
        let missing = round.missing.map { "\($0.what) of \($0.from.map(\.text).joined(separator: ", "))" }
        return [
            """
            no block for \(age / 1_000) s: block \(round.height) in round \(round.round), \(round.step), waits for \
            \(missing.isEmpty ? "nobody" : missing.joined(separator: "; "))
            """
        ]
    }
}

/// Counts what a block holds, and which entries it touches.
private struct BlockTally {
    let origin: String
    private(set) var statements = 0
    private(set) var records = 0
    private(set) var touched: [TouchedPrefix] = []

    init(origin: String) { self.origin = origin }

    mutating func take(_ leaf: UnsafeRawBufferPointer) {
        switch unsafe LeafKind(leaf) {
        case .record:
            records += 1
            guard let use = unsafe try? UseRecord(decoding: Array(leaf)) else { return }
            if let prefix = TouchedPrefix(use.touchedKey) { touched.append(prefix) }
        case .statement, .governance:
            statements += 1
            unsafe touch(Array(leaf))
        case .closedRecord:
            guard let closed = unsafe try? ClosedRecord(decoding: Array(leaf)) else { return }
            if let prefix = TouchedPrefix(.grant(closed.grant)) { touched.append(prefix) }
        case .seal, nil: return
        }
    }

    private mutating func touch(_ leaf: [UInt8]) {
        guard let statement = try? Statement(decoding: leaf),
            let name = ActName(contentType: statement.header.contentType),
            let act = try? Act(name, payload: statement.payload)
        else { return }
        let issuer = statement.header.issuer.flatMap { MemberID($0) }
        touched += act.touchedKeys(origin: origin, issuer: issuer).compactMap { TouchedPrefix($0) }
    }
}

/// How far one reader of events has come.
private actor EventPosition {
    private let node: Node
    private var signals: AsyncStream<Void>.Iterator
    private var ready: [BlockSummary] = []
    private var height: Height

    init(node: Node, signals: AsyncStream<Void>, next: Height) {
        self.node = node
        self.signals = signals.makeAsyncIterator()
        height = next
    }

    func next() async throws -> BlockSummary? {
        while true {
            if !ready.isEmpty { return step(ready.removeFirst()) }
            if height <= node.snapshot.head.height {
                if let recent = node.board.recent(from: height) {
                    ready = recent
                } else {
                    return try node.block(at: height).map { step($0) }
                }
                continue
            }
            var iterator = signals
            guard await iterator.next(isolation: self) != nil else { return nil }
            signals = iterator
        }
    }

    private func step(_ summary: BlockSummary) -> BlockSummary {
        height = summary.height.next
        return summary
    }
}
