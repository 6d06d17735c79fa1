internal import Accounts
internal import Credentials
internal import Foundation
public import Rulebook
public import Signing

extension DeskFolder {
    /// What a new desk is made from.
    public struct Founding: Sendable {
        public let configuration: DeskConfiguration
        /// The bytes of the genesis that the desk trusts from now on.
        public let genesis: [UInt8]
        /// The member's own key, and the key of its documents, as files.
        public let statementKey: KeyFile
        public let credentialKey: KeyFile
        /// The certificates of the credential key, in DER, its own first; empty: the key stands on the ledger alone.
        public let certificates: [[UInt8]]
        /// The height from which on the desk follows the ledger.
        public let height: UInt64

        public init(
            configuration: DeskConfiguration, genesis: [UInt8], statementKey: KeyFile, credentialKey: KeyFile,
            certificates: [[UInt8]], height: UInt64
        ) {
            self.configuration = configuration
            self.genesis = genesis
            self.statementKey = statementKey
            self.credentialKey = credentialKey
            self.certificates = certificates
            self.height = height
        }
    }

    /// Makes a desk in an empty folder. The configuration is written last: without it there is no desk.
    public func found(_ founding: Founding) throws {
        try make()
        let genesis = try DeskFolder.genesis(founding.genesis, file: self.genesis)
        let storage = Random.bytes(32)
        try DeskFolder.write(Array(Hex.encode(storage).utf8), to: storageKey)
        try DeskFolder.write(founding.genesis, to: self.genesis)
        try DeskFolder.write(Array(founding.statementKey.encoded.utf8), to: statementKey)
        try writeCredentialKey(founding.credentialKey, certificates: founding.certificates, replacement: 0)
        let database = try IssuingDatabase.create(at: self.database, ledger: genesis.digest)
        try database.setFollowedHeight(founding.height)
        _ = try AccountBook.create(at: accounts, key: DeskKeys.accountsKey(storage))
        try DeskFolder.write(Array(founding.configuration.text.utf8), to: configuration)
    }

    /// The files of a desk, read and checked. `passphrases` open keys that are sealed.
    public func open(
        passphrases: Passphrases = Passphrases(), ledger: (DeskConfiguration, Genesis, DeskKeys) throws -> DeskDoors
    ) throws -> Desk {
        let text = String(decoding: try DeskFolder.read(configuration, max: 1 << 16), as: UTF8.self)
        let settings: DeskConfiguration
        do { settings = try DeskConfiguration(parsing: text) } catch {
            throw DeskFailure(file: configuration, fact: "is not a desk's configuration: \(error)")
        }
        let genesis = try DeskFolder.genesis(try DeskFolder.read(self.genesis, max: 1 << 20), file: self.genesis)
        let database = try IssuingDatabase.open(at: self.database, ledger: genesis.digest)
        let keys = try keys(passphrases, replacement: try database.keyReplacements())
        let doors = try ledger(settings, genesis, keys)
        return Desk(
            folder: self, configuration: settings, database: database,
            accounts: try AccountBook.open(at: accounts, key: keys.accounts), genesis: genesis, keys: keys,
            ledger: doors.ledger, directory: doors.directory)
    }

    private func keys(_ passphrases: Passphrases, replacement: UInt64) throws -> DeskKeys {
        let hex = String(decoding: try DeskFolder.read(storageKey, max: 128), as: UTF8.self)
        guard let storage = Hex.decode(hex), storage.count == 32 else {
            throw DeskFailure(file: storageKey, fact: "does not hold 32 bytes in hexadecimal")
        }
        let statement = try key(statementKey, .statement, passphrases)
        let (keyFile, chainFile) = (credentialKey(replacement), certificates(replacement))
        let credential = try key(keyFile, .credential, passphrases)
        let text = String(decoding: try DeskFolder.read(chainFile, max: 1 << 18), as: UTF8.self)
        guard let chain = text.isEmpty ? [] : CertificateText.decode(text) else {
            throw DeskFailure(file: chainFile, fact: "does not hold certificates in PEM")
        }
        if let own = chain.first, CertificateText.key(of: own) != credential.publicKey {
            throw DeskFailure(file: chainFile, fact: "does not begin with a certificate of the key in \(keyFile)")
        }
        guard
            let keys = DeskKeys(statement: statement, credential: credential, chain: chain, storage: storage)
        else { throw DeskFailure(file: keyFile, fact: "is not a key of ES256") }
        return keys
    }

    private func key(_ path: String, _ purpose: KeyPurpose, _ passphrases: Passphrases) throws -> PrivateKey {
        let text = String(decoding: try DeskFolder.read(path, max: 8_192), as: UTF8.self)
        do {
            let file = try KeyFile(parsing: text)
            guard file.purpose == purpose else {
                throw DeskFailure(file: path, fact: "is a key for another purpose: \(file.purpose.rawValue)")
            }
            return try file.unlock(with: passphrases)
        } catch let error as KeyFileError { throw DeskFailure(file: path, fact: "cannot be opened: \(error)") }
    }

    private static func genesis(_ bytes: [UInt8], file: String) throws -> Genesis {
        do { return try Genesis(decoding: bytes) } catch {
            throw DeskFailure(file: file, fact: "is not a genesis: \(error)")
        }
    }
}

/// Whom a desk speaks to.
public struct DeskDoors: Sendable {
    public let ledger: any LedgerDoor
    public let directory: (any HolderDirectory)?

    public init(ledger: any LedgerDoor, directory: (any HolderDirectory)?) {
        self.ledger = ledger
        self.directory = directory
    }
}
