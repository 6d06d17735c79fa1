internal import Crypto
import Signing

/// ES256 as JOSE has it (RFC 7518 section 3.4): r ‖ s, and either of the two values of s, unlike in statements.
enum ES256Signature {
    static func verifies(_ signature: [UInt8], over message: [UInt8], by key: PublicKey) -> Bool {
        guard signature.count == 64, key.algorithm == .es256,
            let point = try? P256.Signing.PublicKey(rawRepresentation: key.bytes),
            let value = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
        else { return false }
        return point.isValidSignature(value, for: message)
    }
}
