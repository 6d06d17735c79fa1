internal import CSodium

/// A secret under a passphrase: Argon2id (RFC 9106) makes a key, XChaCha20-Poly1305 seals with it, both by libsodium.
package struct SealedSecret: Sendable {
    /// Passes over the memory.
    let opsLimit: Int64
    /// Bytes of memory.
    let memLimit: Int64
    let salt: [UInt8]
    let nonce: [UInt8]
    let ciphertext: [UInt8]

    static let keyDerivation = "argon2id13"
    static let cipher = "xchacha20poly1305"
    package static let secretByteCount = 32
    static let saltByteCount = Int(crypto_pwhash_SALTBYTES)
    static let nonceByteCount = Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
    static let tagByteCount = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)

    /// From libsodium's interactive limits, below which guessing is cheap, to what a reader may be made to spend.
    static let opsLimits: ClosedRange<Int64> = 2...8
    static let memLimits: ClosedRange<Int64> = 64 << 20...1 << 30
}

extension SealedSecret {
    /// Seals under new salt and nonce, bound to the file's public members.
    package init(sealing secret: [UInt8], passphrase: String, header: JSONObject) throws(KeyFileError) {
        guard !passphrase.isEmpty else { throw .emptyPassphrase }
        opsLimit = SealedSecret.opsLimits.lowerBound
        memLimit = SealedSecret.memLimits.lowerBound
        salt = Random.bytes(SealedSecret.saltByteCount)
        nonce = Random.bytes(SealedSecret.nonceByteCount)
        var key = try SealedSecret.deriveKey(passphrase, salt: salt, opsLimit: opsLimit, memLimit: memLimit)
        var output = [UInt8](repeating: 0, count: secret.count + SealedSecret.tagByteCount)
        let bound = SealedSecret.associatedData(header)
        let status = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
            &output, nil, secret, UInt64(secret.count), bound, UInt64(bound.count), nil, nonce, key)
        precondition(status == 0, "libsodium refused to encrypt")
        unsafe sodium_memzero(&key, key.count)
        ciphertext = output
    }

    /// The secret; refused when the passphrase is another or anything in the file was altered.
    package func open(passphrase: String, header: JSONObject) throws(KeyFileError) -> [UInt8] {
        var key = try SealedSecret.deriveKey(passphrase, salt: salt, opsLimit: opsLimit, memLimit: memLimit)
        var secret = [UInt8](repeating: 0, count: ciphertext.count - SealedSecret.tagByteCount)
        let bound = SealedSecret.associatedData(header)
        let status = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
            &secret, nil, nil, ciphertext, UInt64(ciphertext.count), bound, UInt64(bound.count), nonce, key)
        unsafe sodium_memzero(&key, key.count)
        guard status == 0 else { throw .wrongPassphrase }
        return secret
    }

    private static func associatedData(_ header: JSONObject) -> [UInt8] {
        Array(JSONValue.object(header).compact.utf8)
    }

    private static func deriveKey(
        _ passphrase: String, salt: [UInt8], opsLimit: Int64, memLimit: Int64
    ) throws(KeyFileError) -> [UInt8] {
        Sodium.start()
        let letters = passphrase.utf8.map { CChar(bitPattern: $0) }
        var key = [UInt8](repeating: 0, count: Int(crypto_aead_xchacha20poly1305_ietf_KEYBYTES))
        let status = unsafe crypto_pwhash(
            &key, UInt64(key.count), letters, UInt64(letters.count), salt, UInt64(opsLimit), Int(memLimit),
            crypto_pwhash_ALG_ARGON2ID13)
        guard status == 0 else { throw .notEnoughMemory(byteCount: memLimit) }
        return key
    }
}
