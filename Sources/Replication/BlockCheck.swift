public import Ledger
public import Rulebook
public import Signing

/// Why a block does not follow from its parent. `leaf` is the first leaf of the statement at fault.
public enum BlockError: Error, Sendable {
    case refused(leaf: LeafIndex, Refusal)
    case outOfOrder(leaf: LeafIndex)
    case notLater(time: UInt64, parent: UInt64)
    case sealDiffers(SealField, at: LeafIndex)
    case closedRecordsDiffer(at: LeafIndex)
    case unknownProposer(UInt64)
}

/// The part of a seal that is not what the rules give.
public enum SealField: String, Sendable {
    case height, previous, firstIndex, rootBefore, stateRoot, validators, nextValidators, parameters, ruleVersion,
        evidenceRoot
}

/// A block whose statements were read and whose state is not yet known.
public struct ReadBlock: Sendable {
    public let raw: RawBlock
    let statements: [(index: LeafIndex, read: ReadStatement)]

    /// Reads every statement of a block, its records with it.
    public init(_ raw: RawBlock, for network: Network) throws(BlockError) {
        self.raw = raw
        var index = raw.firstIndex
        var statements: [(index: LeafIndex, read: ReadStatement)] = []
        for submission in raw.submissions {
            do throws(Refusal) {
                statements.append((index, try ReadStatement(submission, for: network)))
            } catch { throw .refused(leaf: index, error) }
            index = index.advanced(by: UInt64(1 + submission.recordCount))
        }
        self.statements = statements
    }

    /// The records of earlier blocks that the rules need to know.
    public var recordsAsked: [LeafIndex] { statements.compactMap(\.read.recordAsked) }
}

extension CheckedBlock {
    /// Executes a block anew and compares all that its seal claims.
    ///
    /// `recorded` holds what this node's own log says of the records asked for; `known` gives statements whose
    /// signatures this node has checked before.
    public init(
        _ block: ReadBlock, recorded: [LeafIndex: RecordedDocument], on state: LedgerState,
        after frontier: LogFrontier, known: (StatementID) -> CheckedStatement? = { _ in nil }
    ) throws(BlockError) {
        try CheckedBlock.checkPlace(block.raw.seal, at: block.raw.sealIndex, on: state)
        var execution = BlockExecution(on: state, after: frontier, time: block.raw.seal.time)
        for (index, read) in block.statements {
            try execution.accept(read, at: index, recorded: recorded, known: known)
        }
        self = try execution.sealed(as: block.raw)
    }

    /// Executes checked statements in the order of a block and compares all that its seal claims.
    ///
    /// The closed records are those that the rules give: their count and the seal's roots tell whether they are meant.
    init(
        _ statements: [CheckedStatement], sealedAs seal: Seal, on state: LedgerState, after frontier: LogFrontier
    ) throws(BlockError) {
        let leaves = statements.reduce(seal.closedCount) { $0 + UInt64($1.leafCount) }
        let sealIndex = LeafIndex(frontier.size).advanced(by: leaves)
        try CheckedBlock.checkPlace(seal, at: sealIndex, on: state)
        var execution = BlockExecution(on: state, after: frontier, time: seal.time)
        try execution.accept(statements)
        self = try execution.sealed(as: seal, at: sealIndex)
    }

    private static func checkPlace(
        _ seal: Seal, at sealIndex: LeafIndex, on state: LedgerState
    ) throws(BlockError) {
        guard seal.time > state.head.time else { throw .notLater(time: seal.time, parent: state.head.time) }
        guard seal.proposer < UInt64(state.network.validators.count) else {
            throw .unknownProposer(seal.proposer)
        }
        guard seal.firstIndex.value == state.head.size else { throw .sealDiffers(.firstIndex, at: sealIndex) }
    }
}

/// A block of someone else's while it is executed.
private struct BlockExecution {
    let state: LedgerState
    var draft: BlockDraft
    var assembly: BlockAssembly
    var last = BlockClass.governance

