internal import CSodium

/// A key for exactly one message: ChaCha20-Poly1305 (RFC 8439) under the nonce of zeros, by libsodium.
///
/// Whoever knows the key and the message makes the same bytes again. A second message under one key would give both
/// away: every key is derived or drawn for the one thing that it seals. Prints as `<secret>`.
package struct OneTimeKey: Sendable, CustomStringConvertible, CustomReflectable {
    package let bytes: [UInt8]

    package static let byteCount = 32
    /// How many bytes sealing adds: the tag.
    package static let overhead = Int(crypto_aead_chacha20poly1305_ietf_ABYTES)

    private static let nonce = [UInt8](repeating: 0, count: Int(crypto_aead_chacha20poly1305_ietf_NPUBBYTES))

    /// Nil for any other count than 32.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == OneTimeKey.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The key that follows from a secret: HKDF-SHA256 without salt, which is one of zeros (RFC 5869 section 2.2).
    package init(deriving secret: [UInt8], info: [UInt8]) {
        bytes = Primitives.derive(secret, salt: [UInt8](repeating: 0, count: 32), info: info)
    }

    /// Ciphertext ‖ tag, bound to the context.
    package func seal(_ plaintext: [UInt8], context: [UInt8]) -> [UInt8] {
        OneTimeKey.seal(plaintext, key: bytes, nonce: OneTimeKey.nonce, context: context)
    }

    /// What was sealed under this key in that context.
    package func open(_ sealed: [UInt8], context: [UInt8]) throws(SealingError) -> [UInt8] {
        guard sealed.count >= OneTimeKey.overhead else { throw .doesNotOpen }
        var plaintext = [UInt8](repeating: 0, count: sealed.count - OneTimeKey.overhead)
        let status = unsafe crypto_aead_chacha20poly1305_ietf_decrypt(
            &plaintext, nil, nil, sealed, UInt64(sealed.count), context, UInt64(context.count), OneTimeKey.nonce, bytes)
        guard status == 0 else { throw .doesNotOpen }
        return plaintext
    }

    /// The same cipher under a nonce of a key schedule.
    static func seal(_ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], context: [UInt8]) -> [UInt8] {
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count + overhead)
        let status = unsafe crypto_aead_chacha20poly1305_ietf_encrypt(
            &ciphertext, nil, plaintext, UInt64(plaintext.count), context, UInt64(context.count), nil, nonce, key)
        precondition(status == 0, "libsodium refused to encrypt")
        return ciphertext
    }

    package var description: String { "<secret>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
