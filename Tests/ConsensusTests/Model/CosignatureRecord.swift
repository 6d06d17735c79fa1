/// A cosignature in the model: what it is over, and in which life of its node it was made; that is the time in it.
struct ModelCosignature: Equatable {
    let height: Int
    /// The block, 1 or 2.
    let value: Int
    let life: Int
}

/// One honest node in the model of cosigning, packed into a word: what stands in its log and in its guard's record,
/// what it does at the moment, and what the world has of it.
///
/// Ten bits a height, from the first: the block in the log (2), the lives in which a cosignature of block 1 was
/// released (3), the same of block 2 (3), blocks under whose checkpoint the log signature was released (2). Then the
/// block that the node was told is decided (2), whether it has stopped because the log holds another one (1), the fresh
/// cosignature (6), the recorded one (6), and how often the node has stopped (2).
struct CosignatureRecord: Equatable {
    var word: UInt64

    static let lives = 3
    static let heights = 2

    init(_ record: NodeRecord) { word = record.word }

    var packed: NodeRecord { NodeRecord(word) }

    private func bits(_ shift: Int, _ width: Int) -> Int { Int(word >> UInt64(shift) & (1 << UInt64(width) - 1)) }

    private mutating func set(_ shift: Int, _ width: Int, _ value: Int) {
        let mask = (UInt64(1) << UInt64(width) - 1) << UInt64(shift)
        word = word & ~mask | UInt64(value) << UInt64(shift)
    }

    private func start(_ height: Int) -> Int { (height - 1) * 10 }

    /// The block that the log holds at a height, 0 for none.
    func stored(_ height: Int) -> Int { bits(start(height), 2) }
    mutating func store(_ height: Int, _ value: Int) { set(start(height), 2, value) }

    /// The height of the last block in the log, 0 for none.
    var top: Int { (1...CosignatureRecord.heights).count { stored($0) != 0 } }

    /// The lives in which the node released a cosignature of a block, a bit each.
    func released(_ height: Int, _ value: Int) -> Int { bits(start(height) + value * 3 - 1, 3) }

    mutating func release(_ cosignature: ModelCosignature) {
        let shift = start(cosignature.height) + cosignature.value * 3 - 1
        set(shift, 3, bits(shift, 3) | 1 << cosignature.life)
    }

    /// True when the node released the log signature over the checkpoint of a block.
    func hasLogSigned(_ height: Int, _ value: Int) -> Bool { bits(start(height) + 8, 2) & value != 0 }
    mutating func logSign(_ height: Int, _ value: Int) {
        set(start(height) + 8, 2, bits(start(height) + 8, 2) | value)
    }

    /// The block that is decided as far as the node knows and not yet well in its log; 0 for none. Not durable.
    var decided: Int {
        get { bits(20, 2) }
        set { set(20, 2, newValue) }
    }

    /// The log holds another block than the decided one: the node waits for people. Not durable.
    var isHalted: Bool {
        get { bits(22, 1) == 1 }
        set { set(22, 1, newValue ? 1 : 0) }
    }

    /// Signed, and not recorded. Not durable.
    var fresh: ModelCosignature? {
        get { cosignature(23) }
        set { set(23, 6, CosignatureRecord.packed(newValue)) }
    }

    /// What the guard's record holds: the last one alone. Durable.
    var recorded: ModelCosignature? {
        get { cosignature(29) }
        set { set(29, 6, CosignatureRecord.packed(newValue)) }
    }

    /// How often the node has stopped.
    var life: Int {
        get { bits(35, 2) }
        set { set(35, 2, newValue) }
    }

    private func cosignature(_ shift: Int) -> ModelCosignature? {
        guard bits(shift, 2) != 0 else { return nil }
        return ModelCosignature(height: bits(shift, 2), value: bits(shift + 2, 2), life: bits(shift + 4, 2))
    }

    private static func packed(_ cosignature: ModelCosignature?) -> Int {
        cosignature.map { $0.height | $0.value << 2 | $0.life << 4 } ?? 0
    }

    /// The same with the names of the two blocks of a height exchanged.
    func renamed(at height: Int) -> CosignatureRecord {
        var record = self
        if stored(height) != 0 { record.store(height, 3 - stored(height)) }
        record.set(start(height) + 2, 3, released(height, 2))
        record.set(start(height) + 5, 3, released(height, 1))
        record.set(start(height) + 8, 2, (hasLogSigned(height, 1) ? 2 : 0) | (hasLogSigned(height, 2) ? 1 : 0))
        if decided != 0, height == (isHalted ? top : top + 1) { record.decided = 3 - decided }
        record.fresh = fresh.map { $0.renamed(at: height) }
        record.recorded = recorded.map { $0.renamed(at: height) }
        return record
    }
}

extension ModelCosignature {
    func renamed(at height: Int) -> ModelCosignature {
        height == self.height ? ModelCosignature(height: height, value: 3 - value, life: life) : self
    }
}
