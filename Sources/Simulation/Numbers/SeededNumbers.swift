/// Numbers that a seed fixes (SplitMix64).
public struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    /// The numbers of a simulated run: neighbouring seeds begin far apart.
    public init(run seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

    /// A number below a limit; nothing is below none but 0.
    public mutating func below(_ limit: UInt64) -> UInt64 { limit == 0 ? 0 : next() % limit }
}

extension SeededNumbers {
    /// True so many times in a hundred thousand.
    mutating func happens(_ share: UInt64) -> Bool { share > 0 && below(100_000) < share }

    /// One of these; nil of none.
    mutating func one<Element>(of all: [Element]) -> Element? {
        all.isEmpty ? nil : all[Int(below(UInt64(all.count)))]
    }

    /// A number from a range, both ends in it.
    mutating func within(_ range: ClosedRange<UInt64>) -> UInt64 {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// So many of these, in their order.
    mutating func some<Element>(_ count: Int, of all: [Element]) -> [Element] {
        var left = Array(all.indices)
        while left.count > max(count, 0) { left.remove(at: Int(below(UInt64(left.count)))) }
        return left.map { all[$0] }
    }
}
