/// A week of 604,800 seconds, counted from 1970-01-01: a deposit is sealed to the validators' keys of the week in
/// which it expires.
public struct ExpiryWeek: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: UInt64

    /// The latest second that anything here may name.
    static let lastSecond: UInt64 = 1 << 53
    private static let length: UInt64 = 604_800

    /// The week with that number; nil beyond what seconds can name.
    public init?(number: UInt64) {
        guard number < ExpiryWeek.lastSecond / ExpiryWeek.length else { return nil }
        self.number = number
    }

    /// The week in which a second lies (POSIX time).
    public init(of second: UInt64) {
        number = min(second, ExpiryWeek.lastSecond - ExpiryWeek.length) / ExpiryWeek.length
    }

    /// The first second after it: from then on the week's key is to be destroyed.
    public var end: UInt64 { (number + 1) * ExpiryWeek.length }

    public static func < (left: ExpiryWeek, right: ExpiryWeek) -> Bool { left.number < right.number }

    public var description: String { String(number) }
}
