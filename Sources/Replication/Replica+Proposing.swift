import Ledger
import Rulebook
import Signing

extension Replica {
    /// Queues what came, each statement once, and proposes at once when no block is on its way.
    mutating func admit(_ statements: [CheckedStatement], _ now: UInt64) -> [ReplicaEffect] {
        for checked in statements where !inFlight.contains(checked.id) { waiting.insert(checked) }
        return propose(now)
    }

    /// Cuts a block from what waits; without work only when the heartbeat is due.
    mutating func propose(_ now: UInt64) -> [ReplicaEffect] {
        guard case .idle = phase else { return [] }
        let isDue = state.head.height.value == 0 || now >= state.head.time + state.network.parameters.heartbeat
        guard !waiting.isEmpty || isDue else { return [] }
        let proposal = BlockProposal(
            waiting.takeAll(), on: state, after: frontier, time: max(now, state.head.time + 1), proposer: proposer)
        for checked in proposal.left { waiting.insert(checked) }
        let refusals = proposal.refused.map { ReplicaEffect.refuse($0.id, $0.refusal) }
        // A block that refusals emptied is not worth its seal.
        guard !proposal.block.statements.isEmpty || isDue else { return refusals }
        phase = .storing(proposal.block)
        inFlight = Set(proposal.block.statements.map(\.id))
        held = refusals
        return [.store(proposal.block)]
    }
}
