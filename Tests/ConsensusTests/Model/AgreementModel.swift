/// Which rules the nodes of a model follow; all but the first two are known mistakes.
struct ModelRules {
    /// D1: prevotes carry the valid round, and a polka must agree in it.
    var carriesValidRound = false
    /// D2: no "or lockedValue = v".
    var isStrict = false
    var ignoresLocks = false
    /// R4 by a polka of any round so far.
    var locksByOldPolka = false
    /// A quorum of nil prevotes ends the lock.
    var unlocksOnNil = false
    /// A locked node prevotes its lock whatever is proposed, or a value with a newer polka, but never nil.
    var prevotesLock = false

    static let recommended = ModelRules(carriesValidRound: true, isStrict: true)
    static let accountable = ModelRules(carriesValidRound: true)
}

/// One height as a graph of states: any proposals, any order of delivery, liars who sign everything.
struct AgreementModel {
    /// Honest nodes; the first `twins` of them are copies of one node with one key.
    var nodes: Int
    var twins = 0
    /// Liars: their signatures are at hand for everything.
    var liars = 0
    var quorum: Int
    var rounds: Int
    var rules = ModelRules()

    /// How many keys among the records that match are honest ones, plus the liars', make a quorum?
    @inline(__always)
    func isQuorum(_ state: ModelState, _ matches: (NodeRecord) -> Bool) -> Bool {
        var count = liars
        var hasTwin = false
        for index in 0..<nodes where matches(state[index]) {
            if index < twins {
                if hasTwin { continue }
                hasTwin = true
            }
            count += 1
        }
        return count >= quorum
    }

    func hasPolka(_ state: ModelState, _ round: Int, _ value: UInt64, valid: UInt64) -> Bool {
        isQuorum(state) { $0.ballot(round) == value | valid << 2 }
    }

    func hasCommit(_ state: ModelState, _ round: Int, _ value: UInt64) -> Bool {
        isQuorum(state) { $0.precommit(round) == value }
    }

    /// Valid rounds + 1 that a polka of a round can name.
    func validRounds(below round: Int) -> ClosedRange<UInt64> { 0...UInt64(rules.carriesValidRound ? round : 0) }

    /// Every act that a node may do next.
    func acts(of node: NodeRecord, in state: ModelState, _ visit: (NodeRecord) -> Void) {
        for round in 0..<rounds {
            if round * 2 >= node.next { prevotes(node, round, state, visit) }
            if round * 2 + 1 >= node.next { precommits(node, round, state, visit) }
        }
    }

    private func prevotes(
        _ node: NodeRecord, _ round: Int, _ state: ModelState, _ visit: (NodeRecord) -> Void
    ) {
        if rules.prevotesLock, node.lockValue != 0 { return prevotesOfLocked(node, round, state, visit) }
        if rules.unlocksOnNil { visit(node.prevoting(round, NodeRecord.nothing)) }
        for value in UInt64(1)...2 {
            let escapes = rules.ignoresLocks || (!rules.isStrict && node.lockValue == value)
            if node.lockValue == 0 || escapes { visit(node.prevoting(round, value)) }
            for valid in 0..<round where node.lockRound <= valid + 1 || escapes {
                for used in validRounds(below: valid) where hasPolka(state, valid, value, valid: used) {
                    let carried = rules.carriesValidRound ? UInt64(valid + 1) : 0
                    visit(node.prevoting(round, value, valid: carried, used: used))
                }
            }
        }
    }

    /// The lock itself, even if nobody proposed it, or a value with a newer polka; never nil.
    private func prevotesOfLocked(
        _ node: NodeRecord, _ round: Int, _ state: ModelState, _ visit: (NodeRecord) -> Void
    ) {
        visit(node.prevoting(round, node.lockValue))
        for value in UInt64(1)...2 {
            for valid in 0..<round where node.lockRound <= valid + 1 && hasPolka(state, valid, value, valid: 0) {
                visit(node.prevoting(round, value))
            }
        }
    }

    private func precommits(
        _ node: NodeRecord, _ round: Int, _ state: ModelState, _ visit: (NodeRecord) -> Void
    ) {
        for value in UInt64(1)...2 {
            for polka in (rules.locksByOldPolka ? 0 : round)...round {
                for valid in validRounds(below: polka) where hasPolka(state, polka, value, valid: valid) {
                    visit(node.precommitting(round, value, by: valid))
                }
            }
        }
        if rules.unlocksOnNil, node.lockValue != 0, hasPolka(state, round, NodeRecord.nothing, valid: 0) {
            visit(node.unlocking(round))
        }
    }

    /// The smallest of both namings of the blocks, with interchangeable nodes in order.
    func canonical(_ state: ModelState) -> ModelState {
        var one = state
        one.sort(twins: twins)
        var other = state.renamed
        other.sort(twins: twins)
        return one < other ? one : other
    }
}
