/// All honest nodes of a model at one moment: at most eight, with no memory of its own to allocate.
struct ModelState: Equatable {
    private var words = SIMD8<UInt64>()
    let nodes: Int

    init(nodes: Int) {
        precondition(nodes <= 8, "a state holds eight nodes")
        self.nodes = nodes
    }

    subscript(index: Int) -> NodeRecord {
        get { NodeRecord(words[index]) }
        set { words[index] = newValue.word }
    }

    @inline(__always)
    func contains(where matches: (NodeRecord) -> Bool) -> Bool {
        for index in 0..<nodes where matches(self[index]) { return true }
        return false
    }

    /// The same with the names of the two blocks exchanged.
    var renamed: ModelState {
        var result = self
        for index in 0..<nodes { result[index] = self[index].renamed }
        return result
    }

    /// Puts interchangeable nodes in order: the twins among themselves, then the others.
    mutating func sort(twins: Int) {
        sort(0, twins)
        sort(twins, nodes)
    }

    private mutating func sort(_ first: Int, _ end: Int) {
        if end - first > 1 {
            for index in first + 1..<end {
                var place = index
                while place > first, words[place] < words[place - 1] {
                    (words[place], words[place - 1]) = (words[place - 1], words[place])
                    place -= 1
                }
            }
        }
    }

    static func < (left: ModelState, right: ModelState) -> Bool {
        for index in 0..<left.nodes where left.words[index] != right.words[index] {
            return left.words[index] < right.words[index]
        }
        return false
    }
}
