/// One frame: `length (4) ‖ kind (1) ‖ payload`, the length counting kind and payload.
package struct Frame: Equatable, Sendable {
    static let headByteCount = 5

    package let kind: UInt8
    package let payload: ArraySlice<UInt8>

    /// A frame of this kind.
    package init(kind: UInt8, payload: ArraySlice<UInt8>) {
        self.kind = kind
        self.payload = payload
    }

    init(_ kind: ControlKind, _ payload: [UInt8]) {
        self.init(kind: kind.rawValue, payload: payload[...])
    }

    /// A ping or pong with its number.
    init(_ kind: ControlKind, number: UInt64) {
        self.init(kind, (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) })
    }

    /// The beginning of a bulk message.
    init(beginning kind: UInt8, byteCount: Int) {
        let count = UInt32(byteCount)
        self.init(.begin, [kind] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * UInt32($0))) })
    }

    /// Bytes on the wire.
    var byteCount: Int { Frame.headByteCount + payload.count }

    /// The payload's bytes as one number, most significant first.
    static func number(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

/// Which frames are allowed: the rules by kind.
struct FrameRules: Sendable {
    private let rules: [FrameRule?]
    let limits: PeeringLimits

    init(_ rules: [FrameRule], limits: PeeringLimits) {
        var table = [FrameRule?](repeating: nil, count: 256)
        for rule in rules { table[Int(rule.kind)] = rule }
        self.rules = table
        self.limits = limits
    }

    subscript(kind: UInt8) -> FrameRule? { rules[Int(kind)] }

    /// Refuses a frame by its head alone, before its payload has come.
    func check(kind: UInt8, byteCount: Int) throws(LinkRefusal) {
        let range: ClosedRange<Int>
        if let control = ControlKind(rawValue: kind) {
            range = control.byteCounts(limits)
        } else if let rule = self[kind], rule.lane != .bulk {
            range = 0...rule.maxByteCount
        } else if self[kind] != nil {
            throw .malformed(.bulkOutsideParts)
        } else {
            throw .unknownKind(kind)
        }
        guard byteCount <= range.upperBound else {
            throw .tooLong(kind: kind, byteCount: byteCount, limit: range.upperBound)
        }
        guard byteCount >= range.lowerBound else { throw .malformed(.length) }
    }
}
