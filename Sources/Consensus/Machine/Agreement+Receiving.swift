import Ledger

extension Agreement {
    /// Takes a checked message of this height; of the height below, only a decision that contradicts ours.
    mutating func receive(_ message: Message, _ effects: inout [Effect]) {
        guard let state else { return }
        guard message.height == state.height else { return watchBelow(message, state, &effects) }
        switch message {
        case .proposal(let proposal): receive(proposal, &effects)
        case .vote(let vote): receive(vote, &effects)
        case .polka(let polka): adopt(polka, &effects)
        case .round(let certificate): adopt(certificate, &effects)
        case .commit(let commit): adopt(commit, &effects)
        }
    }

    private mutating func watchBelow(_ message: Message, _ state: HeightState, _ effects: inout [Effect]) {
        guard case .commit(let commit) = message, commit.height.value + 1 == state.height.value,
            commit.block != state.setup.parent
        else { return }
        isHalted = true
        effects.append(.halt(.conflictingDecisions(commit.height, state.setup.parent, commit.block)))
    }

    private mutating func receive(_ proposal: Proposal, _ effects: inout [Effect]) {
        if let proof = proposal.proof { adopt(proof, &effects) }
        let round = proposal.round
        guard let state, state.isOpen(round), !isQuarantined(proposal.vote.validator) else { return }
        let others = state.record(round).proposals
        guard others.count < 2, !others.contains(where: { $0.vote.content == proposal.vote.content }) else { return }
        if !others.isEmpty { effects.append(.alarm(.twoProposals(validator: proposal.vote.validator, round))) }
        self.state?.update(round) { $0.proposals.append(proposal) }
    }

    private mutating func receive(_ vote: Vote, _ effects: inout [Effect]) {
        guard let state, state.isOpen(vote.content.round), !isQuarantined(vote.validator) else { return }
        count(vote, &effects)
        gather(vote.content.round, &effects)
    }

    /// Keeps a vote, and reports the one that it contradicts.
    mutating func count(_ vote: Vote, _ effects: inout [Effect]) {
        let other = state?.update(vote.content.round) { record in
            vote.content.kind == .prevote ? record.prevotes.add(vote) : record.precommits.add(vote)
        }
        if let other = other ?? nil, let evidence = Evidence.between(other, vote) { report(evidence, &effects) }
    }

    /// Puts certificates together from the loose votes of a round.
    mutating func gather(_ round: Round, _ effects: inout [Effect]) {
        guard let state else { return }
        let record = state.record(round)
        for content in record.prevotes.contents(signedBy: state.quorum) {
            guard let block = content.block else { continue }
            adopt(
                PolkaCertificate(
                    height: state.height, round: round, block: block, validRound: content.validRound,
                    signatures: record.prevotes.signatures(of: content)), &effects)
        }
        for content in record.precommits.contents(signedBy: state.quorum) {
            guard let block = content.block else { continue }
            adopt(
                CommitCertificate(
                    height: state.height, round: round, block: block,
                    signatures: record.precommits.signatures(of: content)), &effects)
        }
        let voters = record.precommits.firstVotes
        guard record.certificate == nil, voters.count >= state.quorum else { return }
        let precommits = voters.map {
            RoundCertificate.Precommit(validator: $0.validator, block: $0.content.block, signature: $0.signature)
        }
        let certificate = RoundCertificate(height: state.height, round: round, precommits: precommits)
        self.state?.update(round) { $0.certificate = certificate }
    }

    /// A polka counts as a whole: a store that keeps the first vote of a liar might never count to the quorum.
    mutating func adopt(_ polka: PolkaCertificate, _ effects: inout [Effect]) {
        guard let state else { return }
        let others = state.record(polka.round).polkas
        guard others.count < 2, !others.contains(where: { $0.content == polka.content }) else { return }
        self.state?.update(polka.round) { $0.polkas.append(polka) }
        for other in others {
            if let evidence = Evidence.between(other, polka) { report(evidence, &effects) }
        }
        if let commit = state.commit, let evidence = Evidence.between(commit, polka) { report(evidence, &effects) }
    }

    /// A round's end counts as a whole; its precommits count singly too.
    mutating func adopt(_ certificate: RoundCertificate, _ effects: inout [Effect]) {
        guard let state else { return }
        if state.record(certificate.round).certificate == nil {
            self.state?.update(certificate.round) { $0.certificate = certificate }
        }
        var tally = VoteTally()
        for vote in certificate.votes {
            _ = tally.add(vote)
            count(vote, &effects)
        }
        for content in tally.contents(signedBy: state.quorum) {
            guard let block = content.block else { continue }
            adopt(
                CommitCertificate(
                    height: state.height, round: certificate.round, block: block,
                    signatures: tally.signatures(of: content)), &effects)
        }
        gather(certificate.round, &effects)
    }

    /// A decision, once; another one of the same height ends everything.
    mutating func adopt(_ commit: CommitCertificate, _ effects: inout [Effect]) {
        guard let state else { return }
        if let first = state.commit {
            guard first.block != commit.block else { return }
            for evidence in Evidence.between(first, commit) { report(evidence, &effects) }
            watchPolkas(commit, &effects)
            isHalted = true
            effects.append(.halt(.conflictingDecisions(state.height, first.block, commit.block)))
            return
        }
        self.state?.commit = commit
        watchPolkas(commit, &effects)
    }

    /// Reports every polka that nobody honest could sign beside this decision.
    private mutating func watchPolkas(_ commit: CommitCertificate, _ effects: inout [Effect]) {
        for record in state?.rounds ?? [] {
            for polka in record.polkas {
                if let evidence = Evidence.between(commit, polka) { report(evidence, &effects) }
            }
        }
    }
}
