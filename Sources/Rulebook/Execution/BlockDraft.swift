public import Ledger
public import Signing

/// A block while it is executed: statements are accepted one after another, in the order of their classes.
///
/// Each is accepted whole or refused without a trace. The same code runs where a block is proposed, where it is
/// checked, and where the log is audited.
public struct BlockDraft: StateReading, Sendable {
    public let network: Network
    public let parent: BlockHead
    public let height: Height
    /// The block's time in ms: later than its parent's.
    public let time: UInt64
    private let base: StateView
    private var changes: [StateKey: [UInt8]?] = [:]
    private var marks: [ReplayMark] = []
    private var ids: Set<StatementID> = []
    private var agenda: [AgendaEntry] = []
    private var dueLeft: [GrantID] = []
    private var lastClass = BlockClass.governance
    /// Running digests of the minutes in which this block has marks.
    private var folded: [UInt64: Digest] = [:]
    /// What was found true of members and types, and still is.
    private var confirmed: Set<Confirmation> = []
    /// Scenes below which grants can be given and used: all uses of a block are of few of them.
    var openScenes: [StateKey: Scene] = [:]
    /// The leaf hashes of reports of offences, in their order.
    private var reports: [Digest] = []

    /// The rules' version that this code is.
    public static let ruleVersion: UInt64 = 1

    public init(on state: LedgerState, time: UInt64) {
        precondition(time > state.head.time, "a block's time must be later than its parent's")
        network = state.network
        parent = state.head
        height = state.head.height.next
        self.time = time
        base = state.view
    }

    /// Accepts a statement or refuses it. `state` is the parent's, for its replay marks.
    ///
    /// A statement of an earlier class than the one before is the caller's bug: see `BlockError`.
    public mutating func accept(_ checked: CheckedStatement, after state: LedgerState) throws(Refusal) {
        let name = checked.act.name
        precondition(name.blockClass >= lastClass, "\(name) stands too late in the block")
        try network.parameters.checkTime(of: checked.statement, at: time)
        // The limit may have changed since the statement was read.
        try network.parameters.checkCount(ofRecords: checked.records.leafHashes.count)
        let mark = ReplayMark(
            minute: ReplayMarks.minute(of: checked.statement.header.notAfter), id: checked.statement.id)
        if name.needsReplayMark {
            guard !ids.contains(mark.id), !state.marks.contains(mark.id, minute: mark.minute) else {
                throw .alreadyAccepted(mark.id)
            }
        }
        try execute(checked)
        if name == .reportOffence { reports.append(Digest.leaf(checked.statement.bytes)) }
        lastClass = name.blockClass
        if name.needsReplayMark { add(mark) }
    }

    /// Closes the grants that are due, and returns their records in order.
    public mutating func close(after state: LedgerState) -> [ClosedRecord] {
        let due = state.agenda.due(at: time).filter(isDue)
        let limit = Int(network.parameters.closedPerBlock)
        dueLeft = Array(due.dropFirst(limit))
        return due.prefix(limit).map { id in
            guard let grant = base.grant(id) else { preconditionFailure("grant \(id) is due and not there") }
            write(.grant(id), nil)
            uncount(grant)
            return ClosedRecord(id, grant)
        }
    }

    /// The agenda may name a grant too early, or one that is gone: what counts is the state before this block.
    private func isDue(_ id: GrantID) -> Bool {
        guard let grant = base.grant(id) else { return false }
        return GrantAgenda.isDue(grant.closing(network.parameters), at: time)
    }

    /// The state after the block. Its head is known once the seal is.
    public mutating func finished() -> StateChange {
        dropPastMinutes()
        let next = enterComing()
        for minute in folded.keys.sorted() { write(.replay(minute: minute), folded[minute]?.bytes) }
        let sorted = changes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return StateChange(
            network: next, parent: parent, height: height, time: time, tree: base.tree.applying(sorted),
            changes: sorted, marks: marks, agenda: agenda, leftDue: dueLeft, evidenceRoot: evidenceRoot)
    }

