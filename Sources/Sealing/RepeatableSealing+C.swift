internal import CSodium

/// HPKE base mode (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) with an ephemeral secret that the caller gives,
/// so that whoever learns the secret and the message makes the same bytes again and compares.
///
/// The library draws its own ephemeral secret, always. What this seals, the library opens.
enum RepeatableSealing {
    private static let kem = Array("KEM".utf8) + [0x00, 0x20]
    private static let suite = Array("HPKE".utf8) + [0x00, 0x20, 0x00, 0x01, 0x00, 0x03]
    private static let version = Array("HPKE-v1".utf8)

    /// Encapsulated key ‖ ciphertext ‖ tag; nil when the two keys give no secret.
    static func seal(
        _ plaintext: [UInt8], to recipient: [UInt8], info: [UInt8], aad: [UInt8], ephemeral: [UInt8]
    ) -> [UInt8]? {
        guard let encapsulated = Primitives.point(of: ephemeral), let agreed = agree(ephemeral, recipient) else {
            return nil
        }
        // RFC 9180 section 4.1: ExtractAndExpand of DHKEM.
        let shared = expand(
            kem, extract(kem, salt: [], "eae_prk", agreed), "shared_secret", encapsulated + recipient, 32)
        // Section 5.1: KeySchedule of mode_base, without a pre-shared key.
        let context =
            [0x00] + extract(suite, salt: [], "psk_id_hash", []) + extract(suite, salt: [], "info_hash", info)
        let secret = extract(suite, salt: shared, "secret", [])
        let ciphertext = OneTimeKey.seal(
            plaintext, key: expand(suite, secret, "key", context, 32),
            nonce: expand(suite, secret, "base_nonce", context, 12), context: aad)
        return encapsulated + ciphertext
    }

    private static func agree(_ secret: [UInt8], _ point: [UInt8]) -> [UInt8]? {
        guard secret.count == crypto_scalarmult_SCALARBYTES, point.count == crypto_scalarmult_BYTES else { return nil }
        var agreed = [UInt8](repeating: 0, count: Int(crypto_scalarmult_BYTES))
        return unsafe crypto_scalarmult(&agreed, secret, point) == 0 ? agreed : nil
    }

    /// LabeledExtract (RFC 9180 section 4); HMAC fills a short key with zeros, so an empty salt is one of zeros.
    private static func extract(
        _ suite: [UInt8], salt: [UInt8], _ label: String, _ secret: [UInt8]
    ) -> [UInt8] {
        Primitives.authenticate(
            version + suite + Array(label.utf8) + secret,
            by: salt.isEmpty ? [UInt8](repeating: 0, count: 32) : salt)
    }

    /// LabeledExpand of at most 32 bytes: one block of HKDF-Expand.
    private static func expand(
        _ suite: [UInt8], _ secret: [UInt8], _ label: String, _ info: [UInt8], _ count: Int
    ) -> [UInt8] {
        let labeled = [0, UInt8(count)] + version + suite + Array(label.utf8) + info
        return Array(KeyDerivation.expand(secret, info: labeled).prefix(count))
    }
}
