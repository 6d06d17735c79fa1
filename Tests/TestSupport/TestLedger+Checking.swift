import Ledger
public import Replication
public import Rulebook
public import Signing

extension TestLedger {
    /// The block as a node sees it that has just started from what was kept; throws unless it is the very same.
    func agreed(_ block: CheckedBlock) throws -> CheckedBlock {
        let restarted = try kept.state(network: network, head: head)
        let raw: RawBlock
        do { raw = try rawBlock(try TestLedger.leaves(of: block)) } catch {
            throw Disagreement("block \(block.height) has no shape for its reader: \(error)")
        }
        let checked: CheckedBlock
        do throws(BlockError) { checked = try check(raw, on: restarted) } catch {
            throw Disagreement("block \(block.height) is refused: \(error)")
        }
        try TestLedger.compare(block, checked)
        return checked
    }

    /// The leaves as a block of this ledger; nil when no seal ends them.
    public func rawBlock(_ leaves: [[UInt8]]) throws -> RawBlock {
        var reader = BlockReader(from: LeafIndex(head.size), parameters: network.parameters)
        for (position, leaf) in leaves.enumerated() {
            let block = unsafe try leaf.withUnsafeBytes { unsafe try reader.take($0) }
            guard let block else { continue }
            guard position == leaves.count - 1 else { throw Disagreement("leaf \(position) is a seal already") }
            return block
        }
        throw Disagreement("no seal ends the \(leaves.count) leaves")
    }

    /// Checks a block as its receiver does; on this ledger's own state unless another is given.
    public func check(
        _ raw: RawBlock, on state: LedgerState? = nil, known: (StatementID) -> CheckedStatement? = { _ in nil }
    ) throws(BlockError) -> CheckedBlock {
        let read = try ReadBlock(raw, for: network)
        var found: [LeafIndex: RecordedDocument] = [:]
        for index in read.recordsAsked { found[index] = recorded(at: index) }
        return try CheckedBlock(read, recorded: found, on: state ?? self.state, after: frontier, known: known)
    }

    /// A block's leaves, one by one.
    public static func leaves(of block: CheckedBlock) throws -> [[UInt8]] {
        try block.runs.flatMap { try EntryBundle.parse($0).map { Array($0) } }
    }

    private static func compare(_ proposed: CheckedBlock, _ checked: CheckedBlock) throws {
        func same(_ isSame: Bool, _ what: String) throws {
            guard isSame else { throw Disagreement("block \(proposed.height): \(what) differs") }
        }
        try same(proposed.seal == checked.seal, "the seal")
        try same(proposed.head == checked.head, "the log's head")
        try same(proposed.executed.head == checked.executed.head, "the block's head")
        try same(proposed.executed.tree.root == checked.executed.tree.root, "the state's root")
        try same(proposed.statements == checked.statements, "the place of a statement")
        try same(proposed.manifests == checked.manifests, "the place of a manifest")
        try same(proposed.executed.marks == checked.executed.marks, "a replay mark")
        let changes = zip(proposed.executed.changes, checked.executed.changes).allSatisfy { $0 == $1 }
        try same(changes && proposed.executed.changes.count == checked.executed.changes.count, "a change of the state")
        try same(try leaves(of: proposed) == leaves(of: checked), "a leaf")
    }
}

/// What a node keeps of its state between two starts: the entries and the replay marks, as rows.
struct KeptState: Sendable {
    private var entries: [StateKey: [UInt8]]
    private var marks: [ReplayMark] = []

    init(of state: LedgerState) {
        let all = StateKind.allCases.flatMap { state.tree.entries(kind: $0.rawValue) }
        entries = Dictionary(uniqueKeysWithValues: all)
    }

    mutating func take(_ block: ExecutedBlock) {
        for (key, value) in block.changes { entries[key] = value }
        let open = ReplayMarks.firstOpen(at: block.head.time)
        marks = (marks + block.marks).filter { $0.minute >= open }
    }

    /// The state of a node that starts from these rows; throws when its root is not the one that was sealed.
    func state(network: Network, head: BlockHead) throws -> LedgerState {
        let tree = StateTree(entries: entries.map { ($0.key, $0.value) })
        guard let state = LedgerState(network: network, head: head, tree: tree, marks: marks) else {
            throw Disagreement("the kept replay marks are not those of block \(head.height)")
        }
        return state
    }
}
