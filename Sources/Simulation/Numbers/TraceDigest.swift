/// A running sum over all that happens in a run: two runs of one seed must have the same.
struct TraceDigest: Hashable, Sendable {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x9fb2_1c65_1e98_df25
        value ^= value >> 32
    }
}
