/// Shamir's secret sharing over GF(2^8), byte by byte: the secret is the polynomial's value at 0, a share its value
/// at the validator's position.
enum SecretSharing {
    /// The value at a position of the polynomial secret + c₁·x + c₂·x² + …, by Horner's rule.
    static func share(of secret: FieldVector, _ coefficients: [FieldVector], at position: Position) -> FieldVector {
        let x = UInt8(position.value)
        return coefficients.reversed().reduce(.zero) { sum, coefficient in (sum + coefficient).times(x) } + secret
    }

    /// The value at 0 of the polynomial of least degree through these points, by Lagrange's formula.
    ///
    /// Their positions are distinct. Fewer points than the dealing's threshold give a value that has nothing to do
    /// with the secret.
    static func secret(through points: [(position: Position, share: FieldVector)]) -> FieldVector {
        points.reduce(.zero) { sum, point in
            let weight = points.reduce(1) { (product: UInt8, other) in
                guard other.position != point.position else { return product }
                let x = UInt8(other.position.value)
                let difference = x ^ UInt8(point.position.value)
                return FieldScalar.product(product, FieldScalar.product(x, FieldScalar.inverse(difference)))
            }
            return sum + point.share.times(weight)
        }
    }
}
