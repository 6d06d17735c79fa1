/// What a search through all states of a model found.
struct ModelCount: Equatable {
    var states = 0
    /// States in which both blocks have a quorum of precommits.
    var forks = 0
    /// Forks that no pair of certificates explains.
    var unexplained = 0
    /// States in which a pair of certificates accuses an honest node of amnesia.
    var framed = 0
}

extension AgreementModel {
    /// Visits every state that can be reached, breadth first.
    func search(checkingAccounts: Bool = false) -> ModelCount {
        var table = StateTable(width: nodes)
        _ = table.insert(ModelState(nodes: nodes))
        var count = ModelCount()
        while count.states < table.count {
            let state = table.state(count.states)
            count.states += 1
            let isFork = isFork(state)
            if isFork { count.forks += 1 }
            if checkingAccounts {
                if isFork, !isExplained(state) { count.unexplained += 1 }
                if accusesHonest(state) { count.framed += 1 }
            }
            var next = state
            for index in 0..<nodes {
                // Equal nodes do equal things.
                if index > 0, index != twins, state[index] == state[index - 1] { continue }
                acts(of: state[index], in: state) { record in
                    next[index] = record
                    _ = table.insert(canonical(next))
                }
                next[index] = state[index]
            }
        }
        return count
    }

    func isFork(_ state: ModelState) -> Bool {
        (0..<rounds).contains { hasCommit(state, $0, 1) } && (0..<rounds).contains { hasCommit(state, $0, 2) }
    }

    /// Commit(r1, A) and polka(r2, B, vr) with vr < r1 < r2: the pairs of amnesia that can be put together.
    private func amnesiaPairs(
        _ state: ModelState, _ visit: (_ first: Int, _ value: UInt64, _ second: Int, _ valid: UInt64) -> Bool
    ) -> Bool {
        for first in 0..<rounds {
            for value in UInt64(1)...2 where hasCommit(state, first, value) {
                for second in (first + 1)..<max(rounds, first + 1) {
                    for valid in UInt64(0)...UInt64(first)
                    where hasPolka(state, second, 3 - value, valid: valid) && visit(first, value, second, valid) {
                        return true
                    }
                }
            }
        }
        return false
    }

    func accusesHonest(_ state: ModelState) -> Bool {
        amnesiaPairs(state) { first, value, second, valid in
            state.contains { $0.precommit(first) == value && $0.ballot(second) == (3 - value) | valid << 2 }
        }
    }

    private func isExplained(_ state: ModelState) -> Bool {
        for round in 0..<rounds {
            if hasCommit(state, round, 1), hasCommit(state, round, 2) { return true }
            if isHeld(state, round, 1, nil), isHeld(state, round, 2, nil) { return true }
        }
        return amnesiaPairs(state) { _, value, second, valid in isHeld(state, second, 3 - value, valid) }
    }

    /// True when an honest node acted on the polka of this round, value and valid round: it has the certificate.
    private func isHeld(_ state: ModelState, _ round: Int, _ value: UInt64, _ valid: UInt64?) -> Bool {
        state.contains { node in
            if node.precommit(round) == value, valid == nil || node.lockedBy(round) == valid { return true }
            return (round + 1..<max(rounds, round + 1)).contains { later in
                node.prevote(later) == value && node.valid(later) == UInt64(round + 1)
                    && (valid == nil || node.used(later) == valid)
            }
        }
    }
}

/// States in the order of their finding, each once.
struct StateTable {
    private let width: Int
    private var words: [UInt64] = []
    private var slots: [Int32]
    private(set) var count = 0

    init(width: Int) {
        self.width = width
        slots = [Int32](repeating: -1, count: 1 << 16)
    }

    func state(_ index: Int) -> ModelState {
        var state = ModelState(nodes: width)
        for node in 0..<width { state[node] = NodeRecord(words[index * width + node]) }
        return state
    }

    /// False when it was there.
    mutating func insert(_ state: ModelState) -> Bool {
        if count * 2 >= slots.count { grow() }
        var slot = hash { state[$0].word } & (slots.count - 1)
        while slots[slot] >= 0 {
            let start = Int(slots[slot]) * width
            if (0..<width).allSatisfy({ words[start + $0] == state[$0].word }) { return false }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(count)
        for node in 0..<width { words.append(state[node].word) }
        count += 1
        return true
    }

    @inline(__always)
    private func hash(_ word: (Int) -> UInt64) -> Int {
        var sum: UInt64 = 0x9e37_79b9_7f4a_7c15
        for index in 0..<width {
            sum = (sum ^ word(index)) &* 0xff51_afd7_ed55_8ccd
            sum ^= sum >> 32
        }
        return Int(truncatingIfNeeded: sum >> 1)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for index in 0..<count {
            var slot = hash { words[index * width + $0] } & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(index)
        }
    }
}
