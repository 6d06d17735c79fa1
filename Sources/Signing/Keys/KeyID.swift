/// Eight bytes that pick a key among those of one member.
public struct KeyID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public static let byteCount = 8
    private let value: UInt64

    /// The id with this value, most significant byte first.
    package init(_ value: UInt64) { self.value = value }

    /// Nil for any other count than eight.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == KeyID.byteCount else { return nil }
        value = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    public var bytes: [UInt8] {
        stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    public static func < (left: KeyID, right: KeyID) -> Bool { left.value < right.value }

    public var description: String { Hex.encode(bytes) }
}
