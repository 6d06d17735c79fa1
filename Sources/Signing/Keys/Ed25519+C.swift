internal import CSodium

/// Ed25519 by libsodium (RFC 8032), which refuses non-canonical S and small-order points.
enum Ed25519 {
    /// Thirty-two random bytes.
    static func newSeed() -> [UInt8] { Random.bytes(32) }

    /// The public point, and the 64 bytes that libsodium signs with.
    static func expand(_ seed: [UInt8]) -> (point: [UInt8], secret: [UInt8]) {
        Sodium.start()
        var point = [UInt8](repeating: 0, count: 32)
        var secret = [UInt8](repeating: 0, count: 64)
        let status = unsafe crypto_sign_seed_keypair(&point, &secret, seed)
        precondition(status == 0, "libsodium refused a 32-byte seed")
        return (point, secret)
    }

    /// The 64-byte signature by what `expand` made.
    static func sign(_ message: [UInt8], by secret: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 64)
        let status = unsafe crypto_sign_detached(&signature, nil, message, UInt64(message.count), secret)
        precondition(status == 0, "libsodium refused to sign")
        return signature
    }

    static func verify(_ signature: [UInt8], over message: [UInt8], by point: [UInt8]) -> Bool {
        guard signature.count == 64, point.count == 32 else { return false }
        return unsafe crypto_sign_verify_detached(signature, message, UInt64(message.count), point) == 0
    }

    /// True for the canonical encoding of a point of the curve that is not of small order.
    static func isPoint(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 32 else { return false }
        // The last bit is the sign of x; the rest is y, least significant byte first.
        let y = bytes[..<31] + [bytes[31] & 0x7f]
        guard y.reversed().lexicographicallyPrecedes(fieldPrime.reversed()) else { return false }
        guard !smallOrders.contains(where: { $0.elementsEqual(y) }) else { return false }
        var sum = [UInt8](repeating: 0, count: 32)
        return unsafe crypto_core_ed25519_add(&sum, bytes, bytes) == 0
    }

    /// 2^255 - 19.
    private static let fieldPrime = [0xed] + [UInt8](repeating: 0xff, count: 30) + [0x7f]

    /// y of the eight points of small order: of order 1, 2, 4 and, by two values, 8.
    private static let smallOrders: [[UInt8]] = [
        [1] + [UInt8](repeating: 0, count: 31),
        [0xec] + fieldPrime.dropFirst(),
        [UInt8](repeating: 0, count: 32),
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
            0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
            0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
    ]
}
