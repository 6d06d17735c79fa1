/// What a search through all states of the cosigning has found: states, and those in which something is wrong.
struct CosignatureCount: Equatable {
    var states = 0
    /// Two blocks of a height have a quorum of cosignatures.
    var forks = 0
    /// An honest node has released cosignatures of two blocks of a height.
    var contradicted = 0
    /// An honest node has released two different cosignatures of one block.
    var rewritten = 0
    /// A cosignature was made of a block that the log does not hold.
    var unstored = 0
    /// A log signature of an honest node is out over a block that fewer than a quorum have cosigned.
    var early = 0
}

extension CosignatureModel {
    /// Visits every state that can be reached.
    func search() -> CosignatureCount {
        precondition(heights <= CosignatureRecord.heights && stops < CosignatureRecord.lives, "no room in a record")
        var table = StateTable(width: nodes)
        _ = table.insert(ModelState(nodes: nodes))
        var count = CosignatureCount()
        while count.states < table.count {
            let state = table.state(count.states)
            judge(state, &count)
            for index in 0..<nodes {
                // Equal nodes do equal things.
                if index > 0, state[index] == state[index - 1] { continue }
                acts(of: CosignatureRecord(state[index]), in: state) { record in
                    var next = state
                    next[index] = record.packed
                    _ = table.insert(canonical(next))
                }
            }
        }
        return count
    }

    private func judge(_ state: ModelState, _ count: inout CosignatureCount) {
        let records = (0..<nodes).map { CosignatureRecord(state[$0]) }
        let blocks = (1...heights).flatMap { [($0, 1), ($0, 2)] }
        count.states += 1
        if (1...heights).contains(where: { isFinal(state, $0, 1) && isFinal(state, $0, 2) }) { count.forks += 1 }
        if records.contains(where: { node in
            (1...heights).contains { node.released($0, 1) != 0 && node.released($0, 2) != 0 }
        }) {
            count.contradicted += 1
        }
        if records.contains(where: { node in
            blocks.contains { node.released($0, $1).nonzeroBitCount > 1 }
        }) {
            count.rewritten += 1
        }
        if records.contains(where: { node in
            node.fresh.map { node.stored($0.height) != $0.value } ?? false
        }) {
            count.unstored += 1
        }
        if blocks.contains(where: { height, value in
            !isFinal(state, height, value) && records.contains { $0.hasLogSigned(height, value) }
        }) {
            count.early += 1
        }
    }

    /// The smallest of all namings of the blocks, height by height, with the nodes in order.
    func canonical(_ state: ModelState) -> ModelState {
        var least = state
        least.sort(twins: 0)
        for naming in 1..<(1 << heights) {
            var other = state
            for height in 1...heights where naming >> (height - 1) & 1 == 1 {
                for index in 0..<nodes {
                    other[index] = CosignatureRecord(other[index]).renamed(at: height).packed
                }
            }
            other.sort(twins: 0)
            if other < least { least = other }
        }
        return least
    }
}
