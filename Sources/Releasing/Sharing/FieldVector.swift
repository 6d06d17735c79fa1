/// Thirty-two elements of GF(2^8) side by side: a secret, a coefficient or a share, byte by byte.
///
/// The field is that of AES, x⁸ + x⁴ + x³ + x + 1. Secret bytes are only shifted, masked and added, so nothing in the
/// time that is taken depends on them; the scalars are positions, which everybody knows.
package struct FieldVector: Hashable, Sendable {
    private var lanes: SIMD4<UInt64>

    package static let byteCount = 32
    static let zero = FieldVector(lanes: .zero)

    private static let lowBits = SIMD4<UInt64>(repeating: 0x0101_0101_0101_0101)
    private static let allButHighBits = SIMD4<UInt64>(repeating: 0x7f7f_7f7f_7f7f_7f7f)

    private init(lanes: SIMD4<UInt64>) { self.lanes = lanes }

    /// Thirty-two bytes and no other count.
    package init(_ bytes: [UInt8]) {
        precondition(bytes.count == FieldVector.byteCount, "\(bytes.count) bytes are no 32 elements")
        lanes = .zero
        for lane in 0..<4 {
            var word: UInt64 = 0
            for place in 0..<8 { word |= UInt64(bytes[8 * lane + place]) << UInt64(8 * place) }
            lanes[lane] = word
        }
    }

    package var bytes: [UInt8] {
        (0..<FieldVector.byteCount).map { UInt8(truncatingIfNeeded: lanes[$0 / 8] >> UInt64(8 * ($0 % 8))) }
    }

    /// The sum, element by element: exclusive or.
    package static func + (left: FieldVector, right: FieldVector) -> FieldVector {
        FieldVector(lanes: left.lanes ^ right.lanes)
    }

    /// Every element times x.
    private var doubled: FieldVector {
        let carry = (lanes &>> 7) & FieldVector.lowBits
        let shifted = (lanes & FieldVector.allButHighBits) &<< 1
        // 0x1b, where the highest bit was set.
        return FieldVector(lanes: shifted ^ carry ^ (carry &<< 1) ^ (carry &<< 3) ^ (carry &<< 4))
    }

    /// Every element times a scalar that is no secret.
    package func times(_ scalar: UInt8) -> FieldVector {
        var product = FieldVector.zero
        var power = self
        var rest = scalar
        while rest != 0 {
            if rest & 1 == 1 { product = product + power }
            power = power.doubled
            rest >>= 1
        }
        return product
    }
}

/// Scalars of the same field: positions and what is computed from them, none of it secret.
package enum FieldScalar {
    /// The product of two elements.
    package static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
        var product: UInt8 = 0
        var power = left
        var rest = right
        while rest != 0 {
            if rest & 1 == 1 { product ^= power }
            power = power << 1 ^ (power & 0x80 == 0 ? 0 : 0x1b)
            rest >>= 1
        }
        return product
    }

    /// The inverse of an element other than zero: its 254th power.
    package static func inverse(_ element: UInt8) -> UInt8 {
        precondition(element != 0, "zero has no inverse")
        var result: UInt8 = 1
        var square = element
        for _ in 1...7 {
            square = product(square, square)
            result = product(result, square)
        }
        return result
    }
}