    /// The digest of the tag and of each report's leaf hash; without a report that of the tag alone.
    private var evidenceRoot: Digest {
        var hasher = SHA256()
        hasher.update(Purpose.evidenceRoot)
        for report in reports { hasher.update(report) }
        return hasher.finalize()
    }

    /// Marks an id, and folds it into the running digest of its minute.
    private mutating func add(_ mark: ReplayMark) {
        ids.insert(mark.id)
        marks.append(mark)
        let before = folded[mark.minute] ?? value(.replay(minute: mark.minute)).flatMap { Digest($0) }
        folded[mark.minute] = ReplayMarks.fold(mark.id, into: before)
    }

    private mutating func dropPastMinutes() {
        let first = ReplayMarks.firstOpen(at: time)
        for (key, _) in base.tree.entries(kind: StateKind.replay.rawValue) {
            let minute = key.key.reduce(0) { $0 << 8 | UInt64($1) }
            if minute < first { write(key, nil) }
        }
    }
}

/// An answer of the state that most statements of a block ask for again.
enum Confirmation: Hashable, Sendable {
    /// The member may act by this key, and has the role if one is named.
    case active(MemberID, PublicKey, Role?)
    /// The member may mint this version of the type.
    case issuing(MemberID, TypeCode, UInt64)

    /// The kinds of entry that the answers rest on.
    static let kinds = [StateKind.member, .type, .accreditation].map(\.rawValue)
}

extension BlockDraft {
    /// Runs a check once, and again only after one of the entries that it may rest on was written.
    mutating func confirm(_ question: Confirmation, _ check: (BlockDraft) throws(Refusal) -> Void) throws(Refusal) {
        if confirmed.contains(question) { return }
        try check(self)
        confirmed.insert(question)
    }
}

/// When a grant may leave the state.
struct AgendaEntry: Sendable {
    let id: GrantID
    let closing: UInt64
}

extension BlockDraft {
    /// The bytes of an entry, as changed by this block so far.
    public func value(_ key: StateKey) -> [UInt8]? {
        if let change = changes[key] { return change }
        return base.tree.value(key)
    }

    mutating func write(_ key: StateKey, _ value: [UInt8]?) {
        if Confirmation.kinds.contains(key.kind) { confirmed.removeAll() }
        if key.kind == StateKind.scene.rawValue { openScenes[key] = nil }
        changes[key] = .some(value)
    }

    mutating func write(_ key: StateKey, _ entry: some CBORCodable) { write(key, entry.encoded) }

    mutating func schedule(_ id: GrantID, closing: UInt64) { agenda.append(AgendaEntry(id: id, closing: closing)) }
}

/// What a block does to the state.
public struct StateChange: Sendable {
    /// The network as it decides the next block.
    public let network: Network
    public let parent: BlockHead
    public let height: Height
    public let time: UInt64
    /// The authenticated state after the block.
    public let tree: StateTree
    /// The entries that differ, in the tree's order; nil stands for one that is gone.
    public let changes: [(StateKey, [UInt8]?)]
    public let marks: [ReplayMark]
    let agenda: [AgendaEntry]
    let leftDue: [GrantID]
    /// The root over the reports of offences in the block.
    public let evidenceRoot: Digest

    /// The executed block, once its seal is known.
    public func sealed(_ seal: Seal, size: UInt64) -> ExecutedBlock {
        precondition(seal.height == height && seal.stateRoot == tree.root, "the seal is of another block")
        return ExecutedBlock(
            network: network, head: BlockHead(height: height, id: seal.id, time: time, size: size),
            parent: parent.id, tree: tree,
            changes: changes, marks: marks, agenda: agenda, leftDue: leftDue)
    }
}

/// A block whose effect on the state is known and whose seal stands.
public struct ExecutedBlock: Sendable {
    /// The network as it decides the next block.
    public let network: Network
    public let head: BlockHead
    public let parent: BlockID
    public let tree: StateTree
    public let changes: [(StateKey, [UInt8]?)]
    public let marks: [ReplayMark]
    let agenda: [AgendaEntry]
    let leftDue: [GrantID]
}
