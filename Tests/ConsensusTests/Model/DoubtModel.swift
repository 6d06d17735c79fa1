/// The rule by which a node that has lost its memory signs again, as a graph of states.
///
/// A height is one vote a node, for one of two values: what rounds and locks add is in `AgreementModel`, and a node
/// that has forgotten a lock does here what it would do there, sign against itself. Nodes decide and lose their memory
/// at any moment; liars sign everything and answer that nothing was decided.
struct DoubtModel {
    /// Honest nodes.
    var nodes: Int
    var liars = 0
    var quorum: Int
    var heights: Int
    /// Most losses of memory in a run.
    var losses = 1
    /// Heights from the highest proven one to the first that is signed again.
    var distance = 3
    /// Answers fewer than the rule asks for.
    var missing = 0
    /// Heights open above blocks that a quorum has cosigned, not above decided ones.
    var opensAboveFinal = false
    /// Nodes in doubt answer too.
    var doubtersAnswer = false
    /// Answers to an older question count: they say that nothing was decided.
    var takesOldAnswers = false
    /// There is no doubt: a node that has lost its memory signs at once.
    var signsAtOnce = false

    /// n − q + f + 1 answers of others.
    var needed: Int { nodes + liars - quorum + liars + 1 - missing }

    private func hasQuorum(_ state: ModelState, _ height: Int, _ value: Int) -> Bool {
        liars + (0..<nodes).count { DoubtRecord(state[$0]).hasSigned(height, value) } >= quorum
    }

    private func isOpen(_ state: ModelState, _ height: Int) -> Bool {
        guard opensAboveFinal, height > 1 else { return true }
        return liars + (0..<nodes).count { DoubtRecord(state[$0]).cosigned >= height - 1 } >= quorum
    }

    func isFork(_ state: ModelState) -> Bool {
        (1...heights).contains { hasQuorum(state, $0, 1) && hasQuorum(state, $0, 2) }
    }

    /// Every act that a node may do next.
    private func acts(of index: Int, in state: ModelState, _ visit: (DoubtRecord) -> Void) {
        let node = DoubtRecord(state[index])
        let height = node.decided + 1
        if height <= heights {
            decide(node, height, state, visit)
            vote(node, height, state, visit)
        }
        if (0..<nodes).reduce(0, { $0 + DoubtRecord(state[$1]).losses }) < losses {
            var next = node
            next.lose(heights: heights, standing: signsAtOnce ? 0 : DoubtRecord.doubting)
            visit(next)
        }
        if node.stands == DoubtRecord.doubting { resume(node, index, state, visit) }
    }

    private func decide(_ node: DoubtRecord, _ height: Int, _ state: ModelState, _ visit: (DoubtRecord) -> Void) {
        guard hasQuorum(state, height, 1) || hasQuorum(state, height, 2) else { return }
        var next = node
        next.decided = height
        if node.isSure { next.cosigned = max(node.cosigned, height) }
        visit(next)
    }

    private func vote(_ node: DoubtRecord, _ height: Int, _ state: ModelState, _ visit: (DoubtRecord) -> Void) {
        guard node.isSure, !node.remembers(height), isOpen(state, height) else { return }
        for value in 1...2 {
            // The value that is signed first at a height is called 1.
            let isNamed = (0..<nodes).contains { DoubtRecord(state[$0]).hasSigned(height, 1) }
            guard value == 1 || isNamed else { continue }
            var next = node
            next.sign(height, value)
            visit(next)
        }
    }

    /// All answers come at one moment: later ones could only prove more.
    private func resume(_ node: DoubtRecord, _ index: Int, _ state: ModelState, _ visit: (DoubtRecord) -> Void) {
        let others = (0..<nodes).filter { $0 != index }.map { DoubtRecord(state[$0]) }
        let proven = others.filter { doubtersAnswer || $0.isSure }.map { takesOldAnswers ? 0 : $0.decided }.sorted()
        let honest = max(0, needed - liars)
        guard proven.count >= honest else { return }
        for highest in honest == 0 ? [0] : proven[(honest - 1)...] {
            var next = node
            next.stands = min(highest + distance, heights + 1)
            visit(next)
        }
    }

    /// Visits every state that can be reached.
    func search() -> ModelCount {
        var table = StateTable(width: nodes)
        _ = table.insert(ModelState(nodes: nodes))
        var count = ModelCount()
        while count.states < table.count {
            let state = table.state(count.states)
            count.states += 1
            if isFork(state) { count.forks += 1 }
            for index in 0..<nodes {
                acts(of: index, in: state) { record in
                    var next = state
                    next[index] = record.packed
                    next.sort(twins: 0)
                    _ = table.insert(next)
                }
            }
        }
        return count
    }
}
