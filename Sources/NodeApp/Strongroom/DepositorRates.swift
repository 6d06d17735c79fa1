internal import Rulebook
internal import Synchronization

/// How many bytes each member may put in a second: two seconds' worth saved up.
final class DepositorRates: Sendable {
    private struct Account {
        var saved: Double
        var filled: ContinuousClock.Instant
    }

    private let bytesPerSecond: Int
    private let accounts = Mutex<[MemberID: Account]>([:])

    /// 0 sets no limit.
    init(bytesPerSecond: Int) { self.bytesPerSecond = bytesPerSecond }

    /// Takes bytes from a member's account; false when it is overdrawn. One batch may overdraw it.
    func take(_ byteCount: Int, of member: MemberID, at now: ContinuousClock.Instant = .now) -> Bool {
        guard bytesPerSecond > 0 else { return true }
        let most = 2 * Double(bytesPerSecond)
        return accounts.withLock { accounts in
            var account = accounts[member] ?? Account(saved: most, filled: now)
            let passed = account.filled.duration(to: now) / .seconds(1)
            account.saved = min(most, account.saved + max(0, passed) * Double(bytesPerSecond))
            account.filled = now
            defer { accounts[member] = account }
            guard account.saved > 0 else { return false }
            account.saved -= Double(byteCount)
            return true
        }
    }
}
