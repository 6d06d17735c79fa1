public import Signing

/// Which of the secrets of a deposit: 0 is that of the trace packet, which no use releases; k ≥ 1 is that of use k.
public struct SecretIndex: Hashable, Comparable, Sendable, CBORCodable, CustomStringConvertible {
    public let value: Int

    /// The highest index of a use.
    public static let limit = 65_535
    /// The secret of the trace packet.
    public static let trace = SecretIndex(checked: 0)

    /// The secret of a use; nil unless its number is from 1 to the limit.
    public init?(use value: Int) {
        guard (1...SecretIndex.limit).contains(value) else { return nil }
        self.value = value
    }

    /// A number that is known to be from 0 to the limit.
    init(checked value: Int) { self.value = value }

    public var isUse: Bool { value > 0 }

    /// Two bytes, most significant first.
    package var bytes: [UInt8] { [UInt8(value >> 8), UInt8(value & 0xff)] }

    public static func < (left: SecretIndex, right: SecretIndex) -> Bool { left.value < right.value }

    public func encode(into encoder: inout CBOREncoder) { encoder.unsigned(UInt64(value)) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        value = Int(try decoder.unsigned(max: UInt64(SecretIndex.limit)))
    }

    public var description: String { isUse ? "use \(value)" : "trace" }
}

/// The uses that one deposit has tickets for: consecutive, at most a hundred.
public struct UseRange: Hashable, Sendable, CBORCodable {
    public let first: SecretIndex
    public let last: SecretIndex

    /// Most uses of one deposit; a grant of more is topped up by dealing again.
    public static let maxCount = 100

    /// Nil when the range is empty, too long, or begins before use 1.
    public init?(_ uses: ClosedRange<Int>) {
        guard let first = SecretIndex(use: uses.lowerBound), let last = SecretIndex(use: uses.upperBound),
            uses.count <= UseRange.maxCount
        else { return nil }
        self.first = first
        self.last = last
    }

    public var count: Int { last.value - first.value + 1 }

    /// Every index of a use, in order.
    public var indices: [SecretIndex] { (first.value...last.value).map(SecretIndex.init(checked:)) }

    /// The trace's index, then those of the uses: the order of a manifest's secrets.
    var secrets: [SecretIndex] { [.trace] + indices }

    /// Where in such an order an index stands; nil when the deposit has no such secret.
    func place(of index: SecretIndex) -> Int? {
        guard index.isUse else { return 0 }
        return contains(index) ? index.value - first.value + 1 : nil
    }

    /// True for the uses that the deposit has tickets for.
    public func contains(_ index: SecretIndex) -> Bool { (first...last).contains(index) }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        first.encode(into: &encoder)
        last.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        try decoder.array(count: 2)
        let first = try SecretIndex(from: &decoder)
        let last = try SecretIndex(from: &decoder)
        guard first <= last, let range = UseRange(first.value...last.value) else { throw .outOfRange(offset: start) }
        self = range
    }
}
