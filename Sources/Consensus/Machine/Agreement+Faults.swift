import Ledger

extension Agreement {
    /// Reports an offence once; at f = 0 the liar's loose messages count for nothing from now on.
    mutating func report(_ evidence: Evidence, _ effects: inout [Effect]) {
        guard let state, !state.reported.contains(where: { $0.isOffence(of: evidence) }) else { return }
        self.state?.reported.append(evidence)
        effects.append(.report(evidence))
        quarantine(evidence)
    }

    /// Evidence that the driver has already: not reported again.
    mutating func learn(_ evidence: Evidence) {
        guard let state, evidence.height == state.height else { return }
        if !state.reported.contains(where: { $0.isOffence(of: evidence) }) { self.state?.reported.append(evidence) }
        quarantine(evidence)
    }

    /// Ignoring messages equals losing them, so it is always safe; certificates still count, so nodes cannot drift
    /// apart.
    private mutating func quarantine(_ evidence: Evidence) {
        guard let setup = state?.setup, setup.quorum.liars == 0 else { return }
        for validator in evidence.accused where validator != setup.own && !isQuarantined(validator) {
            quarantined.append(setup.validators[validator])
        }
    }

    func isQuarantined(_ validator: Int) -> Bool {
        guard let setup = state?.setup, validator != setup.own else { return false }
        return setup.quarantined.contains(validator) || quarantined.contains(setup.validators[validator])
    }
}

extension Evidence {
    /// True when the other tells of the same offence, perhaps with other bytes.
    func isOffence(of other: Evidence) -> Bool {
        switch (self, other) {
        case (.duplicateVote(let mine, _), .duplicateVote(let theirs, _)):
            mine.validator == theirs.validator && mine.content.height == theirs.content.height
                && mine.content.round == theirs.content.round && mine.content.kind == theirs.content.kind
        case (.doublePolka(let mine, _), .doublePolka(let theirs, _)):
            mine.height == theirs.height && mine.round == theirs.round && accused == other.accused
        case (.amnesia(let mine, let polka), .amnesia(let theirs, let otherPolka)):
            mine.height == theirs.height && mine.round == theirs.round && polka.round == otherPolka.round
                && accused == other.accused
        case (.duplicateVote, _), (.doublePolka, _), (.amnesia, _):
            false
        }
    }
}
