internal import Rulebook
internal import Synchronization

/// How many numbers each member may still look up: a minute's share that fills as time goes on.
final class LookUpRates: Sendable {
    private struct Share: Sendable {
        var left: Int
        var filled: UInt64
    }

    private let perMinute: Int
    private let shares = Mutex<[MemberID: Share]>([:])

    init(perMinute: Int) { self.perMinute = perMinute }

    /// Takes so many of a member's share; false when it is used up. `time` is in POSIX seconds.
    func take(_ count: Int, of member: MemberID, at time: UInt64) -> Bool {
        shares.withLock { shares in
            var share = shares[member] ?? Share(left: perMinute, filled: time)
            let passed = time > share.filled ? min(time - share.filled, 60) : 0
            share.left = min(perMinute, share.left + Int(passed) * perMinute / 60)
            share.filled = time
            guard share.left >= count else {
                shares[member] = share
                return false
            }
            share.left -= count
            shares[member] = share
            return true
        }
    }
}
