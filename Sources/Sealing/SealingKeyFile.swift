public import Signing

/// The key to which others seal what an institution alone may read, as it lies on disk: a key file like those of
/// signing keys, with the purpose `sealing` and the algorithm X25519. Prints as `<secret>`, sealed or not.
public struct SealingKeyFile: Sendable, CustomStringConvertible, CustomReflectable {
    /// Whose key it is, for people.
    public let name: String
    public let publicKey: SealingPublicKey
    private let content: Content

    /// The secret part.
    private enum Content: Sendable {
        case plain(secret: [UInt8])
        case sealed(SealedSecret)
    }

    /// The word in the place where signing keys name theirs.
    public static let purpose = "sealing"
    /// The one algorithm.
    public static let algorithm = "X25519"

    /// A file of this key: sealed when a passphrase is given, else plain.
    ///
    /// Sealing takes a fifth of a second and 64 MiB of memory, so that guessing does too.
    public init(_ key: SealingPrivateKey, name: String, passphrase: String? = nil) throws(KeyFileError) {
        guard KeyFile.isAllowed(name: name) else { throw .nameNotAllowed }
        self.name = name
        publicKey = key.publicKey
        if let passphrase {
            let header = SealingKeyFile.header(name, key.publicKey)
            content = .sealed(try SealedSecret(sealing: key.secret, passphrase: passphrase, header: header))
        } else {
            content = .plain(secret: key.secret)
        }
    }

    private init(name: String, publicKey: SealingPublicKey, content: Content) {
        self.name = name
        self.publicKey = publicKey
        self.content = content
    }

    /// True when the key needs a passphrase.
    public var isSealed: Bool {
        switch content {
        case .plain: false
        case .sealed: true
        }
    }

    /// The key; a plain file needs no passphrase and looks at none.
    public func unlock(passphrase: String? = nil) throws(KeyFileError) -> SealingPrivateKey {
        let secret: [UInt8]
        switch content {
        case .plain(let bytes):
            secret = bytes
        case .sealed(let sealed):
            guard let passphrase else { throw .passphraseNeeded }
            secret = try sealed.open(passphrase: passphrase, header: SealingKeyFile.header(name, publicKey))
        }
        guard let key = SealingPrivateKey(secret: secret), key.publicKey == publicKey else { throw .publicKeyMismatch }
        return key
    }

    /// The key, by the first passphrase that opens it; a plain file needs none and looks at none.
    public func unlock(with passphrases: Passphrases) throws(KeyFileError) -> SealingPrivateKey {
        guard isSealed, !passphrases.words.isEmpty else { return try unlock() }
        for word in passphrases.words {
            do throws(KeyFileError) { return try unlock(passphrase: word) } catch {
                guard error == .wrongPassphrase else { throw error }
            }
        }
        throw .wrongPassphrase
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension SealingKeyFile {
    private static let maxByteCount = 8192

    /// Reads a key file strictly: members that it does not know are refused.
    public init(parsing text: some StringProtocol) throws(KeyFileError) {
        do throws(JSONError) {
            self = try JSONElement(parsing: text, maxByteCount: SealingKeyFile.maxByteCount).object(SealingKeyFile.read)
        } catch { throw .notAKeyFile(error) }
    }

    /// The file's text.
    public var encoded: String {
        var object = SealingKeyFile.header(name, publicKey)
        switch content {
        case .plain(let secret): object.append("secret", .string(Base64URL.encode(secret)))
        case .sealed(let sealed): object.append("sealed", .object(sealed.json))
        }
        return JSONValue.object(object).pretty
    }

    /// The public members: the beginning of the file, and what a sealed secret is bound to.
    private static func header(_ name: String, _ publicKey: SealingPublicKey) -> JSONObject {
        [
            "format": .string(KeyFile.format), "purpose": .string(purpose), "name": .string(name),
            "algorithm": .string(algorithm), "public": .string(Base64URL.encode(publicKey.bytes)),
        ]
    }

    private static func read(_ reader: inout JSONReader) throws(JSONError) -> SealingKeyFile {
        try reader.member("format").exactly(KeyFile.format)
        try reader.member("purpose").exactly(purpose)
        let name = try reader.member("name")
        guard KeyFile.isAllowed(name: try name.string()) else { throw name.invalid(KeyFile.nameRule) }
        try reader.member("algorithm").exactly(algorithm)
        let point = try reader.member("public")
        guard let key = SealingPublicKey(try point.base64URL(count: SealingPublicKey.byteCount)) else {
            throw point.invalid("is not a key of \(algorithm)")
        }
        // A file with both kinds of secret part is refused: the second stays unread.
        let content: Content =
            if let sealed = reader.optionalMember("sealed") {
                .sealed(try sealed.object(SealedSecret.read))
            } else {
                .plain(secret: try reader.member("secret").base64URL(count: SealingPublicKey.byteCount))
            }
        return SealingKeyFile(name: try name.string(), publicKey: key, content: content)
    }
}
