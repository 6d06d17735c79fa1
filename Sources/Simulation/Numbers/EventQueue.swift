/// Events in the order of their time, and of their coming for the same time: a binary heap of places, so that events
/// themselves stay where they are.
public struct EventQueue<Event: Sendable>: Sendable {
    private struct Entry: Sendable {
        let time: UInt64
        let number: UInt64
        let place: Int

        func isBefore(_ other: Entry) -> Bool { time != other.time ? time < other.time : number < other.number }
    }

    private var heap: [Entry] = []
    private var events: [Event?] = []
    private var free: [Int] = []
    private var number: UInt64 = 0

    /// No events.
    public init() {}

    public var count: Int { heap.count }

    /// Plans an event.
    public mutating func add(_ event: Event, at time: UInt64) {
        number += 1
        heap.append(Entry(time: time, number: number, place: keep(event)))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The time of the first.
    public var nextTime: UInt64? { heap.first?.time }

    /// Takes the first.
    public mutating func next() -> (time: UInt64, event: Event)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        guard let event = events[first.place].take() else { preconditionFailure("an event is gone") }
        free.append(first.place)
        return (first.time, event)
    }

    private mutating func keep(_ event: Event) -> Int {
        guard let place = free.popLast() else {
            events.append(event)
            return events.count - 1
        }
        events[place] = event
        return place
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            let left = 2 * parent + 1
            if left < heap.count, heap[left].isBefore(heap[least]) { least = left }
            if left + 1 < heap.count, heap[left + 1].isBefore(heap[least]) { least = left + 1 }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
