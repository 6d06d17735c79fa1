internal import Crypto
import Signing

/// The content encryptions of a message; `enc`.
public enum ContentEncryption: String, Hashable, Sendable, CaseIterable {
    case a128gcm = "A128GCM"
    case a256gcm = "A256GCM"

    var keyByteCount: Int {
        switch self {
        case .a128gcm: 16
        case .a256gcm: 32
        }
    }
}

/// The protected header of an encrypted message.
public struct JWEHeader: Hashable, Sendable {
    public let encryption: ContentEncryption
    /// `kid`: which of the addressee's keys it was sealed to.
    public let keyID: String?
    let ephemeralKey: JSONWebKey
    let partyU: [UInt8]
    let partyV: [UInt8]

    /// Direct key agreement: no key is wrapped.
    public static let algorithm = "ECDH-ES"
}

/// A message sealed to one P-256 key, in compact form (RFC 7516): ECDH-ES with AES-GCM.
public struct EncryptedMessage: Hashable, Sendable {
    /// The text as it came.
    public let text: String
    public let header: JWEHeader
    let associated: [UInt8]
    let nonce: [UInt8]
    let ciphertext: [UInt8]
    let tag: [UInt8]

    public static let maxByteCount = 4 << 20

    /// The message in the clear; refused when it was sealed to another key or altered.
    public func open(by key: AgreementKey) throws(JOSEError) -> [UInt8] {
        guard let shared = key.agree(with: header.ephemeralKey.bytes) else { throw .badKey }
        let content = EncryptedMessage.contentKey(shared, header.encryption, header.partyU, header.partyV)
        guard let nonce = try? AES.GCM.Nonce(data: nonce),
            let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: ciphertext, tag: tag),
            let clear = try? AES.GCM.open(box, using: content, authenticating: associated)
        else { throw .notDecrypted }
        return Array(clear)
    }

    /// Seals bytes to a P-256 key under a fresh key of the sender; nil for a key of another curve.
    ///
    /// `partyU` and `partyV` are what both sides bind into the key: `apu` and `apv`.
    public static func seal(
        _ clear: [UInt8], to key: JSONWebKey, encryption: ContentEncryption, partyU: [UInt8] = [], partyV: [UInt8] = []
    ) -> String? {
        let sender = AgreementKey()
        guard key.curve == .p256, let shared = sender.agree(with: key.bytes) else { return nil }
        let header = Base64URL.encode(JSONBytes.of(members(sender, key, encryption, partyU, partyV)))
        let content = contentKey(shared, encryption, partyU, partyV)
        guard let box = try? AES.GCM.seal(clear, using: content, authenticating: Array(header.utf8)) else {
            preconditionFailure("AES-GCM did not seal \(clear.count) bytes")
        }
        let parts = [Array(box.nonce), Array(box.ciphertext), Array(box.tag)].map { Base64URL.encode($0) }
        return ([header, ""] + parts).joined(separator: ".")
    }

    private static func members(
        _ sender: AgreementKey, _ key: JSONWebKey, _ encryption: ContentEncryption, _ partyU: [UInt8],
        _ partyV: [UInt8]
    ) -> JSONObject {
        var members: JSONObject = ["alg": .string(JWEHeader.algorithm), "enc": .string(encryption.rawValue)]
        if let id = key.id { members.append("kid", .string(id)) }
        members.append("epk", .object(sender.publicKey.named(nil).json))
        if !partyU.isEmpty { members.append("apu", .string(Base64URL.encode(partyU))) }
        if !partyV.isEmpty { members.append("apv", .string(Base64URL.encode(partyV))) }
        return members
    }

    private static func contentKey(
        _ shared: [UInt8], _ encryption: ContentEncryption, _ partyU: [UInt8], _ partyV: [UInt8]
    ) -> SymmetricKey {
        SymmetricKey(
            data: ConcatKDF.derive(
                shared: shared, algorithm: encryption.rawValue, byteCount: encryption.keyByteCount, partyU: partyU,
                partyV: partyV))
    }
}
