/// One honest node in the model, packed into a word: its votes of each round, its lock, and where it stands.
///
/// Ten bits a round: prevote (value 2, valid round + 1: 2, valid round + 1 of the polka used: 2), precommit (value 2,
/// valid round + 1 of the polka used: 2). Then lock round + 1 (3 bits), lock value (2), next free position (4).
struct NodeRecord: Hashable {
    var word: UInt64

    /// Values: 0 none, 1 and 2 the two blocks, 3 nil.
    static let none: UInt64 = 0
    static let nothing: UInt64 = 3

    init(_ word: UInt64) { self.word = word }

    private func bits(_ shift: Int, _ width: Int) -> UInt64 { word >> UInt64(shift) & (1 << UInt64(width) - 1) }

    private mutating func set(_ shift: Int, _ width: Int, _ value: UInt64) {
        let mask = (UInt64(1) << UInt64(width) - 1) << UInt64(shift)
        word = word & ~mask | value << UInt64(shift)
    }

    func prevote(_ round: Int) -> UInt64 { bits(round * 10, 2) }
    /// Valid round + 1 of the prevote.
    func valid(_ round: Int) -> UInt64 { bits(round * 10 + 2, 2) }
    /// Value and valid round at once: what a polka must agree in.
    func ballot(_ round: Int) -> UInt64 { bits(round * 10, 4) }
    /// Valid round + 1 of the polka that allowed the prevote.
    func used(_ round: Int) -> UInt64 { bits(round * 10 + 4, 2) }
    func precommit(_ round: Int) -> UInt64 { bits(round * 10 + 6, 2) }
    /// Valid round + 1 of the polka that allowed the precommit.
    func lockedBy(_ round: Int) -> UInt64 { bits(round * 10 + 8, 2) }
    /// Round of the lock + 1.
    var lockRound: Int { Int(bits(40, 3)) }
    var lockValue: UInt64 { bits(43, 2) }
    /// The first position at which the node may still act: 2r to prevote in r, 2r + 1 to precommit.
    var next: Int { Int(bits(45, 4)) }

    func prevoting(_ round: Int, _ value: UInt64, valid: UInt64 = 0, used: UInt64 = 0) -> NodeRecord {
        var record = self
        record.set(round * 10, 2, value)
        record.set(round * 10 + 2, 2, valid)
        record.set(round * 10 + 4, 2, used)
        record.set(45, 4, UInt64(round * 2 + 1))
        return record
    }

    func precommitting(_ round: Int, _ value: UInt64, by valid: UInt64) -> NodeRecord {
        var record = self
        record.set(round * 10 + 6, 2, value)
        record.set(round * 10 + 8, 2, valid)
        record.set(40, 3, UInt64(round + 1))
        record.set(43, 2, value)
        record.set(45, 4, UInt64(round * 2 + 2))
        return record
    }

    /// The forbidden act of some old implementations: with a quorum of nil prevotes, precommit nil and end the lock.
    func unlocking(_ round: Int) -> NodeRecord {
        var record = self
        record.set(round * 10 + 6, 2, NodeRecord.nothing)
        record.set(40, 3, 0)
        record.set(43, 2, 0)
        record.set(45, 4, UInt64(round * 2 + 2))
        return record
    }

    /// The same with the names of the two blocks exchanged.
    var renamed: NodeRecord {
        var record = self
        for shift in NodeRecord.valueShifts {
            let value = bits(shift, 2)
            if value == 1 || value == 2 { record.set(shift, 2, 3 - value) }
        }
        return record
    }

    private static let valueShifts = [0, 6, 10, 16, 20, 26, 30, 36, 43]
}
