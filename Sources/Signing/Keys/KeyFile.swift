/// A signing key as it lies on disk: JSON text, its secret part plain or sealed with a passphrase.
///
/// Prints as `<secret>`, sealed or not.
public struct KeyFile: Sendable, CustomStringConvertible, CustomReflectable {
    public let purpose: KeyPurpose
    /// Whose key it is, for people.
    public let name: String
    public let publicKey: PublicKey
    let content: Content

    /// The secret part.
    enum Content: Sendable {
        case plain(secret: [UInt8])
        case sealed(SealedSecret)
    }

    /// Longest name, in bytes of UTF-8.
    public static let maxNameByteCount = 200

    /// A file of this key: sealed when a passphrase is given, else plain.
    ///
    /// Sealing takes a fifth of a second and 64 MiB of memory, so that guessing does too.
    public init(
        _ key: PrivateKey, purpose: KeyPurpose, name: String, passphrase: String? = nil
    ) throws(KeyFileError) {
        guard KeyFile.isAllowed(name: name) else { throw .nameNotAllowed }
        let content: Content
        if let passphrase {
            let header = KeyFile.header(purpose: purpose, name: name, publicKey: key.publicKey)
            content = .sealed(try SealedSecret(sealing: key.secret, passphrase: passphrase, header: header))
        } else {
            content = .plain(secret: key.secret)
        }
        self.init(purpose: purpose, name: name, publicKey: key.publicKey, content: content)
    }

    init(purpose: KeyPurpose, name: String, publicKey: PublicKey, content: Content) {
        self.purpose = purpose
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
    public func unlock(passphrase: String? = nil) throws(KeyFileError) -> PrivateKey {
        let secret: [UInt8]
        switch content {
        case .plain(let bytes):
            secret = bytes
        case .sealed(let sealed):
            guard let passphrase else { throw .passphraseNeeded }
            let header = KeyFile.header(purpose: purpose, name: name, publicKey: publicKey)
            secret = try sealed.open(passphrase: passphrase, header: header)
        }
        guard let key = PrivateKey(publicKey.algorithm, secret: secret), key.publicKey == publicKey else {
            throw .publicKeyMismatch
        }
        return key
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// What a name must be, for refusals.
    package static let nameRule = "must have 1 to \(maxNameByteCount) bytes and no control characters"

    /// True for a name that follows the rule.
    package static func isAllowed(name: String) -> Bool {
        let isPrintable = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }
        return !name.isEmpty && name.utf8.count <= maxNameByteCount && isPrintable
    }
}
