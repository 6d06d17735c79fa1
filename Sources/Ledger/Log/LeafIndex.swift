public import Signing

/// The position of a leaf in the log, counted from 0.
public struct LeafIndex: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The largest index: whole numbers up to here survive every JSON reader.
    public static let limit: UInt64 = 1 << 53

    public let value: UInt64

    /// An index within the limit; a caller checks what a peer or a person sent before.
    public init(_ value: UInt64) {
        precondition(value <= LeafIndex.limit, "leaf index \(value) is beyond the limit \(LeafIndex.limit)")
        self.value = value
    }

    /// The position right behind.
    public var next: LeafIndex { advanced(by: 1) }

    /// The position that many leaves further on.
    public func advanced(by count: UInt64) -> LeafIndex {
        precondition(count <= LeafIndex.limit, "a step of \(count) leaves is beyond the limit")
        return LeafIndex(value + count)
    }

    public static func < (left: LeafIndex, right: LeafIndex) -> Bool { left.value < right.value }

    public var description: String { String(value) }
}

extension LeafIndex: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) { encoder.unsigned(value) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        self.init(try decoder.unsigned(max: LeafIndex.limit))
    }
}
