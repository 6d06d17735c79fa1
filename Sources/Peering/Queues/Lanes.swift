import NIOCore

/// What waits for the wire to one peer, in the order in which it leaves.
///
/// Frames of the link itself go first, then urgent messages. Normal messages and parts of bulk messages take turns,
/// a part for every part's length of normal messages. A background message goes when none of these waits, and one for
/// every four parts' length of them.
package struct Lanes {
    private struct Message {
        let rule: FrameRule
        let bytes: [UInt8]
        /// Of a bulk message: how much is on the wire; nil before its beginning.
        var sent: Int?
    }

    private struct Queue {
        var messages = CircularBuffer<Message>()
        var bytes = 0
    }

    private var control = CircularBuffer<Frame>()
    private var queues = [Queue](repeating: Queue(), count: Lane.allCases.count)
    private var normalSinceBulk = 0
    private var othersSinceBackground = 0
    private let limits: PeeringLimits
    /// Messages that gave way to newer ones.
    package private(set) var dropped: UInt64 = 0

    /// Empty lanes.
    package init(_ limits: PeeringLimits) { self.limits = limits }

    /// How much waits in a lane.
    package func waiting(_ lane: Lane) -> PeeringLimits.Queue {
        let queue = queues[lane.rawValue]
        return PeeringLimits.Queue(messages: queue.messages.count, bytes: queue.bytes)
    }

    /// Puts a message in its lane; false when that is full.
    package mutating func add(_ bytes: [UInt8], _ rule: FrameRule) -> Bool {
        while !hasRoom(bytes.count, rule.lane) {
            guard rule.overflow == .dropOldest, dropOldest(rule.lane) else { return false }
        }
        queues[rule.lane.rawValue].messages.append(Message(rule: rule, bytes: bytes))
        queues[rule.lane.rawValue].bytes += bytes.count
        return true
    }

    /// A frame of the link; one of a kind waits at most, the newest.
    package mutating func add(control frame: Frame) {
        if let index = control.firstIndex(where: { $0.kind == frame.kind }) { control.remove(at: index) }
        control.append(frame)
    }

    mutating func removeAll() {
        control.removeAll()
        for index in queues.indices { queues[index] = Queue() }
        normalSinceBulk = 0
        othersSinceBackground = 0
    }

    /// The next frame for the wire.
    package mutating func next() -> Frame? {
        if let frame = control.popFirst() { return frame }
        if let frame = nextWhole(.urgent) { return frame }
        guard waits(.background) else { return nextOfOthers() }
        if othersSinceBackground < 4 * limits.partByteCount, let frame = nextOfOthers() {
            othersSinceBackground += frame.byteCount
            return frame
        }
        othersSinceBackground = 0
        return nextWhole(.background)
    }

    private func waits(_ lane: Lane) -> Bool { !queues[lane.rawValue].messages.isEmpty }

    private mutating func nextOfOthers() -> Frame? {
        let bulkWaits = waits(.bulk)
        if !bulkWaits || normalSinceBulk < limits.partByteCount, let frame = nextWhole(.normal) {
            normalSinceBulk += bulkWaits ? frame.byteCount : 0
            return frame
        }
        normalSinceBulk = 0
        return nextPart()
    }

    private mutating func nextWhole(_ lane: Lane) -> Frame? {
        guard let message = queues[lane.rawValue].messages.popFirst() else { return nil }
        queues[lane.rawValue].bytes -= message.bytes.count
        return Frame(kind: message.rule.kind, payload: message.bytes[...])
    }

    private mutating func nextPart() -> Frame? {
        let lane = Lane.bulk.rawValue
        guard var message = queues[lane].messages.first else { return nil }
        guard let sent = message.sent else {
            message.sent = 0
            replaceFirstBulk(message)
            return Frame(beginning: message.rule.kind, byteCount: message.bytes.count)
        }
        let end = min(sent + limits.partByteCount, message.bytes.count)
        message.sent = end
        replaceFirstBulk(message)
        return Frame(kind: ControlKind.part.rawValue, payload: message.bytes[sent..<end])
    }

    /// Puts the first bulk message back, or takes it off when all of it is out.
    private mutating func replaceFirstBulk(_ message: Message) {
        let lane = Lane.bulk.rawValue
        if message.sent == message.bytes.count {
            queues[lane].messages.removeFirst()
            queues[lane].bytes -= message.bytes.count
        } else {
            queues[lane].messages[queues[lane].messages.startIndex] = message
        }
    }

    private func hasRoom(_ byteCount: Int, _ lane: Lane) -> Bool {
        let limit = limits.queue(lane)
        let queue = queues[lane.rawValue]
        return queue.messages.count < limit.messages && queue.bytes + byteCount <= limit.bytes
    }

    /// Never a message that has begun: the other side would wait for its rest.
    private mutating func dropOldest(_ lane: Lane) -> Bool {
        let droppable = queues[lane.rawValue].messages.firstIndex {
            $0.rule.overflow == .dropOldest && $0.sent == nil
        }
        guard let droppable else { return false }
        queues[lane.rawValue].bytes -= queues[lane.rawValue].messages.remove(at: droppable).bytes.count
        dropped += 1
        return true
    }
}
