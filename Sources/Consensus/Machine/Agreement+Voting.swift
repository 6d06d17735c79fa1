import Ledger

extension Agreement {
    /// R3 (lines 34–35): a quorum prevoted whatever; wait a little for the rest, once.
    mutating func timePrevotes(_ effects: inout [Effect]) -> Bool {
        guard let state, state.step == .prevote else { return false }
        let record = state.record(state.round)
        guard !record.isPrevoteTimed, record.prevotes.voters.count >= state.quorum || !record.polkas.isEmpty else {
            return false
        }
        self.state?.update(state.round) { $0.isPrevoteTimed = true }
        schedule(.prevote, &effects)
        return true
    }

    /// R4 (lines 36–43): a polka of this round for a valid block locks it, and is precommitted.
    ///
    /// The proposal itself is not needed: a proposer that offers two blocks cannot hold this up.
    mutating func precommitPolka(_ effects: inout [Effect]) -> Bool {
        guard let state, state.step == .prevote else { return false }
        for polka in state.record(state.round).polkas {
            switch state.block(polka.block).isValid {
            case true?:
                self.state?.step = .precommit
                self.state?.lock = polka
                self.state?.valid = polka
                sign(.precommit(state.height, state.round, polka.block), polka, &effects)
                return true
            case nil:
                if fetch(polka.signatures, polka.block, &effects) { return true }
            case false?:
                if alarm(polka, &effects) { return true }
            }
        }
        return false
    }

    private mutating func alarm(_ polka: PolkaCertificate, _ effects: inout [Effect]) -> Bool {
        guard let known = state?.block(polka.block), !known.isAlarmed else { return false }
        state?.updateBlock(polka.block) { $0.isAlarmed = true }
        effects.append(.alarm(.quorumForInvalid(polka.block, polka.round)))
        return true
    }

    /// R4' (D5): a polka of any round so far, newer than the valid one, moves the valid block but never the lock.
    mutating func raiseValid(_ effects: inout [Effect]) -> Bool {
        guard let state else { return false }
        for record in state.rounds.reversed() where record.round <= state.round {
            if let valid = state.valid, record.round <= valid.round { return false }
            for polka in record.polkas {
                if state.block(polka.block).isValid == true {
                    self.state?.valid = polka
                    return true
                }
                if fetch(polka.signatures, polka.block, &effects) { return true }
            }
        }
        return false
    }

    /// R5 (lines 44–46): a quorum prevoted nil. The lock stays.
    mutating func precommitNil(_ effects: inout [Effect]) -> Bool {
        guard let state, state.step == .prevote else { return false }
        let nothing = VoteContent.prevoteNil(state.height, state.round)
        guard state.record(state.round).prevotes.signatures(of: nothing).count >= state.quorum else { return false }
        self.state?.step = .precommit
        sign(.precommit(state.height, state.round, nil), nil, &effects)
        return true
    }

    /// R6 (lines 47–48): a quorum precommitted whatever; wait a little for the rest, once.
    mutating func timePrecommits(_ effects: inout [Effect]) -> Bool {
        guard let state else { return false }
        let record = state.record(state.round)
        guard !record.isPrecommitTimed, record.certificate != nil else { return false }
        self.state?.update(state.round) { $0.isPrecommitTimed = true }
        schedule(.precommit, &effects)
        return true
    }

    /// R7 (lines 49–54): a quorum precommitted one block in one round, whichever round it was.
    mutating func decide(_ effects: inout [Effect]) -> Bool {
        guard let state, let commit = state.commit else { return false }
        switch state.block(commit.block).isValid {
        case true?:
            self.state?.step = .decided
            effects.append(.decide(commit.block, commit))
            return true
        case nil:
            return fetch(commit.signatures, commit.block, &effects)
        case false?:
            isHalted = true
            effects.append(.halt(.decidedInvalid(state.height, commit.block)))
            return false
        }
    }

    /// R8 (in place of lines 55–56, D4): rounds are left by certificates alone.
    mutating func skipRound(_ effects: inout [Effect]) -> Bool {
        guard let state else { return false }
        // R8a: join the newest round that is proven; its precommits count at once.
        if let newest = state.rounds.last(where: { $0.certificate != nil }), newest.round > state.round {
            start(newest.round, by: newest.certificate, &effects)
            return true
        }
        // R8b: this round is over, and f + 1 validators are in the next. The certificate alone only feeds R6: a liar
        // could bring it early and cut the wait that guards against hidden locks.
        guard let certificate = state.record(state.round).certificate, let next = state.round.next,
            state.record(next).speakers.count > state.setup.quorum.liars
        else { return false }
        start(next, by: certificate, &effects)
        return true
    }

    /// Lines 57–67: the end of a wait, if the node still waits for that.
    mutating func expire(_ timeout: Timeout, _ effects: inout [Effect]) {
        guard let state, timeout.height == state.height, timeout.round == state.round else { return }
        switch (timeout.step, state.step) {
        case (.propose, .propose):
            self.state?.step = .prevote
            sign(.prevoteNil(state.height, state.round), nil, &effects)
        case (.prevote, .prevote):
            self.state?.step = .precommit
            sign(.precommit(state.height, state.round, nil), nil, &effects)
        case (.precommit, .propose), (.precommit, .prevote), (.precommit, .precommit):
            guard let certificate = state.record(state.round).certificate, let next = state.round.next else { return }
            start(next, by: certificate, &effects)
        case (.propose, _), (.prevote, _), (.precommit, _):
            return
        }
    }
}
