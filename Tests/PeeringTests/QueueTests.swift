import NIOCore
import Peering
import Testing

struct QueueTests {
    private let vote = FrameRule(kind: 16, lane: .urgent, maxByteCount: 64, overflow: .dropOldest)
    private let proof = FrameRule(kind: 19, lane: .urgent, maxByteCount: 64)
    private let request = FrameRule(kind: 17, lane: .normal, maxByteCount: 1024)
    private let body = FrameRule(kind: 18, lane: .bulk, maxByteCount: 4096)

    private var limits: PeeringLimits {
        var limits = PeeringLimits()
        limits.partByteCount = 1024
        limits.urgentQueue = PeeringLimits.Queue(messages: 2, bytes: 100)
        return limits
    }

    @Test func `urgent goes first, normal and bulk take turns`() {
        let lanes = Line(limits)
        #expect(lanes.add([UInt8](repeating: 1, count: 2000), body))
        for _ in 0..<3 { #expect(lanes.add([UInt8](repeating: 2, count: 1024), request)) }
        #expect(lanes.add([3], vote))
        let kinds = [16, 17, 4, 17, 5, 17, 5]
        #expect(kinds.map { _ in lanes.next().map { Int($0.kind) } } == kinds)
        #expect(lanes.next() == nil)
        #expect(Lane.allCases.allSatisfy { lanes.waiting($0) == PeeringLimits.Queue(messages: 0, bytes: 0) })
    }

    @Test func `a background message goes when nothing else waits, and keeps a small share beside the rest`() {
        var limits = limits
        limits.normalQueue = PeeringLimits.Queue(messages: 100, bytes: 1 << 20)
        let lanes = Line(limits)
        let background = FrameRule(kind: 20, lane: .background, maxByteCount: 1_024)
        for _ in 0..<2 { #expect(lanes.add([UInt8](repeating: 4, count: 1_000), background)) }
        for _ in 0..<10 { #expect(lanes.add([UInt8](repeating: 2, count: 1_024), request)) }
        #expect(lanes.add([3], vote))
        let kinds = [16, 17, 17, 17, 17, 20, 17, 17, 17, 17, 20, 17, 17]
        #expect(kinds.map { _ in lanes.next().map { Int($0.kind) } } == kinds)
        #expect(lanes.add([1], background) && lanes.next()?.kind == 20 && lanes.next() == nil)
    }

    @Test func `a background message stands between the parts of a bulk one`() {
        let lanes = Line(limits)
        let background = FrameRule(kind: 20, lane: .background, maxByteCount: 1_024)
        #expect(lanes.add([9], background))
        for _ in 0..<2 { #expect(lanes.add([UInt8](repeating: 1, count: 4_096), body)) }
        let kinds = [4, 5, 5, 5, 5, 20, 4, 5, 5, 5, 5]
        #expect(kinds.map { _ in lanes.next().map { Int($0.kind) } } == kinds)
    }

    @Test func `a bulk message tells its kind and length, then its bytes`() {
        let lanes = Line(limits)
        #expect(lanes.add([9, 8], body) && lanes.add([], body))
        #expect(lanes.next() == Frame(kind: 4, payload: [18, 0, 0, 0, 2]))
        #expect(lanes.next() == Frame(kind: 5, payload: [9, 8]))
        #expect(lanes.next() == Frame(kind: 4, payload: [18, 0, 0, 0, 0]))
        #expect(lanes.next() == nil)
    }

    @Test func `the oldest vote gives way, and what may not be dropped is refused`() {
        let lanes = Line(limits)
        #expect(lanes.add([1], proof) && lanes.add([2], vote) && lanes.add([3], vote))
        #expect(!lanes.add([4], proof))
        #expect(lanes.dropped == 1)
        #expect([lanes.next()?.payload, lanes.next()?.payload] == [[1], [3]])
        #expect(lanes.add([UInt8](repeating: 0, count: 64), proof))
        #expect(!lanes.add([UInt8](repeating: 0, count: 37), vote))
    }

    @Test func `of the link's own frames only the newest of a kind waits`() {
        let lanes = Line(limits)
        for number: UInt8 in 1...9 { lanes.add(control: Frame(kind: 3, payload: [number])) }
        #expect(lanes.next() == Frame(kind: 3, payload: [9]))
        #expect(lanes.next() == nil)
    }

    @Test func `pauses double to the longest, each between half and whole`() {
        var limits = PeeringLimits()
        limits.shortestPauseMilliseconds = 100
        limits.longestPauseMilliseconds = 450
        var (low, high) = (Pauses(limits), Pauses(limits))
        let lowest = (0..<5).map { _ in low.next(random: 0) }
        #expect(lowest == [50, 100, 200, 225, 225])
        // 50 more than the half is the whole of the first; others by their own range.
        let highest = [50, 100, 200, 225].map { high.next(random: $0) }
        #expect(highest == [100, 200, 400, 450])
        high.reset()
        let first = high.next(random: 0)
        #expect(first == 50)
    }

    @Test func `an allowance refills with time and saves up to its burst`() {
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        var allowance = Allowance(perSecond: 1_000, burst: 500, now: start)
        func take(_ amount: Int, _ milliseconds: Int64) -> TimeAmount? {
            allowance.take(amount, now: start + .milliseconds(milliseconds))
        }
        #expect(take(500, 0) == nil)
        #expect(take(100, 0) == .milliseconds(101))
        #expect(take(0, 99) != nil)
        #expect(take(0, 100) == nil)
        #expect(take(501, 3_600_000) == .milliseconds(2))
    }

    @Test(arguments: [
        LinkRefusal.version(theirs: 7, ours: 1), .origin(theirs: "a", ours: "b"),
        .sender(said: "a", registered: "b"), .clock(milliseconds: -9, limit: 8),
        .alreadyConnected, .direction, .unknownKind(200), .tooLong(kind: 16, byteCount: 9, limit: 8),
        .malformed(.parts), .tooManyFrames(perSecond: 3), .helloLate(milliseconds: 4), .silent(milliseconds: 5),
        .replaced, .stopping, .busy, .released, .other(code: 77),
    ])
    func `a refusal is read as it was written`(_ refusal: LinkRefusal) throws {
        #expect(try LinkRefusal(refusal.encoded[...]) == refusal)
        #expect(refusal.encoded.count <= 1024)
    }

    @Test func `a refusal with other facts is only its number, and control characters are refused`() throws {
        #expect(try LinkRefusal([0x83, 0x05, 0x81, 0x01, 0x80]) == .other(code: 5))
        #expect(throws: LinkRefusal.malformed(.refusal)) { try LinkRefusal([0x83, 0x02, 0x80, 0x81, 0x61, 0x0a]) }
        #expect(throws: LinkRefusal.malformed(.refusal)) { try LinkRefusal([0x83, 0x05, 0x80, 0x80, 0x00]) }
    }
}

/// Lanes that an expectation may change.
private final class Line {
    private var lanes: Lanes

    init(_ limits: PeeringLimits) { lanes = Lanes(limits) }

    var dropped: UInt64 { lanes.dropped }
    func add(_ bytes: [UInt8], _ rule: FrameRule) -> Bool { lanes.add(bytes, rule) }
    func add(control frame: Frame) { lanes.add(control: frame) }
    func next() -> Frame? { lanes.next() }
    func waiting(_ lane: Lane) -> PeeringLimits.Queue { lanes.waiting(lane) }
}
