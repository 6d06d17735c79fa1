import Synchronization

/// A clock that stands still until someone sleeps by it.
final class Ticks: Sendable {
    private let time: Mutex<UInt64>

    init(_ now: UInt64) { time = Mutex(now) }

    var now: UInt64 { time.withLock { $0 } }

    func pass(_ milliseconds: UInt64) { time.withLock { $0 += milliseconds } }
}
