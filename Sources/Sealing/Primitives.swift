internal import Crypto
internal import Foundation

/// X25519, HKDF, HMAC and HPKE by swift-crypto; the one file of the module where bytes are Foundation's `Data`.
enum Primitives {
    private static let suite = HPKE.Ciphersuite(
        kem: .Curve25519_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .chaChaPoly)

    /// The public point of 32 secret bytes.
    static func point(of secret: [UInt8]) -> [UInt8]? {
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: secret) else { return nil }
        return Array(key.publicKey.rawRepresentation)
    }

    /// HKDF-SHA256 (RFC 5869), 32 bytes.
    static func derive(_ secret: [UInt8], salt: [UInt8], info: [UInt8]) -> [UInt8] {
        let key = HKDF<Crypto.SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), salt: salt, info: info, outputByteCount: 32)
        return unsafe key.withUnsafeBytes { bytes in unsafe Array(bytes) }
    }

    /// HMAC-SHA256 (RFC 2104), 32 bytes.
    static func authenticate(_ message: [UInt8], by secret: [UInt8]) -> [UInt8] {
        Array(HMAC<Crypto.SHA256>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
    }

    /// RFC 9180 base mode, one message: encapsulated key ‖ ciphertext ‖ tag; nil when the point gives no secret.
    static func seal(_ plaintext: [UInt8], to point: [UInt8], info: [UInt8], aad: [UInt8]) -> [UInt8]? {
        guard let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: point),
            var sender = try? HPKE.Sender(recipientKey: key, ciphersuite: suite, info: Data(info)),
            let ciphertext = try? sender.seal(plaintext, authenticating: aad)
        else { return nil }
        var sealed: [UInt8] = []
        sealed.reserveCapacity(sender.encapsulatedKey.count + ciphertext.count)
        sealed.append(contentsOf: sender.encapsulatedKey)
        sealed.append(contentsOf: ciphertext)
        return sealed
    }

    /// The message that `seal` made; nil when anything is another.
    static func open(_ sealed: [UInt8], by secret: [UInt8], info: [UInt8], aad: [UInt8]) -> [UInt8]? {
        // The library agrees with any point; RFC 9180 section 7.1.4 wants a secret that is not zero.
        guard sealed.count >= 48, Points.isSound(Array(sealed[..<32])),
            let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: secret),
            var recipient = try? HPKE.Recipient(
                privateKey: key, ciphersuite: suite, info: Data(info), encapsulatedKey: Data(sealed[..<32])),
            let plaintext = try? recipient.open(sealed[32...], authenticating: aad)
        else { return nil }
        return Array(plaintext)
    }
}
