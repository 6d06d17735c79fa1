/// A host's clock: it may be set, and may run a little too fast or too slow.
struct HostClock: Sendable {
    /// The true time at which it was last set, in ms, and what it showed then.
    private var since: UInt64
    private var shown: UInt64
    /// Millionths by which it is too fast.
    private(set) var drift: Int64 = 0

    init(at time: UInt64) {
        since = time
        shown = time
    }

    func reading(at time: UInt64) -> UInt64 {
        let passed = Int64(time - since)
        return shown + UInt64(passed + passed * drift / 1_000_000)
    }

    mutating func set(to reading: UInt64, drift: Int64, at time: UInt64) {
        shown = reading
        since = time
        self.drift = drift
    }

    /// How long it takes until the clock has gone on so far, in true ms.
    func wait(for milliseconds: UInt64) -> UInt64 {
        guard drift != 0 else { return milliseconds }
        return UInt64(Int64(milliseconds) * 1_000_000 / (1_000_000 + drift)) + 1
    }
}
