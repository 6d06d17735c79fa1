internal import Ledger
internal import Replication
internal import Rulebook
internal import Signing
internal import Storage

/// Everything of a node that is on disk.
struct NodeStores: Sendable {
    let lock: DataLock
    let keyLocks: [KeyLock]
    let log: LogStore
    let index: IndexDatabase
    let voteGuard: GuardFile
}

extension BlockIndexing {
    /// What the index keeps of a final block. `state` is the one after it.
    init(_ block: CheckedBlock, in state: LedgerState) {
        self.init(
            block: IndexedBlock(
                height: block.height, firstIndex: block.seal.firstIndex, sealIndex: block.sealIndex,
                time: block.seal.time, id: block.seal.id),
            statements: block.statements.map { ($0.id, $0.index) },
            manifests: block.manifests.map {
                IndexedManifest(
                    leaf: $0.index, count: UInt64($0.count), issuer: $0.issuer.text, type: $0.type?.text ?? "")
            },
            depositActs: block.depositActs.map { IndexedDepositAct($0, at: block.height) },
            stateChanges: BlockIndexing.changes(block, in: state),
            replayAdded: block.executed.marks.map { Storage.ReplayMark(minute: $0.minute, id: $0.id) },
            replayDroppedBefore: ReplayMarks.firstOpen(at: block.seal.time))
    }

    /// What a block changed; with the first block all entries, for those of the genesis no block ever changed.
    private static func changes(
        _ block: CheckedBlock, in state: LedgerState
    ) -> [(key: StateKey, value: [UInt8]?)] {
        guard block.height == Height(1) else { return block.executed.changes.map { (key: $0.0, value: $0.1) } }
        return StateKind.allCases.flatMap { state.tree.entries(kind: $0.rawValue) }.map { (key: $0.0, value: $0.1) }
    }
}

extension IndexedDepositAct {
    init(_ act: DepositAct, at height: Height) {
        let grant = act.grant.digest
        switch act.kind {
        case .granted(let manifest, let party, let scene):
            self.init(
                grant: grant, height: height, kind: .granted, manifest: manifest, party: party.text,
                scene: scene.text)
        case .dealtAgain(let manifest):
            self.init(grant: grant, height: height, kind: .dealtAgain, manifest: manifest)
        case .withdrawn: self.init(grant: grant, height: height, kind: .withdrawn)
        case .closed: self.init(grant: grant, height: height, kind: .closed)
        }
    }
}

extension NodeStores {
    /// What this node's own log says of a record below a size; nil when no manifest covers the position.
    func recorded(at position: LeafIndex, below size: UInt64) throws -> RecordedDocument? {
        guard position.value < size else { return nil }
        return try RecordedDocument(position, in: log, index)
    }
}

extension RecordedDocument {
    /// The document's record at a position of a node's own log; nil when no manifest of documents covers it.
    init?(_ position: LeafIndex, in log: LogStore, _ index: IndexDatabase) throws {
        guard let manifest = try index.manifest(covering: position), manifest.leaf < position,
            let issuer = MemberID(manifest.issuer), let type = TypeCode(manifest.type)
        else { return nil }
        let record = try IssueRecord(decoding: log.leaf(at: position.value))
        self.init(issuer: issuer, type: type, commitment: record.commitment)
    }
}
