/// The pauses between attempts to dial: doubling to the longest, each drawn between its half and its whole.
package struct Pauses {
    private let shortest: Int64
    private let longest: Int64
    /// Attempts since the last good link.
    package private(set) var attempts = 0

    /// No attempt yet.
    package init(_ limits: PeeringLimits) {
        shortest = limits.shortestPauseMilliseconds
        longest = limits.longestPauseMilliseconds
    }

    /// Begins with the shortest pause again.
    package mutating func reset() { attempts = 0 }

    /// Milliseconds until the next attempt.
    package mutating func next(random: UInt64) -> Int64 {
        var whole = shortest
        for _ in 0..<min(attempts, 62) where whole < longest { whole = min(longest, whole * 2) }
        attempts += 1
        let half = whole / 2
        return half + Int64(random % UInt64(whole - half + 1))
    }
}
