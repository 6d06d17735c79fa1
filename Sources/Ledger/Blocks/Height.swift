public import Signing

/// The number of a block: 1 for the first, one more for each that follows; 0 stands for the genesis.
public struct Height: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The largest height: whole numbers up to here survive every JSON reader.
    public static let limit: UInt64 = 1 << 53

    public let value: UInt64

    /// A height within the limit; a caller checks what a peer or a person sent before.
    public init(_ value: UInt64) {
        precondition(value <= Height.limit, "height \(value) is beyond the limit \(Height.limit)")
        self.value = value
    }

    /// The height of the block that follows.
    public var next: Height { Height(value + 1) }

    public static func < (left: Height, right: Height) -> Bool { left.value < right.value }

    public var description: String { String(value) }
}

extension Height: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) { encoder.unsigned(value) }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        self.init(try decoder.unsigned(max: Height.limit))
    }
}
