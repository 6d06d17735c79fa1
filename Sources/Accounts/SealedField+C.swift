internal import CSodium
internal import Signing

/// Encrypts single fields of the accounts' file: XChaCha20-Poly1305 under the desk's key, a fresh nonce each time.
struct FieldSeal: Sendable {
    private let key: [UInt8]
    private static let nonceByteCount = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    private static let tagByteCount = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    /// The key has 32 bytes.
    init(key: [UInt8]) {
        precondition(key.count == Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES), "a key of \(key.count) bytes")
        self.key = key
    }

    /// Nonce and ciphertext; `place` says whose field this is, so that fields cannot be exchanged.
    func seal(_ plain: [UInt8], place: String) -> [UInt8] {
        LibSodium.start()
        let nonce = Random.bytes(FieldSeal.nonceByteCount)
        let bound = Array(place.utf8)
        var output = [UInt8](repeating: 0, count: plain.count + FieldSeal.tagByteCount)
        let status = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
            &output, nil, plain, UInt64(plain.count), bound, UInt64(bound.count), nil, nonce, key)
        precondition(status == 0, "libsodium refused to encrypt")
        return nonce + output
    }

    /// The plain bytes; nil when the key is another, or something was altered.
    func open(_ sealed: [UInt8], place: String) -> [UInt8]? {
        LibSodium.start()
        let overhead = FieldSeal.nonceByteCount + FieldSeal.tagByteCount
        guard sealed.count >= overhead else { return nil }
        let nonce = Array(sealed.prefix(FieldSeal.nonceByteCount))
        let body = Array(sealed.dropFirst(FieldSeal.nonceByteCount))
        let bound = Array(place.utf8)
        var output = [UInt8](repeating: 0, count: sealed.count - overhead)
        let status = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
            &output, nil, nil, body, UInt64(body.count), bound, UInt64(bound.count), nonce, key)
        return status == 0 ? output : nil
    }
}
