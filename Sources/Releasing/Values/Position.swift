public import Signing

/// Where a validator stands in the set that a deposit was dealt to: 1 for the first. Its share is the value there.
public struct Position: Hashable, Comparable, Sendable, CBORCodable, CustomStringConvertible {
    public let value: Int

    /// The highest position: the largest set of validators.
    public static let limit = 63

    /// Nil unless the number is from 1 to the limit.
    public init?(_ value: Int) {
        guard (1...Position.limit).contains(value) else { return nil }
        self.value = value
    }

    private init(checked value: Int) { self.value = value }

    /// All positions of a set of so many validators, in order.
    public static func all(of count: Int) -> [Position] {
        precondition((1...limit).contains(count), "\(count) validators")
        return (1...count).map(Position.init(checked:))
    }

    public static func < (left: Position, right: Position) -> Bool { left.value < right.value }

    public func encode(into encoder: inout CBOREncoder) { encoder.unsigned(UInt64(value)) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let number = try decoder.unsigned(max: UInt64(Position.limit))
        guard let position = Position(Int(number)) else { throw .outOfRange(offset: start) }
        self = position
    }

    public var description: String { String(value) }
}
