public import Ledger
public import Rulebook
public import Signing

/// What an index keeps of a manifest: where it stands, whose it is, and how many documents of which type, or uses,
/// follow it.
public struct ManifestEntry: Hashable, Sendable {
    /// The manifest's own position; its records follow.
    public let index: LeafIndex
    public let count: Int
    /// Who signed it.
    public let issuer: MemberID
    /// Nil for a manifest of uses.
    public let type: TypeCode?

    public init(index: LeafIndex, count: Int, issuer: MemberID, type: TypeCode?) {
        self.index = index
        self.count = count
        self.issuer = issuer
        self.type = type
    }

    /// True for the positions of its records.
    public func covers(_ record: LeafIndex) -> Bool {
        record.value > index.value && record.value <= index.value + UInt64(count)
    }
}

/// Where a statement stands in the log.
public struct StatementPlace: Hashable, Sendable {
    public let id: StatementID
    public let index: LeafIndex

    public init(id: StatementID, index: LeafIndex) {
        self.id = id
        self.index = index
    }
}

/// The leaves of a block as they are put together: bytes, hashes and what an index keeps of them.
struct BlockAssembly: Sendable {
    private(set) var frontier: LogFrontier
    private(set) var runs: [[UInt8]] = []
    private(set) var statements: [StatementPlace] = []
    private(set) var manifests: [ManifestEntry] = []
    private(set) var deposits: [NamedDeposit] = []
    private(set) var depositActs: [DepositAct] = []

    init(after frontier: LogFrontier) { self.frontier = frontier }

    mutating func add(_ checked: CheckedStatement) {
        let index = LeafIndex(frontier.size)
        statements.append(StatementPlace(id: checked.id, index: index))
        add(leaf: checked.statement.bytes)
        if let deposit = checked.namedDeposit { deposits.append(deposit) }
        if let act = DepositAct(checked, in: checked.statement.header.origin) { depositActs.append(act) }
        guard !checked.records.leafHashes.isEmpty, case .member(let issuer, _) = checked.signer else { return }
        let type: TypeCode? = if case .issueDocuments(let act) = checked.act { act.type } else { nil }
        manifests.append(
            ManifestEntry(index: index, count: checked.records.leafHashes.count, issuer: issuer, type: type))
        frontier.append(contentsOf: checked.records.leafHashes) { _ in }
        runs.append(checked.records.framed)
    }

    mutating func add(_ closed: [ClosedRecord]) {
        for record in closed {
            add(leaf: record.encoded)
            depositActs.append(DepositAct(record.grant, .closed))
        }
    }

    /// Adds the seal; gives the path from it to the root of the log that it ends, when an epoch ends there.
    mutating func add(_ seal: Seal, _ change: StateChange, in network: Network) -> [Digest]? {
        let path = change.network.epoch == network.epoch ? nil : frontier.nextLeafPath
        add(leaf: seal.encoded)
        return path
    }

    private mutating func add(leaf: [UInt8]) {
        frontier.append(Digest.leaf(leaf))
        if runs.isEmpty || runs[runs.count - 1].count > BlockAssembly.runByteCount { runs.append([]) }
        EntryBundle.append(leaf: leaf, to: &runs[runs.count - 1])
    }

    /// Small leaves share a run up to this size; a manifest's records are a run of their own, never copied.
    private static let runByteCount = 1 << 16
}

/// A block that follows from its parent by the rules: ready to be stored.
public struct CheckedBlock: Sendable {
    public let seal: Seal
    public let executed: ExecutedBlock
    /// The leaves, framed as in entry bundles, in a few runs.
    public let runs: [[UInt8]]
    public let statements: [StatementPlace]
    public let manifests: [ManifestEntry]
    /// The deposits that its acts name, in their order: who votes for it holds them all.
    public let deposits: [NamedDeposit]
    /// What its acts do with deposits of grants, in their order.
    public let depositActs: [DepositAct]
    /// The right edge of the log with this block, and its size and root.
    public let frontier: LogFrontier
    public let head: TreeHead
    /// When the next height begins an epoch: the path from the seal to the log's root, for the proof of the step.
    public let epochPath: [Digest]?

    public var height: Height { seal.height }
    public var sealIndex: LeafIndex { LeafIndex(frontier.size - 1) }

    init(seal: Seal, change: StateChange, assembly: BlockAssembly, epochPath: [Digest]?) {
        self.seal = seal
        self.epochPath = epochPath
        executed = change.sealed(seal, size: assembly.frontier.size)
        runs = assembly.runs
        statements = assembly.statements
        manifests = assembly.manifests
        deposits = assembly.deposits
        depositActs = assembly.depositActs
        frontier = assembly.frontier
        head = frontier.head
    }
}
