/// One honest node in the model of the doubt rule, packed into a word.
///
/// Four bits a height: values that the node has ever signed (2), and whether it remembers to have signed. Then its
/// last decided height (3 bits), the last one it has cosigned (3), how it stands (4), and how often it has lost its
/// memory (2).
struct DoubtRecord {
    var word: UInt64

    /// How a node stands that is in doubt; other values are the first height at which it signs.
    static let doubting = 15

    init(_ record: NodeRecord) { word = record.word }

    var packed: NodeRecord { NodeRecord(word) }

    private func bits(_ shift: Int, _ width: Int) -> Int { Int(word >> UInt64(shift) & (1 << UInt64(width) - 1)) }

    private mutating func set(_ shift: Int, _ width: Int, _ value: Int) {
        let mask = (UInt64(1) << UInt64(width) - 1) << UInt64(shift)
        word = word & ~mask | UInt64(value) << UInt64(shift)
    }

    /// True when the world has this node's signature under a value, 1 or 2, at a height; its memory may be gone.
    func hasSigned(_ height: Int, _ value: Int) -> Bool { bits(height * 4, 2) & value != 0 }
    func remembers(_ height: Int) -> Bool { bits(height * 4 + 2, 1) == 1 }

    mutating func sign(_ height: Int, _ value: Int) {
        set(height * 4, 2, bits(height * 4, 2) | value)
        set(height * 4 + 2, 1, 1)
    }

    var decided: Int {
        get { bits(40, 3) }
        set { set(40, 3, newValue) }
    }
    var cosigned: Int {
        get { bits(43, 3) }
        set { set(43, 3, newValue) }
    }
    var stands: Int {
        get { bits(46, 4) }
        set { set(46, 4, newValue) }
    }
    var losses: Int {
        get { bits(50, 2) }
        set { set(50, 2, newValue) }
    }

    /// It knows what it may sign at the height above its last decided one.
    var isSure: Bool { stands != DoubtRecord.doubting && stands <= decided + 1 }

    /// Memory and log are gone; what was signed stays signed.
    mutating func lose(heights: Int, standing: Int) {
        for height in 1...heights { set(height * 4 + 2, 1, 0) }
        decided = 0
        stands = standing
        losses += 1
    }
}
