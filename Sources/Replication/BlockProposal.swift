public import Ledger
public import Rulebook
public import Signing

/// A block made from what waits, and what the rules refused on the way.
public struct BlockProposal: Sendable {
    public let block: CheckedBlock
    public let refused: [(id: StatementID, refusal: Refusal)]
    /// What did not fit and waits on.
    public let left: [CheckedStatement]

    /// Executes what waits, in the order of the classes, and seals what the rules accept.
    ///
    /// `time` is ms and later than the parent's; `proposer` is this node's index in the validator set.
    public init(
        _ waiting: [CheckedStatement], on state: LedgerState, after frontier: LogFrontier, time: UInt64,
        proposer: UInt64
    ) {
        precondition(frontier.size == state.head.size, "log and state are of different blocks")
        var draft = BlockDraft(on: state, time: time)
        var assembly = BlockAssembly(after: frontier)
        var refused: [(id: StatementID, refusal: Refusal)] = []
        let (taken, left) = BlockProposal.chosen(waiting, state.network.parameters)
        for checked in BlockProposal.ordered(taken) {
            do throws(Refusal) {
                try draft.accept(checked, after: state)
                assembly.add(checked)
            } catch {
                refused.append((checked.id, error))
            }
        }
        let closed = draft.close(after: state)
        assembly.add(closed)
        let change = draft.finished()
        let seal = Seal(change, on: state, assembly.frontier, proposer: proposer, closed: closed.count)
        let path = assembly.add(seal, change, in: state.network)
        block = CheckedBlock(seal: seal, change: change, assembly: assembly, epochPath: path)
        self.refused = refused
        self.left = left
    }

    /// The refusals of all that waits; nil where the rules accept one, or nothing was asked.
    static func refusals(
        of waiting: [CheckedStatement], on state: LedgerState, time: UInt64
    ) -> [(id: StatementID, refusal: Refusal)]? {
        var draft = BlockDraft(on: state, time: time)
        var refused: [(id: StatementID, refusal: Refusal)] = []
        for checked in ordered(chosen(waiting, state.network.parameters).taken) {
            do throws(Refusal) {
                try draft.accept(checked, after: state)
                return nil
            } catch {
                refused.append((checked.id, error))
            }
        }
        return refused.isEmpty ? nil : refused
    }

    /// What fits, in the order of arrival: a flood of one class leaves room for the others.
    private static func chosen(
        _ waiting: [CheckedStatement], _ parameters: Parameters
    ) -> (taken: [CheckedStatement], left: [CheckedStatement]) {
        var room = BlockRoom(parameters)
        var taken: [CheckedStatement] = []
        var left: [CheckedStatement] = []
        for checked in waiting {
            // What the limits of today let into no block at all is taken, for the rules to refuse it.
            let isBeyond = UInt64(checked.records.leafHashes.count) > parameters.manifestRecords
            if isBeyond || room.take(checked) { taken.append(checked) } else { left.append(checked) }
        }
        return (taken, left)
    }

    /// By class, and within a class in the order of arrival.
    private static func ordered(_ waiting: [CheckedStatement]) -> [CheckedStatement] {
        waiting.enumerated()
            .sorted { ($0.element.blockClass, $0.offset) < ($1.element.blockClass, $1.offset) }
            .map(\.element)
    }
}

/// How much still fits a block.
private struct BlockRoom {
    private var leaves: Int
    private var bytes: Int

    init(_ parameters: Parameters) {
        leaves = Int(parameters.blockLeaves - parameters.closedPerBlock - 1)
        bytes = Int(parameters.blockBytes - parameters.reservedBytes)
    }

    mutating func take(_ checked: CheckedStatement) -> Bool {
        guard checked.leafCount <= leaves, checked.byteCount <= bytes else { return false }
        leaves -= checked.leafCount
        bytes -= checked.byteCount
        return true
    }
}

extension Seal {
    /// The seal that closes an executed block whose other leaves are in the log's edge.
    init(_ change: StateChange, on state: LedgerState, _ before: LogFrontier, proposer: UInt64, closed: Int) {
        let network = state.network
        self.init(
            height: change.height, previous: state.head.id.digest, firstIndex: LeafIndex(state.head.size),
            rootBefore: before.root, time: change.time, proposer: proposer, stateRoot: change.tree.root,
            validators: network.validatorsDigest, nextValidators: change.network.validatorsDigest,
            parameters: network.parametersDigest, ruleVersion: BlockDraft.ruleVersion,
            evidenceRoot: change.evidenceRoot, closedCount: UInt64(closed))
    }
}
