internal import Accounts
internal import Foundation
public import Rulebook
public import Sealing
public import Signing

/// The files of a relying desk in one folder.
public struct RelyingFolder: Hashable, Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    public var configuration: String { path + "/relying.json" }
    /// The genesis that the desk trusts.
    public var genesis: String { path + "/genesis.cbor" }
    /// Signs the party's requests and uses.
    public var statementKey: String { path + "/statement.key" }
    /// Opens what the database seals.
    public var storageKey: String { path + "/storage.keys" }
    public var database: String { path + "/relying.sqlite" }
    /// Staff, machines, sign-ins and the log of what they did.
    public var accounts: String { path + "/accounts.sqlite" }

    /// What a new desk is made from.
    public struct Founding: Sendable {
        public let configuration: RelyingConfiguration
        /// The bytes of the genesis that the desk trusts from now on.
        public let genesis: [UInt8]
        public let statementKey: KeyFile
        public let sealingKey: SealingPrivateKey
        /// Locks the storage key; nil: its file is the secret.
        public let passphrase: String?

        public init(
            configuration: RelyingConfiguration, genesis: [UInt8], statementKey: KeyFile,
            sealingKey: SealingPrivateKey, passphrase: String?
        ) {
            self.configuration = configuration
            self.genesis = genesis
            self.statementKey = statementKey
            self.sealingKey = sealingKey
            self.passphrase = passphrase
        }
    }

    /// Makes a desk in an empty folder. The configuration is written last: without it there is no desk.
    public func found(_ founding: Founding, now: UInt64) throws {
        for file in [configuration, genesis, statementKey, storageKey, database, accounts]
        where FileManager.default.fileExists(atPath: file) { throw RelyingFailure.exists(file) }
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let genesis = try RelyingFolder.genesis(founding.genesis, file: self.genesis)
        let secret = Random.bytes(SecretKey.byteCount)
        guard let key = SecretKey(secret) else { preconditionFailure("\(SecretKey.byteCount) bytes are no key") }
        let store = try KeyStore(secret, kind: .storage, name: "relying", passphrase: founding.passphrase)
        try write(Array(store.encoded.utf8), to: storageKey)
        try write(founding.genesis, to: self.genesis)
        try write(Array(founding.statementKey.encoded.utf8), to: statementKey)
        let storage = StorageKey(key)
        let database = try RelyingDatabase.create(
            at: self.database, storage: storage, origin: genesis.origin,
            member: founding.configuration.member.text)
        try database.add(founding.sealingKey, at: now)
        _ = try AccountBook.create(at: accounts, key: storage.accountsKey)
        try write(Array(founding.configuration.text.utf8), to: configuration)
    }

    /// The settings.
    public func settings() throws -> RelyingConfiguration {
        do {
            return try RelyingConfiguration(parsing: try text(of: configuration))
        } catch let error as JSONError { throw RelyingFailure.unreadable(configuration, fact: "\(error)") }
    }

    /// The ledger that the desk trusts, as it began.
    public func network() throws -> Network {
        Network(try RelyingFolder.genesis(try bytes(of: genesis, max: 4 << 20), file: genesis))
    }

    func key(_ passphrases: Passphrases) throws -> PrivateKey {
        do {
            let file = try KeyFile(parsing: try text(of: statementKey))
            guard file.purpose == .statement else {
                throw RelyingFailure.unreadable(statementKey, fact: "a key for \(file.purpose.rawValue)")
            }
            return try file.unlock(with: passphrases)
        } catch let error as KeyFileError { throw RelyingFailure.unreadable(statementKey, fact: "\(error)") }
    }

    func storage(_ passphrases: Passphrases) throws -> StorageKey {
        do {
            let store = try KeyStore(parsing: try text(of: storageKey))
            let opened = try RelyingFolder.open(store, passphrases)
            guard let key = SecretKey(opened.content) else { throw KeyFileError.publicKeyMismatch }
            return StorageKey(key)
        } catch let error as KeyFileError { throw RelyingFailure.unreadable(storageKey, fact: "\(error)") }
    }

    /// By the first passphrase that opens it.
    private static func open(_ store: KeyStore, _ passphrases: Passphrases) throws(KeyFileError) -> OpenKeyStore {
        guard store.isLocked else { return try store.open(passphrase: nil) }
        for word in passphrases.words {
            do throws(KeyFileError) { return try store.open(passphrase: word) } catch {
                guard error == .wrongPassphrase else { throw error }
            }
        }
        throw passphrases.words.isEmpty ? .passphraseNeeded : .wrongPassphrase
    }

    private static func genesis(_ bytes: [UInt8], file: String) throws -> Genesis {
        do { return try Genesis(decoding: bytes) } catch {
            throw RelyingFailure.unreadable(file, fact: "not a genesis: \(error)")
        }
    }

    private func text(of file: String) throws -> String {
        String(decoding: try bytes(of: file, max: 256 << 10), as: UTF8.self)
    }

    private func bytes(of file: String, max: Int) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file) else { throw RelyingFailure.missing(file) }
        guard data.count <= max else { throw RelyingFailure.unreadable(file, fact: "more than \(max) bytes") }
        return Array(data)
    }

    /// A file that the owner alone reads, durable before it has its name.
    private func write(_ bytes: [UInt8], to file: String) throws {
        let isMade = FileManager.default.createFile(
            atPath: file + ".new", contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        guard isMade, let handle = FileHandle(forUpdatingAtPath: file + ".new") else {
            throw RelyingFailure.unreadable(file, fact: "cannot be written")
        }
        try handle.synchronize()
        try handle.close()
        try FileManager.default.moveItem(atPath: file + ".new", toPath: file)
    }
}

extension StorageKey {
    /// The key of the accounts' file follows from the storage key.
    var accountsKey: [UInt8] { index([], of: "accounts").bytes }
}
