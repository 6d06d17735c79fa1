package import Rulebook

/// Says once when too few validators are linked to go on, and once when there are enough again.
package struct StallLog {
    /// What an operator reads in the log.
    package enum Line: Hashable, Sendable {
        case stalls(String)
        case goesOn(String)
    }

    private var since: UInt64?
    private var isTold = false
    private var looked: UInt64 = 0
    /// Links that are gone for less are not told of, in ms: a node that starts is linked with nobody.
    private static let patience: UInt64 = 3_000
    /// Between two looks, in ms.
    private static let pause: UInt64 = 1_000

    /// A log that has told nothing.
    package init() {}

    /// True when it is time to look at the links again.
    package mutating func isDue(now: UInt64) -> Bool {
        guard now >= looked + StallLog.pause || now < looked else { return false }
        looked = now
        return true
    }

    /// Takes who of the validators in office is not linked; gives what has changed. Times in ms.
    package mutating func take(missing: [MemberID], of count: Int, needed: Int, now: UInt64) -> Line? {
        let answering = count - missing.count
        guard answering < needed else {
            defer { (since, isTold) = (nil, false) }
            guard isTold, let since else { return nil }
            return .goesOn("goes on after \((now - min(now, since)) / 1_000) s: \(answering) of \(count) are linked")
        }
        guard let since else {
            self.since = now
            return nil
        }
        guard !isTold, now >= since + StallLog.patience else { return nil }
        isTold = true
        let names = missing.map(\.text).joined(separator: ", ")
        return .stalls("stands still: \(answering) of \(count) are linked, \(needed) must vote; missing \(names)")
    }
}
