internal import Rulebook
internal import Synchronization

/// How many questions each member may still ask: a minute's share that fills as time goes on.
///
/// Only who signed a good question has a share, so that nobody can use up another's.
final class QuestionRates: Sendable {
    private struct Share: Sendable {
        var left: UInt64
        var filled: UInt64
    }

    /// Questions of one member in a minute.
    static let perMinute: UInt64 = 60
    private let shares = Mutex<[MemberID: Share]>([:])

    /// Takes one question of a member's share; false when it is used up. `second` is now.
    func take(of member: MemberID, at second: UInt64) -> Bool {
        shares.withLock { shares in
            var share = shares[member] ?? Share(left: QuestionRates.perMinute, filled: second)
            let passed = second > share.filled ? min(second - share.filled, 60) : 0
            share.left = min(QuestionRates.perMinute, share.left + passed * QuestionRates.perMinute / 60)
            share.filled = second
            let isLeft = share.left > 0
            if isLeft { share.left -= 1 }
            shares[member] = share
            return isLeft
        }
    }
}
