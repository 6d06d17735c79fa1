internal import CSodium
import Signing

/// Thirty-two secret bytes that seal and open: XChaCha20-Poly1305 by libsodium. Prints as `<secret>`.
public struct SecretKey: Sendable, CustomStringConvertible, CustomReflectable {
    package let bytes: [UInt8]

    public static let byteCount = 32
    /// How many bytes sealing adds: the nonce and the tag.
    public static let overhead = nonceByteCount + tagByteCount

    private static let nonceByteCount = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    private static let tagByteCount = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    /// Draws a new key.
    public init() { bytes = Random.bytes(SecretKey.byteCount) }

    /// Nil for any other count than 32.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == SecretKey.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Nonce ‖ ciphertext ‖ tag under a random nonce, bound to the context.
    package func seal(_ plaintext: [UInt8], context: [UInt8]) -> [UInt8] {
        let nonce = Random.bytes(SecretKey.nonceByteCount)
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count + SecretKey.tagByteCount)
        let status = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
            &ciphertext, nil, plaintext, UInt64(plaintext.count), context, UInt64(context.count), nil, nonce, bytes)
        precondition(status == 0, "libsodium refused to encrypt")
        return nonce + ciphertext
    }

    /// What was sealed under this key in that context.
    package func open(_ sealed: [UInt8], context: [UInt8]) throws(SealingError) -> [UInt8] {
        guard sealed.count >= SecretKey.overhead else { throw .doesNotOpen }
        let nonce = Array(sealed[..<SecretKey.nonceByteCount])
        let ciphertext = Array(sealed[SecretKey.nonceByteCount...])
        var plaintext = [UInt8](repeating: 0, count: ciphertext.count - SecretKey.tagByteCount)
        let status = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
            &plaintext, nil, nil, ciphertext, UInt64(ciphertext.count), context, UInt64(context.count), nonce, bytes)
        guard status == 0 else { throw .doesNotOpen }
        return plaintext
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
