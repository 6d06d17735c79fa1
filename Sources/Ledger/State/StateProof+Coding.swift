public import Signing

extension StateProof: CBORCodable {
    /// The longest value that a proof carries.
    public static let maxValueByteCount = 65_535

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        encoder.unsigned(UInt64(kind))
        encoder.siblings(siblings)
        switch terminal {
        case .emptyChild: encoder.null()
        case .present(let value): encoder.byteString(value)
        case .other(let keyHash, let valueHash): encoder.leaf(keyHash, valueHash)
        }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        kind = UInt8(try decoder.unsigned(max: 255))
        siblings = try decoder.siblings()
        switch decoder.nextByte {
        case 0xf6?:
            try decoder.null()
            terminal = .emptyChild
        case 0x82?:
            let leaf = try decoder.leaf()
            terminal = .other(keyHash: leaf.keyHash, valueHash: leaf.valueHash)
        case _:
            terminal = .present(value: try decoder.byteString(max: StateProof.maxValueByteCount))
        }
    }
}
