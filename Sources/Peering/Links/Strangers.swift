import NIOCore
import Synchronization

/// The newcomers that were turned away last.
final class Strangers: Sendable {
    private let list = Mutex(CircularBuffer<Stranger>())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func add(_ stranger: Stranger) {
        list.withLock { list in
            if list.count >= limit { list.removeFirst() }
            list.append(stranger)
        }
    }

    var all: [Stranger] { list.withLock { Array($0) } }
}
