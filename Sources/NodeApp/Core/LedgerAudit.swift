public import Ledger
public import Rulebook
internal import Replication
public import Signing
public import Storage

/// Recomputes a stored ledger from its leaves alone: every hash, every signature, every rule, every state root.
public struct LedgerAudit {
    private let directory: String
    private let network: Network

    /// An audit of the data directory of a node that is not running.
    public init(of directory: String, for network: Network) {
        self.directory = directory
        self.network = network
    }

    /// Audits the log; with `rebuildsIndex` the indexes are made anew on the way.
    ///
    /// Throws at the first thing that is wrong, with the file or the block at fault and what to do.
    /// Throws `CouldNotCheck` when the files cannot be read at all.
    public func run(rebuildsIndex: Bool, progress: (_ done: UInt64, _ all: UInt64) -> Void) throws -> AuditReport {
        try CouldNotCheck.telling {
            let lock = try DataLock(in: directory)
            defer { withExtendedLifetime(lock) {} }
            return try audit(rebuildsIndex: rebuildsIndex, progress)
        }
    }

    /// Begins the intake journal anew with all that can be read of it; the damaged files are kept.
    public func salvageIntake() throws -> IntakeSalvage {
        try CouldNotCheck.telling {
            let lock = try DataLock(in: directory)
            defer { withExtendedLifetime(lock) {} }
            try GenesisCopy.check(in: directory, for: network)
            return try IntakeJournal.salvage(in: directory)
        }
    }

    private func audit(rebuildsIndex: Bool, _ progress: (UInt64, UInt64) -> Void) throws -> AuditReport {
        try GenesisCopy.check(in: directory, for: network)
        let signed = try signed()
        if rebuildsIndex { _ = try LogStore.rebuildIndex(in: directory, expecting: signed?.head) }
        let log = try LogStore.open(in: directory)
        try log.check(against: signed)
        let path = directory + "/index.sqlite"
        let index = rebuildsIndex ? try IndexDatabase.erase(at: path, ledger: network.digest) : nil
        var tally = AuditTally()
        var lastFinal = FinalBlocks(isAlone: network.genesis.validators.count == 1)
        var replay = try LogReplay(state: LedgerState(network: network), log: log)
        try replay.run(
            to: log.head.size,
            recorded: { position in try tally.recorded(at: position, in: log) },
            done: { block, state in
                tally.add(block)
                if let index, let final = lastFinal.next(block, state) {
                    try index.record(BlockIndexing(final.block, in: final.state))
                }
                progress(state.head.size, log.head.size)
            })
        if !rebuildsIndex { try checkIndex(path, replay.state) }
        try IntakeJournal.check(in: directory)
        return AuditReport(
            head: replay.frontier.head, height: replay.state.head.height, stateRoot: replay.state.tree.root,
            statements: tally.statements, records: tally.records, signed: signed?.height,
            unfinished: log.head.size - replay.state.head.size, rebuiltIndex: rebuildsIndex)
    }

    /// What this node has signed last, as its guard says.
    private func signed() throws -> Attestation? {
        let path = directory + "/guard"
        guard let bytes = try GuardFile.open(at: path).newest else { return nil }
        guard network.genesis.validators.count > 1 else { return try Attestation(decoding: bytes) }
        return try QuorumFiles.record(bytes, path).attestation
    }

    /// The index must hold what the leaves gave.
    private func checkIndex(_ path: String, _ state: LedgerState) throws {
        let index = try IndexDatabase.open(at: path, ledger: network.digest)
        try index.check()
        // After a kill the index may end some blocks before the log; the next start completes it.
        guard let head = try index.head(), head.height == state.head.height else { return }
        let tree = StateTree(entries: try index.state().map { ($0.key, $0.value) })
        guard head.id == state.head.id, tree.root == state.tree.root else { throw AuditFinding.indexDiffers }
    }
}

/// What an audit found to hold.
public struct AuditReport: Sendable {
    public let head: TreeHead
    public let height: Height
    public let stateRoot: Digest
    public let statements: Int
    public let records: Int
    /// The last block that this node's guard says it signed.
    public let signed: Height?
    /// Leaves behind the last seal: a block that was never completed, and that nothing was said about.
    public let unfinished: UInt64
    public let rebuiltIndex: Bool
}

/// Why an audit says neither yes nor no: another process works on the folder, or the system does not let it be read.
public struct CouldNotCheck: Error, Sendable, CustomStringConvertible {
    public let description: String

    fileprivate static func telling<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let failure as StorageFailure {
            throw CouldNotCheck(description: failure.description)
        } catch StorageRefusal.locked(let path, let holder) {
            throw CouldNotCheck(description: StorageRefusal.locked(path: path, holder: holder).description)
        }
    }
}

/// What an audit finds wrong although every leaf is right.
public enum AuditFinding: Error, Sendable, CustomStringConvertible {
    case indexDiffers

    public var description: String {
        switch self {
        case .indexDiffers:
            "the leaves are right; the index holds another state. Run `deedbox ledger verify --rebuild-index`"
        }
    }
}

/// The blocks of a log that are final. Among several validators the last may not be: the node's next start finds out.
private struct FinalBlocks {
    let isAlone: Bool
    private var last: (block: CheckedBlock, state: LedgerState)?

    init(isAlone: Bool) { self.isAlone = isAlone }

    /// Takes the next block; gives the one that is known to be final now.
    mutating func next(_ block: CheckedBlock, _ state: LedgerState) -> (block: CheckedBlock, state: LedgerState)? {
        guard !isAlone else { return (block, state) }
        defer { last = (block, state) }
        return last
    }
}

/// Counts what an audit passes, and remembers manifests.
private struct AuditTally {
    private(set) var statements = 0
    private(set) var records = 0
    private var manifests = ManifestTable()

    mutating func add(_ block: CheckedBlock) {
        statements += block.statements.count
        for manifest in block.manifests {
            if manifest.type != nil { records += manifest.count }
            manifests.append(manifest)
        }
    }

    func recorded(at position: LeafIndex, in log: LogStore) throws -> RecordedDocument? {
        guard let manifest = manifests.covering(position) else { return nil }
        let record = try IssueRecord(decoding: log.leaf(at: position.value))
        return RecordedDocument(issuer: manifest.issuer, type: manifest.type, commitment: record.commitment)
    }
}
