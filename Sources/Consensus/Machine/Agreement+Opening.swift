import Ledger

extension Agreement {
    /// Begins a height; everything of the one before is forgotten.
    mutating func open(_ setup: HeightSetup, _ memory: VoteMemory?, _ effects: inout [Effect]) {
        if let before = state?.setup {
            precondition(setup.height > before.height, "height \(setup.height) opened after \(before.height)")
            if before.validators != setup.validators { silent = [] }
        }
        state = HeightState(setup)
        if let memory, setup.own != nil, memory.height == setup.height, let last = memory.last {
            resume(memory, last, &effects)
        }
        let waiting = early
        early = []
        for entry in waiting where entry.message.height == setup.height { effects.append(.verify(entry.message)) }
    }

    /// Goes on where the node stopped: same round, same step, same lock, and the same bytes once more.
    private mutating func resume(_ memory: VoteMemory, _ last: Vote, _ effects: inout [Effect]) {
        state?.round = memory.round
        state?.lock = memory.lock
        state?.entry = memory.entry
        switch last.content.kind {
        case .proposal:
            state?.step = .propose
            state?.isProposalAsked = true
            schedule(.propose, &effects)
        case .prevote: state?.step = .prevote
        case .precommit: state?.step = .precommit
        }
        for polka in [memory.lock, memory.proposalProof].compactMap({ $0 }) { adopt(polka, &effects) }
        if let entry = memory.entry { adopt(entry, &effects) }
        for vote in memory.votes {
            if vote.content.kind == .proposal {
                keepOwn(Proposal(vote: vote, proof: memory.proposalProof))
            } else {
                keepOwn(vote, &effects)
            }
        }
        repeatOwn(&effects)
    }

    /// StartRound (lines 11–21): step propose; the proposer offers the valid block, or asks for a new one.
    mutating func start(_ round: Round, by entry: RoundCertificate?, _ effects: inout [Effect]) {
        state?.round = round
        state?.step = .propose
        state?.entry = entry
        state?.ownProposal = nil
        state?.ownVotes = []
        state?.offeredProof = nil
        state?.isProposalAsked = false
        state?.forget()
        if let entry { effects.append(.broadcast(.round(entry))) }
        propose(nil, &effects)
        schedule(.propose, &effects)
    }

    /// Lines 14–19: the valid block with its polka, or else the block just built, or else a request to build one.
    private mutating func propose(_ built: BlockID?, _ effects: inout [Effect]) {
        guard let state, state.isProposer, state.step == .propose, !state.isProposalAsked else { return }
        if let valid = state.valid {
            self.state?.offeredProof = valid
            self.state?.isProposalAsked = true
            sign(.proposal(state.height, state.round, valid.block, validRound: valid.round), valid, &effects)
        } else if let built {
            self.state?.isProposalAsked = true
            sign(.proposal(state.height, state.round, built, validRound: nil), nil, &effects)
        } else {
            effects.append(.build(state.height, state.round))
        }
    }

    /// A new block of our own; too late if the step is over.
    mutating func takeBuilt(_ height: Height, _ round: Round, _ block: BlockID, _ effects: inout [Effect]) {
        guard let state, state.height == height, state.round == round, state.step == .propose, state.isProposer else {
            return
        }
        take(.valid, to: BlockQuestion(block: block, newIn: round))
        propose(block, &effects)
    }

    /// Schedules the end of a step of this round.
    mutating func schedule(_ step: Timeout.Step, _ effects: inout [Effect]) {
        guard let state else { return }
        var wait = state.setup.timeouts.milliseconds(step, state.round)
        // A proposer that has been silent is waited for only briefly; after n rounds of that, as long as any other.
        if step == .propose, state.round.value < UInt64(state.setup.validators.count),
            silent.contains(state.setup.proposer(of: state.round))
        {
            wait = min(wait, state.setup.timeouts.silentProposer)
        }
        effects.append(
            .schedule(Timeout(height: state.height, round: state.round, step: step), milliseconds: wait))
    }
}
