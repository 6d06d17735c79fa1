package import NIOCore

/// So much a second, with so much saved up: what a peer may send.
package struct Allowance {
    private let perSecond: Int
    private let burst: Int
    private var saved: Int
    private var filled: NIODeadline

    /// A full account.
    package init(perSecond: Int, burst: Int, now: NIODeadline) {
        self.perSecond = perSecond
        self.burst = burst
        saved = burst
        filled = now
    }

    /// Takes an amount; gives how long to wait until the account is even again, nil when it is.
    package mutating func take(_ amount: Int, now: NIODeadline) -> TimeAmount? {
        fill(now)
        saved -= amount
        guard saved < 0 else { return nil }
        return .milliseconds(Int64(-saved) * 1_000 / Int64(perSecond) + 1)
    }

    private mutating func fill(_ now: NIODeadline) {
        let milliseconds = (now - filled).nanoseconds / 1_000_000
        guard milliseconds > 0 else { return }
        filled = filled + .milliseconds(milliseconds)
        let (gain, overflow) = Int(milliseconds).multipliedReportingOverflow(by: perSecond)
        saved = overflow ? burst : min(burst, saved + gain / 1_000)
    }
}
