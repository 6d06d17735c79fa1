internal import Crypto

/// ECDSA over P-256 with SHA-256 (RFC 9053 section 2.1), by swift-crypto, in the lower form of s.
enum ES256 {
    /// Half the group order, rounded down: the largest s that is accepted.
    static let halfOrder: [UInt8] = [
        0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8,
    ]

    private static let order: [UInt8] = [
        0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
    ]

    static func newKey() -> (secret: [UInt8], point: [UInt8]) {
        let key = P256.Signing.PrivateKey()
        return (Array(key.rawRepresentation), Array(key.publicKey.rawRepresentation))
    }

    /// x ‖ y; nil when the scalar is zero or beyond the order.
    static func publicPoint(of secret: [UInt8]) -> [UInt8]? {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: secret) else { return nil }
        return Array(key.publicKey.rawRepresentation)
    }

    static func isPoint(_ bytes: [UInt8]) -> Bool {
        (try? P256.Signing.PublicKey(rawRepresentation: bytes)) != nil
    }

    static func sign(_ message: [UInt8], by secret: [UInt8]) -> [UInt8] {
        guard let key = try? P256.Signing.PrivateKey(rawRepresentation: secret),
            let signature = try? key.signature(for: message)
        else { preconditionFailure("a checked P-256 key did not sign") }
        return lowS(Array(signature.rawRepresentation))
    }

    static func verify(_ signature: [UInt8], over message: [UInt8], by point: [UInt8]) -> Bool {
        guard signature.count == 64, isLow(signature[32...]),
            let key = try? P256.Signing.PublicKey(rawRepresentation: point),
            let value = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
        else { return false }
        return key.isValidSignature(value, for: message)
    }

    private static func isLow(_ s: ArraySlice<UInt8>) -> Bool {
        !halfOrder.lexicographicallyPrecedes(s)
    }

    private static func lowS(_ signature: [UInt8]) -> [UInt8] {
        guard !isLow(signature[32...]) else { return signature }
        var result = signature
        var borrow = 0
        for index in stride(from: 31, through: 0, by: -1) {
            let difference = Int(order[index]) - Int(signature[32 + index]) - borrow
            borrow = difference < 0 ? 1 : 0
            result[32 + index] = UInt8(truncatingIfNeeded: difference)
        }
        return result
    }
}
