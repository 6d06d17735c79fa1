/// A bulk message on its way in, part by part.
struct BulkMessage: Equatable {
    let kind: UInt8
    let byteCount: Int
    private(set) var bytes: [UInt8] = []

    /// The beginning that a `begin` frame tells.
    init(_ payload: ArraySlice<UInt8>, _ rules: FrameRules) throws(LinkRefusal) {
        guard let kind = payload.first else { throw .malformed(.length) }
        guard let rule = rules[kind] else { throw .unknownKind(kind) }
        guard rule.lane == .bulk else { throw .malformed(.bulkOutsideParts) }
        let count = Int(Frame.number(payload.dropFirst()))
        guard count <= rule.maxByteCount else {
            throw .tooLong(kind: kind, byteCount: count, limit: rule.maxByteCount)
        }
        self.kind = kind
        byteCount = count
        // The length is the sender's word: memory follows what has really come.
        bytes.reserveCapacity(min(count, rules.limits.partByteCount))
    }

    var isWhole: Bool { bytes.count == byteCount }

    mutating func append(_ part: ArraySlice<UInt8>) throws(LinkRefusal) {
        guard bytes.count + part.count <= byteCount else { throw .malformed(.parts) }
        bytes.append(contentsOf: part)
    }
}
