/// How long a name rests after wrong attempts: none for the first few, then longer and longer.
struct Lockout: Hashable, Sendable {
    var failures: UInt64 = 0
    /// POSIX seconds; nothing is tried before.
    var until: UInt64 = 0

    /// Attempts that cost nothing.
    static let free: UInt64 = 5
    /// The rest after the first attempt that costs, doubled by each further one.
    static let firstSeconds: UInt64 = 30
    static let longestSeconds: UInt64 = 3_600

    /// Seconds to wait still; nil when there is nothing to wait for.
    func wait(at second: UInt64) -> UInt64? { second < until ? until - second : nil }

    /// What follows from one more wrong attempt.
    func failed(at second: UInt64) -> Lockout {
        let count = failures + 1
        guard count >= Lockout.free else { return Lockout(failures: count, until: 0) }
        let doublings = min(count - Lockout.free, 7)
        return Lockout(
            failures: count, until: second + min(Lockout.longestSeconds, Lockout.firstSeconds << doublings))
    }
}
