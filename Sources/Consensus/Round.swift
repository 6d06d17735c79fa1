public import Signing

/// An attempt to agree within one height: 0 first, one more for each that failed.
public struct Round: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The last round of a height: far beyond what growing timeouts reach in a year.
    public static let limit: UInt64 = 1 << 20
    public static let zero = Round(checked: 0)

    public let value: UInt64

    /// Nil beyond the limit.
    public init?(_ value: UInt64) {
        guard value <= Round.limit else { return nil }
        self.value = value
    }

    private init(checked value: UInt64) { self.value = value }

    /// The round after this one; nil after the last.
    public var next: Round? { Round(value + 1) }

    /// The round before this one; nil before the first.
    public var previous: Round? { value == 0 ? nil : Round(checked: value - 1) }

    public static func < (left: Round, right: Round) -> Bool { left.value < right.value }

    public var description: String { String(value) }
}

extension Round: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) { encoder.unsigned(value) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        value = try decoder.unsigned(max: Round.limit)
    }
}
