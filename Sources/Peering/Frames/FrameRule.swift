/// The order in which messages leave: every urgent one before the others.
public enum Lane: Int, Sendable, CaseIterable {
    /// Votes and whatever a round waits for. Goes before everything.
    case urgent
    /// Statements, requests.
    case normal
    /// Bodies: sent in parts, so that others pass in between.
    case bulk
    /// What nobody waits for: sent when nothing else is, and a small share beside the rest.
    case background
}

/// What may be sent as one kind of message. Both sides of a link have the same rules.
public struct FrameRule: Hashable, Sendable {
    /// What happens when the lane is full.
    public enum Overflow: Hashable, Sendable {
        /// `send` refuses the new message.
        case refuse
        /// The oldest waiting message of such a kind goes, for messages that are sent again by themselves.
        case dropOldest
    }

    /// 16 to 255; the numbers below belong to the link.
    public let kind: UInt8
    public let lane: Lane
    public let maxByteCount: Int
    public let overflow: Overflow

    /// A kind with its lane and its longest payload.
    public init(kind: UInt8, lane: Lane, maxByteCount: Int, overflow: Overflow = .refuse) {
        self.kind = kind
        self.lane = lane
        self.maxByteCount = maxByteCount
        self.overflow = overflow
    }

    func fault(in limits: PeeringLimits) -> String? {
        if kind < ControlKind.firstFree { return "kind \(kind) belongs to the link" }
        let longest = lane == .bulk ? limits.bulkQueue.bytes : limits.partByteCount
        if maxByteCount < 0 || maxByteCount > longest || maxByteCount > Int(UInt32.max) - 1 {
            return "kind \(kind) allows more than its lane takes"
        }
        return maxByteCount > limits.queue(lane).bytes ? "the lane of kind \(kind) is shorter than one message" : nil
    }
}

/// The kinds that belong to the link.
enum ControlKind: UInt8 {
    /// The first frame each way.
    case hello
    /// Why the link is being closed.
    case refusal
    case ping
    case pong
    /// A bulk message begins: its kind and its length.
    case begin
    /// The next bytes of the bulk message that has begun.
    case part

    static let firstFree: UInt8 = 16

    /// The lengths that a payload of this kind may have.
    func byteCounts(_ limits: PeeringLimits) -> ClosedRange<Int> {
        switch self {
        case .hello, .refusal: 1...1024
        case .ping, .pong: 8...8
        case .begin: 5...5
        case .part: 1...limits.partByteCount
        }
    }
}
