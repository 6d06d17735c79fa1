import Ledger

extension Agreement {
    /// The guard has signed: only now is the vote ours, and only now does it leave.
    mutating func takeSigned(_ vote: Vote, _ effects: inout [Effect]) {
        guard let state, vote.content.height == state.height, vote.validator == state.setup.own else { return }
        guard vote.content.kind != .proposal else {
            let proof = vote.content.validRound == nil ? nil : state.offeredProof
            guard vote.content.round == state.round, (proof == nil) == (vote.content.validRound == nil) else { return }
            let proposal = Proposal(vote: vote, proof: proof)
            keepOwn(proposal)
            effects.append(.broadcast(.proposal(proposal)))
            return
        }
        // Whoever locks spreads the polka: without that a lock can stay hidden and hold up later rounds.
        if vote.content.kind == .precommit, vote.content.block != nil, let lock = state.lock,
            lock.round == vote.content.round
        {
            effects.append(.broadcast(.polka(lock)))
        }
        effects.append(.broadcast(.vote(vote)))
        keepOwn(vote, &effects)
    }

    /// Counts an own proposal as received.
    mutating func keepOwn(_ proposal: Proposal) {
        state?.ownProposal = proposal
        state?.update(proposal.round) { record in
            if !record.proposals.contains(where: { $0.vote.content == proposal.vote.content }) {
                record.proposals.append(proposal)
            }
        }
    }

    /// Counts an own vote like any other.
    mutating func keepOwn(_ vote: Vote, _ effects: inout [Effect]) {
        if vote.content.round == round { state?.ownVotes.append(vote) }
        count(vote, &effects)
        gather(vote.content.round, &effects)
    }

    /// Everything that a node which missed it may need: the round's entry, own words, the newest polka, the decision.
    mutating func repeatOwn(_ effects: inout [Effect]) {
        guard let state, state.step != .idle else { return }
        if let commit = state.commit { effects.append(.broadcast(.commit(commit))) }
        guard state.step != .decided else { return }
        if let entry = state.entry { effects.append(.broadcast(.round(entry))) }
        if let proposal = state.ownProposal { effects.append(.broadcast(.proposal(proposal))) }
        if let polka = state.valid ?? state.lock { effects.append(.broadcast(.polka(polka))) }
        for vote in state.ownVotes { effects.append(.broadcast(.vote(vote))) }
    }
}
