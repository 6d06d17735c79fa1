import Ledger

extension Agreement {
    /// Applies rules until none applies: the decision first, then in the order of their numbers, so that no waiting
    /// condition can hide another.
    mutating func settle(_ effects: inout [Effect]) {
        while !isHalted, fire(&effects) {}
    }

    /// One rule, if one applies.
    private mutating func fire(_ effects: inout [Effect]) -> Bool {
        guard let state, state.step != .decided else { return false }
        if decide(&effects) { return true }
        if isHalted { return false }
        if state.step == .idle { return wake(&effects) }
        return askForChecks(&effects)
            || prevoteProposal(&effects)
            || timePrevotes(&effects)
            || precommitPolka(&effects)
            || raiseValid(&effects)
            || precommitNil(&effects)
            || timePrecommits(&effects)
            || skipRound(&effects)
    }

    /// Wake: own work, a proposal for the first round, words of f + 1 validators, or a certificate.
    private mutating func wake(_ effects: inout [Effect]) -> Bool {
        guard let state else { return false }
        var speakers: [Int] = []
        for record in state.rounds {
            for speaker in record.speakers where !speakers.contains(speaker) { speakers.append(speaker) }
        }
        let isCalled =
            state.isWorkWaiting || !state.record(.zero).proposals.isEmpty
            || speakers.count > state.setup.quorum.liars
            || state.rounds.contains { !$0.polkas.isEmpty || $0.certificate != nil }
        guard isCalled else { return false }
        start(.zero, by: nil, &effects)
        return true
    }

    /// Asks the vote guard for a signature; a node that only follows asks nothing.
    mutating func sign(_ content: VoteContent, _ polka: PolkaCertificate?, _ effects: inout [Effect]) {
        guard let state, state.setup.own != nil else { return }
        effects.append(.sign(VoteRequest(content: content, polka: polka, entry: state.entry)))
    }

    /// Asks once for a block that a quorum vouches for.
    mutating func fetch(_ polka: [CertificateSignature], _ block: BlockID, _ effects: inout [Effect]) -> Bool {
        guard let known = state?.block(block), known.isValid == nil, !known.isFetched else { return false }
        state?.updateBlock(block) { $0.isFetched = true }
        effects.append(.fetch(block, from: polka.map(\.validator)))
        return true
    }
}
