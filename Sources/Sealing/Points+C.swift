internal import CSodium

/// Points of Curve25519, as libsodium judges them.
enum Points {
    /// True when two parties can agree by it: one of small order gives everybody the same secret (RFC 7748, 6.1).
    ///
    /// Scalars are multiples of eight, so any of them takes just the points of small order to zero, which libsodium
    /// refuses.
    static func isSound(_ point: [UInt8]) -> Bool {
        guard point.count == crypto_scalarmult_BYTES else { return false }
        let scalar = [UInt8](repeating: 1, count: Int(crypto_scalarmult_SCALARBYTES))
        var product = [UInt8](repeating: 0, count: Int(crypto_scalarmult_BYTES))
        return unsafe crypto_scalarmult(&product, scalar, point) == 0
    }
}