    init(on state: LedgerState, after frontier: LogFrontier, time: UInt64) {
        self.state = state
        draft = BlockDraft(on: state, time: time)
        assembly = BlockAssembly(after: frontier)
    }

    mutating func accept(
        _ read: ReadStatement, at index: LeafIndex, recorded: [LeafIndex: RecordedDocument],
        known: (StatementID) -> CheckedStatement?
    ) throws(BlockError) {
        guard read.act.name.blockClass >= last else { throw .outOfOrder(leaf: index) }
        last = read.act.name.blockClass
        if let checked = known(read.statement.id), checked.holds(read), acceptKnown(checked) { return }
        do { try accept(read, recorded) } catch { throw .refused(leaf: index, error) }
    }

    /// Statements whose signatures were checked before.
    mutating func accept(_ statements: [CheckedStatement]) throws(BlockError) {
        for checked in statements {
            let index = LeafIndex(assembly.frontier.size)
            guard checked.blockClass >= last else { throw .outOfOrder(leaf: index) }
            last = checked.blockClass
            do { try draft.accept(checked, after: state) } catch { throw .refused(leaf: index, error) }
            assembly.add(checked)
        }
    }

    /// False when the rules refuse it as it was checked then: it is checked anew.
    private mutating func acceptKnown(_ checked: CheckedStatement) -> Bool {
        do { try draft.accept(checked, after: state) } catch { return false }
        assembly.add(checked)
        return true
    }

    private mutating func accept(
        _ read: ReadStatement, _ recorded: [LeafIndex: RecordedDocument]
    ) throws(Refusal) {
        let known = read.recordAsked.flatMap { recorded[$0] }
        let checked = try CheckedStatement(read, recorded: known, in: draft, now: draft.time)
        try draft.accept(checked, after: state)
        assembly.add(checked)
    }

    mutating func sealed(as raw: RawBlock) throws(BlockError) -> CheckedBlock {
        let closed = draft.close(after: state)
        guard closed == raw.closed else { throw .closedRecordsDiffer(at: raw.sealIndex) }
        return try sealed(as: raw.seal, at: raw.sealIndex, closed)
    }

    mutating func sealed(as seal: Seal, at sealIndex: LeafIndex) throws(BlockError) -> CheckedBlock {
        let closed = draft.close(after: state)
        guard UInt64(closed.count) == seal.closedCount else { throw .closedRecordsDiffer(at: sealIndex) }
        return try sealed(as: seal, at: sealIndex, closed)
    }

    private mutating func sealed(
        as seal: Seal, at sealIndex: LeafIndex, _ closed: [ClosedRecord]
    ) throws(BlockError) -> CheckedBlock {
        assembly.add(closed)
        let change = draft.finished()
        let expected = Seal(change, on: state, assembly.frontier, proposer: seal.proposer, closed: closed.count)
        if let field = seal.firstDifference(from: expected) { throw .sealDiffers(field, at: sealIndex) }
        let path = assembly.add(seal, change, in: state.network)
        return CheckedBlock(seal: seal, change: change, assembly: assembly, epochPath: path)
    }
}

extension CheckedStatement {
    /// True for the very bytes whose signature was checked, when nothing but them was needed for it.
    fileprivate func holds(_ read: ReadStatement) -> Bool {
        read.recordAsked == nil && statement.bytes == read.statement.bytes && records.framed == read.records.framed
    }
}

extension Seal {
    fileprivate func firstDifference(from other: Seal) -> SealField? {
        if height != other.height { return .height }
        if previous != other.previous { return .previous }
        if rootBefore != other.rootBefore { return .rootBefore }
        if stateRoot != other.stateRoot { return .stateRoot }
        if validators != other.validators { return .validators }
        if nextValidators != other.nextValidators { return .nextValidators }
        if parameters != other.parameters { return .parameters }
        if ruleVersion != other.ruleVersion { return .ruleVersion }
        if evidenceRoot != other.evidenceRoot { return .evidenceRoot }
        return nil
    }
}
