import Ledger
import Rulebook
import Signing

extension Replica {
    /// Queues what came, each statement once, and proposes at once when no block is on its way.
    mutating func admit(
        _ statements: [CheckedStatement], _ now: UInt64, _ deposits: some DepositReading
    ) -> [ReplicaEffect] {
        for checked in statements where !inFlight.contains(checked.id) { waiting.insert(checked, at: now) }
        return propose(now, deposits)
    }

    /// Cuts a block from what waits; without work only when the heartbeat is due.
    mutating func propose(_ now: UInt64, _ deposits: some DepositReading) -> [ReplicaEffect] {
        guard case .idle = phase else { return [] }
        // Only the clock speaks here: they are told at once.
        let late = waiting.release(at: now, deposits)
            .map { ReplicaEffect.refuse($0.id, $0.refusal) }
        let isDue = state.head.height.value == 0 || now >= state.head.time + state.network.parameters.heartbeat
        guard !waiting.isEmpty || isDue else { return late }
        let proposal = BlockProposal(
            waiting.takeAll(), on: state, after: frontier, time: max(now, state.head.time + 1), proposer: proposer)
        for checked in proposal.left { waiting.restore(checked) }
        let refusals = proposal.refused.map { ReplicaEffect.refuse($0.id, $0.refusal) }
        // A block that refusals emptied is not worth its seal.
        guard !proposal.block.statements.isEmpty || isDue else { return late + refusals }
        phase = .storing(proposal.block)
        inFlight = Set(proposal.block.statements.map(\.id))
        held = refusals
        return late + [.store(proposal.block)]
    }
}
