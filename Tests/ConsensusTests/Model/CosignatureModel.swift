/// What a node may do wrong with its cosignatures: each is a known mistake, and none is in the rules.
enum CosignatureMistake: CaseIterable {
    /// After a stop the record of what was signed is not read.
    case forgetsRecord
    /// Asked again after a stop, the node signs the same block once more, with another time.
    case signsAnew
    /// The guard does not mind another block at the height of its record.
    case signsOtherBlock
    /// The guard compares with the height of its record alone, and not with those below.
    case signsLowerHeight
    /// A cosignature leaves before its record is durable.
    case releasesUnrecorded
    /// What was decided is signed, whatever bytes the log holds.
    case signsUnstored
    /// The log signature leaves with one cosignature fewer than a quorum.
    case logSignsBelowQuorum
    /// Cosignatures are counted as they come, and one may come again and again.
    case countsWords
}

/// How stored blocks are cosigned, as a graph of states: any order of acts, stops between any two of them.
///
/// Nothing is asked of the agreement: whoever orders shows each node any of two blocks at a height, so what holds
/// here holds by the cosignatures alone. A node opens a height above a final block, stores what is decided, reads back
/// what the log holds, signs, records, releases; with a quorum it adds the log signature. The disk may store the other
/// block. A stop loses what is not durable, and the log then loses as many of its last blocks as it likes: an older
/// copy may be put back. The record of the guard is never lost; `DoubtModel` is about that. Released cosignatures
/// reach everybody, in any order and any number of times. Liars sign everything.
struct CosignatureModel {
    /// Honest nodes.
    var nodes: Int
    var liars = 0
    var quorum: Int
    /// One or two.
    var heights = 1
    /// Most stops in a run, of all nodes together: none to two.
    var stops = 1
    var mistake: CosignatureMistake?

    /// How many keys have cosigned a block, each once.
    func cosigners(_ state: ModelState, _ height: Int, _ value: Int) -> Int {
        liars + (0..<nodes).count { CosignatureRecord(state[$0]).released(height, value) != 0 }
    }

    func isFinal(_ state: ModelState, _ height: Int, _ value: Int) -> Bool {
        cosigners(state, height, value) >= quorum
    }

    /// The guard's rule: may a block be signed that was not signed before?
    func signs(_ node: CosignatureRecord, _ height: Int, _ value: Int) -> Bool {
        guard let last = node.recorded, height <= last.height else { return true }
        return switch mistake {
        case .signsAnew: height == last.height && value == last.value && node.life != last.life
        case .signsOtherBlock: height == last.height && value != last.value
        case .signsLowerHeight: height < last.height
        case .forgetsRecord, .releasesUnrecorded, .signsUnstored, .logSignsBelowQuorum, .countsWords, nil: false
        }
    }

    /// Every act that a node may do next.
    func acts(of node: CosignatureRecord, in state: ModelState, _ visit: (CosignatureRecord) -> Void) {
        if let fresh = node.fresh {
            record(fresh, node, visit)
        } else if node.isHalted {
            if mistake == .signsUnstored { sign(node, node.top, node.decided, visit) }
        } else if node.decided != 0 {
            store(node, visit)
        } else {
            decide(node, state, visit)
            if node.top > 0 { finish(node, state, visit) }
        }
        if let recorded = node.recorded {
            var next = node
            next.release(recorded)
            visit(next)
        }
        if (0..<nodes).reduce(0, { $0 + CosignatureRecord(state[$1]).life }) < stops { stop(node, visit) }
    }

    private func record(
        _ fresh: ModelCosignature, _ node: CosignatureRecord, _ visit: (CosignatureRecord) -> Void
    ) {
        var next = node
        next.recorded = fresh
        next.fresh = nil
        visit(next)
        if mistake == .releasesUnrecorded {
            next = node
            next.release(fresh)
            visit(next)
        }
    }

    /// A height opens above a final block, with whatever block the node is shown.
    private func decide(_ node: CosignatureRecord, _ state: ModelState, _ visit: (CosignatureRecord) -> Void) {
        let top = node.top
        guard top < heights, top == 0 || isFinal(state, top, node.stored(top)) else { return }
        for value in 1...2 {
            var next = node
            next.decided = value
            visit(next)
        }
    }

    /// The log holds the decided block from here on, or the other one, which stops the node.
    private func store(_ node: CosignatureRecord, _ visit: (CosignatureRecord) -> Void) {
        var next = node
        next.store(node.top + 1, node.decided)
        next.decided = 0
        visit(next)
        next = node
        next.store(node.top + 1, 3 - node.decided)
        next.isHalted = true
        visit(next)
    }

    /// Cosigns what the log holds, and adds the log signature when a quorum has cosigned the same.
    private func finish(_ node: CosignatureRecord, _ state: ModelState, _ visit: (CosignatureRecord) -> Void) {
        let (height, value) = (node.top, node.stored(node.top))
        sign(node, height, value, visit)
        let signers = cosigners(state, height, value)
        let isEnough =
            switch mistake {
            case .logSignsBelowQuorum: signers >= quorum - 1
            case .countsWords: signers >= 1
            case .forgetsRecord, .signsAnew, .signsOtherBlock, .signsLowerHeight, .releasesUnrecorded, .signsUnstored,
                nil:
                signers >= quorum
            }
        if isEnough {
            var next = node
            next.logSign(height, value)
            visit(next)
        }
    }

    private func sign(
        _ node: CosignatureRecord, _ height: Int, _ value: Int, _ visit: (CosignatureRecord) -> Void
    ) {
        guard signs(node, height, value) else { return }
        var next = node
        next.fresh = ModelCosignature(height: height, value: value, life: node.life)
        visit(next)
    }

    /// What is not durable is gone; the log keeps any part of itself.
    private func stop(_ node: CosignatureRecord, _ visit: (CosignatureRecord) -> Void) {
        var next = node
        next.decided = 0
        next.isHalted = false
        next.fresh = nil
        if mistake == .forgetsRecord { next.recorded = nil }
        next.life += 1
        visit(next)
        for height in stride(from: node.top, to: 0, by: -1) {
            next.store(height, 0)
            visit(next)
        }
    }
}
