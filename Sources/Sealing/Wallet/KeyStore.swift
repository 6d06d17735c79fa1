public import Signing

/// Secrets as they lie on disk: JSON text whose content is sealed under a random key, and that key under what its
/// owner knows: a passphrase, a recovery code, or both. Prints as `<secret>`.
///
/// Each opens the store alone, and can be exchanged without touching the other.
public struct KeyStore: Sendable, CustomStringConvertible, CustomReflectable {
    public let kind: Kind
    /// Whose it is, for people.
    public let name: String
    let locks: Locks
    /// Nonce ‖ ciphertext ‖ tag.
    let content: [UInt8]

    /// What a store holds.
    public enum Kind: String, Sendable, CaseIterable {
        /// A wallet's seed and keys.
        case wallet
        /// A desk's key for its data at rest.
        case storage
    }

    /// What holds the store's key.
    struct Locks: Sendable {
        /// The key itself: the file is the secret. Excludes the others.
        var plain: [UInt8]?
        var passphrase: SealedSecret?
        var recovery: SealedSecret?
    }

    /// Most bytes of what a store holds.
    public static let maxContentByteCount = 64 << 10

    /// A new store of that content; without passphrase and code the file itself is the secret.
    ///
    /// Each lock takes a fifth of a second and 64 MiB (Argon2id), so that guessing does too.
    public init(
        _ content: [UInt8], kind: Kind, name: String, passphrase: String?, recovery: RecoveryCode? = nil
    ) throws(KeyFileError) {
        precondition(
            content.count <= KeyStore.maxContentByteCount, "\(content.count) bytes are too many for a key store")
        guard KeyFile.isAllowed(name: name) else { throw .nameNotAllowed }
        let key = SecretKey()
        var locks = Locks()
        if passphrase == nil, recovery == nil { locks.plain = key.bytes }
        if let passphrase { locks.passphrase = try KeyStore.lock(key, .passphrase, passphrase, kind, name) }
        if let recovery { locks.recovery = try KeyStore.lock(key, .recovery, recovery.text, kind, name) }
        self.init(kind: kind, name: name, locks: locks, content: KeyStore.seal(content, key, kind))
    }

    init(kind: Kind, name: String, locks: Locks, content: [UInt8]) {
        self.kind = kind
        self.name = name
        self.locks = locks
        self.content = content
    }

    /// True when the store needs a passphrase or a code.
    public var isLocked: Bool { locks.plain == nil }
    /// True when a passphrase opens it.
    public var opensByPassphrase: Bool { locks.passphrase != nil }
    /// True when a recovery code opens it.
    public var opensByRecovery: Bool { locks.recovery != nil }

    /// Opens with the passphrase; an unlocked store needs none and looks at none.
    public func open(passphrase: String?) throws(KeyFileError) -> OpenKeyStore {
        if let plain = locks.plain { return try open(plain) }
        guard let passphrase, let lock = locks.passphrase else { throw .passphraseNeeded }
        return try open(try lock.open(passphrase: passphrase, header: KeyStore.header(kind, name, .passphrase)))
    }

    /// Opens with the recovery code.
    public func open(recovery: RecoveryCode) throws(KeyFileError) -> OpenKeyStore {
        guard let lock = locks.recovery else { throw .wrongPassphrase }
        return try open(try lock.open(passphrase: recovery.text, header: KeyStore.header(kind, name, .recovery)))
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    private func open(_ bytes: [UInt8]) throws(KeyFileError) -> OpenKeyStore {
        guard let key = SecretKey(bytes),
            let secrets = try? key.open(content, context: KeyStore.context(kind))
        else { throw .wrongPassphrase }
        return OpenKeyStore(store: self, key: key, content: secrets)
    }
}

/// A store that was opened: its content, and the key to write it anew.
public struct OpenKeyStore: Sendable, CustomStringConvertible, CustomReflectable {
    /// As it lies on disk.
    public let store: KeyStore
    let key: SecretKey
    /// What the store holds.
    public let content: [UInt8]

    /// The same store with other content; what opens it stays.
    public func replacing(_ content: [UInt8]) -> OpenKeyStore {
        precondition(
            content.count <= KeyStore.maxContentByteCount, "\(content.count) bytes are too many for a key store")
        let sealed = KeyStore.seal(content, key, store.kind)
        let store = KeyStore(kind: store.kind, name: store.name, locks: store.locks, content: sealed)
        return OpenKeyStore(store: store, key: key, content: content)
    }

    /// The same store under another passphrase.
    public func relocked(passphrase: String) throws(KeyFileError) -> OpenKeyStore {
        var locks = store.locks
        locks.plain = nil
        locks.passphrase = try KeyStore.lock(key, .passphrase, passphrase, store.kind, store.name)
        return OpenKeyStore(
            store: KeyStore(kind: store.kind, name: store.name, locks: locks, content: store.content), key: key,
            content: content)
    }

    public var description: String { "<secret>" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension KeyStore {
    /// The two things that an owner knows.
    enum Lock: String {
        case passphrase, recovery
    }

    static func lock(
        _ key: SecretKey, _ lock: Lock, _ knowledge: String, _ kind: Kind, _ name: String
    ) throws(KeyFileError) -> SealedSecret {
        try SealedSecret(sealing: key.bytes, passphrase: knowledge, header: header(kind, name, lock))
    }

    static func seal(_ content: [UInt8], _ key: SecretKey, _ kind: Kind) -> [UInt8] {
        key.seal(content, context: context(kind))
    }

    private static func context(_ kind: Kind) -> [UInt8] { Purpose.keyStore + Array(kind.rawValue.utf8) }

    /// What a lock is bound to.
    private static func header(_ kind: Kind, _ name: String, _ lock: Lock) -> JSONObject {
        [
            "format": .string(format), "kind": .string(kind.rawValue), "name": .string(name),
            "lock": .string(lock.rawValue),
        ]
    }
}
