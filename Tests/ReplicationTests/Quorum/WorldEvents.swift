import Rulebook

/// What happens in a world of replicas at a moment.
enum WorldEvent {
    case deliver(kind: UInt8, payload: [UInt8], from: Int, to: Int)
    case connect(Int, to: Int)
    case clock(Int, life: Int)
    case submit(Submission, to: Int)
    case stop(Int)
    case restart(Int)
    /// Who is in which group; links lead only within a group.
    case part([Int])
}

/// Events in the order of their time, and of their coming for the same time: a binary heap.
struct WorldEvents {
    private var heap: [(time: UInt64, number: UInt64, event: WorldEvent)] = []
    private var number: UInt64 = 0

    var count: Int { heap.count }

    mutating func add(_ event: WorldEvent, at time: UInt64) {
        number += 1
        heap.append((time, number, event))
        var child = heap.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> (time: UInt64, event: WorldEvent)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.time, first.event)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [parent * 2 + 1, parent * 2 + 2] where child < heap.count && isBefore(child, least) {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private func isBefore(_ one: Int, _ other: Int) -> Bool {
        (heap[one].time, heap[one].number) < (heap[other].time, heap[other].number)
    }
}
