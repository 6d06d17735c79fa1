package import Signing

/// The self-signed certificate of a link key, and the key itself, in the bytes that TLS takes (DER).
///
/// Only the key in it counts: names and dates say nothing, and the other side compares the key with the registered one.
package struct LinkCertificate: Sendable {
    package let certificate: [UInt8]
    /// An `ECPrivateKey` (RFC 5915).
    package let privateKey: [UInt8]

    /// Makes the certificate of an ES256 key, signed by itself.
    package init(_ key: PrivateKey) {
        precondition(key.publicKey.algorithm == .es256, "a link key is an ES256 key")
        let body = LinkCertificate.body(key.publicKey)
        let signature = DER.signature(key.sign(body))
        certificate = DER.sequence(body, DER.ecdsaWithSHA256, DER.bits(signature))
        privateKey = DER.sequence(
            DER.integer([1]), DER.octets(key.secret), DER.explicit(0, DER.p256),
            DER.explicit(1, DER.bits([0x04] + key.publicKey.bytes)))
    }

    /// The key's SubjectPublicKeyInfo: what a certificate must hold, byte by byte.
    package static func keyInfo(_ key: PublicKey) -> [UInt8] {
        DER.sequence(DER.sequence(DER.ecPublicKey, DER.p256), DER.bits([0x04] + key.bytes))
    }

    /// The key in a SubjectPublicKeyInfo; nil unless it is one of P-256, uncompressed.
    static func key(inKeyInfo info: [UInt8]) -> PublicKey? {
        guard info.count > 64, let key = PublicKey(.es256, bytes: Array(info.suffix(64))), keyInfo(key) == info else {
            return nil
        }
        return key
    }

    /// RFC 5280, version 3 without extensions; valid from 2000 without a known end.
    private static func body(_ key: PublicKey) -> [UInt8] {
        let name = DER.name("deedbox link \(key.id)")
        let validity = DER.sequence(DER.time(0x17, "000101000000Z"), DER.time(0x18, "99991231235959Z"))
        return DER.sequence(
            DER.explicit(0, DER.integer([2])), DER.integer(key.id.bytes), DER.ecdsaWithSHA256, name, validity, name,
            keyInfo(key))
    }
}

/// The few forms of DER (X.690) that a certificate takes.
enum DER {
    static let ecPublicKey: [UInt8] = [0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
    static let p256: [UInt8] = [0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
    static let ecdsaWithSHA256 = sequence([0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])
    private static let commonName: [UInt8] = [0x06, 3, 0x55, 0x04, 0x03]

    static func sequence(_ items: [UInt8]...) -> [UInt8] { item(0x30, items.flatMap { $0 }) }

    static func octets(_ bytes: [UInt8]) -> [UInt8] { item(0x04, bytes) }

    /// A bit string of whole bytes.
    static func bits(_ bytes: [UInt8]) -> [UInt8] { item(0x03, [0] + bytes) }

    static func explicit(_ number: UInt8, _ content: [UInt8]) -> [UInt8] { item(0xa0 | number, content) }

    static func time(_ type: UInt8, _ text: String) -> [UInt8] { item(type, Array(text.utf8)) }

    static func name(_ text: String) -> [UInt8] {
        sequence(item(0x31, sequence(commonName, item(0x0c, Array(text.utf8)))))
    }

    /// A positive integer from its big-endian bytes: no needless zeroes, and one where the sign would show.
    static func integer(_ bytes: [UInt8]) -> [UInt8] {
        var value = Array(bytes.drop { $0 == 0 })
        if value.first.map({ $0 >= 0x80 }) ?? true { value.insert(0, at: 0) }
        return item(0x02, value)
    }

    /// r ‖ s as the sequence of two integers.
    static func signature(_ raw: [UInt8]) -> [UInt8] {
        sequence(integer(Array(raw.prefix(32))), integer(Array(raw.suffix(32))))
    }

    private static func item(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        let length: [UInt8] =
            switch content.count {
            case 0..<0x80: [UInt8(content.count)]
            case 0x80..<0x100: [0x81, UInt8(content.count)]
            default: [0x82, UInt8(truncatingIfNeeded: content.count >> 8), UInt8(truncatingIfNeeded: content.count)]
            }
        return [type] + length + content
    }
}
