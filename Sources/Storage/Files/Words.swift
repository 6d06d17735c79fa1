/// Whole numbers as big-endian bytes, as every file of the node holds them.
enum Words {
    static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }

    /// The number at a place; nil when the bytes end before it does.
    static func read<Number: FixedWidthInteger>(_ type: Number.Type, _ bytes: ArraySlice<UInt8>) -> Number? {
        let width = Number.bitWidth / 8
        guard bytes.count >= width else { return nil }
        return bytes.prefix(width).reduce(0) { $0 << 8 | Number($1) }
    }
}
