public import Rulebook
package import Sealing
public import Signing

/// A wallet that was opened: its keys, its documents, and whom it asks.
public struct Wallet: Sendable {
    public let folder: WalletFolder
    public let settings: WalletSettings
    /// The ledger as its genesis began it.
    public let network: Network
    let secrets: WalletSecrets
    /// The keys of this ledger, from the seed.
    let keys: WalletKeys
    let database: WalletDatabase
    /// Held as long as the wallet is open: one process uses it at a time.
    private let lock: WalletLock

    /// Opens the wallet of a folder with its passphrase.
    public static func open(_ folder: WalletFolder, passphrase: String) throws -> Wallet {
        guard folder.isFinished else { throw WalletFailure.missing(folder.path) }
        let lock = try WalletLock(folder.lock, wallet: folder.path)
        guard let secrets = try secrets(of: folder, passphrase: passphrase) else {
            throw WalletFailure.missing(folder.path)
        }
        return try assemble(folder, secrets, lock)
    }

    /// Makes a wallet's files, before the registrar is asked: keys that it might bind must never be lost.
    ///
    /// A folder whose account is not open yet is taken up again: the same keys, under a new recovery code.
    package static func prepare(
        _ folder: WalletFolder, _ settings: WalletSettings, genesis: [UInt8], secrets: WalletSecrets,
        passphrase: String, recovery: RecoveryCode
    ) throws -> Wallet {
        let lock = try WalletLock(folder.lock, wallet: folder.path)
        let network = Network(try Genesis(decoding: genesis))
        try DurableFile.replace(genesis, at: folder.genesis)
        try DurableFile.replace(Array(settings.readable.pretty.utf8), at: folder.settings)
        if !folder.hasDatabase { _ = try WalletDatabase.create(at: folder.database, ledger: network.digest) }
        let backup = try KeyStore(
            WalletSecrets(seed: secrets.seed, holderKeys: []).encoded, kind: .wallet, name: "recovery",
            passphrase: nil, recovery: recovery)
        try DurableFile.replace(Array(backup.encoded.utf8), at: folder.recovery)
        let store = try KeyStore(
            secrets.encoded, kind: .wallet, name: "wallet", passphrase: passphrase, recovery: recovery)
        try DurableFile.replace(Array(store.encoded.utf8), at: folder.keys)
        return try assemble(folder, secrets, lock)
    }

    /// The wallet of a folder whose account is not bound to it yet; nil when there are no keys in it.
    static func prepared(_ folder: WalletFolder, passphrase: String) throws -> Wallet? {
        let lock = try WalletLock(folder.lock, wallet: folder.path)
        return try secrets(of: folder, passphrase: passphrase).map { try assemble(folder, $0, lock) }
    }

    /// The account is open: from now on the folder holds a wallet.
    package func finish(_ binding: [UInt8]) throws { try DurableFile.replace(binding, at: folder.binding) }

    /// The secrets of a folder, with its passphrase; nil when it has none yet.
    static func secrets(of folder: WalletFolder, passphrase: String) throws -> WalletSecrets? {
        try store(of: folder, passphrase: passphrase).map { try WalletSecrets(decoding: $0.content) }
    }

    private static func store(of folder: WalletFolder, passphrase: String) throws -> OpenKeyStore? {
        guard let bytes = try DurableFile.read(folder.keys, max: 256 << 10) else { return nil }
        return try WalletRefusal.telling { () throws(KeyFileError) in
            try KeyStore(parsing: String(decoding: bytes, as: UTF8.self)).open(passphrase: passphrase)
        }
    }

    private static func assemble(
        _ folder: WalletFolder, _ secrets: WalletSecrets, _ lock: WalletLock
    ) throws -> Wallet {
        let network = Network(try Genesis(decoding: try folder.bytes(folder.genesis, max: 4 << 20)))
        let text = try folder.bytes(folder.settings, max: WalletSettings.maxByteCount)
        let settings = try WalletSettings(
            readable: JSONValue(parsing: text, maxByteCount: WalletSettings.maxByteCount))
        return Wallet(
            folder: folder, settings: settings, network: network, secrets: secrets,
            keys: secrets.seed.keys(origin: network.origin),
            database: try WalletDatabase.open(at: folder.database, ledger: network.digest), lock: lock)
    }

    /// The ledger, by the nodes that the wallet knows or by others.
    public func reach(_ nodes: [String] = []) async throws -> WalletLedger {
        try await WalletLedger.reach(nodes.isEmpty ? settings.nodes : nodes, from: network)
    }

    /// The registrar's signed binding of the account, as it came.
    var binding: [UInt8] {
        get throws { try folder.bytes(folder.binding, max: SignedBinding.maxByteCount) }
    }

    /// The binding that was checked when the account was bound to this device.
    var bound: WalletBinding {
        get throws {
            let bytes = try binding
            do throws(BindingError) { return try SignedBinding(bytes, origin: network.origin).binding } catch {
                throw WalletFailure.file(folder.binding, reason: "\(error)")
            }
        }
    }

    /// The same wallet with so many more keys for documents, which are on the disk when it returns, and those keys.
    public func drawingKeys(_ count: Int, passphrase: String) throws -> (wallet: Wallet, keys: [PublicKey]) {
        guard secrets.holderKeys.count + count <= WalletSecrets.maxHolderKeys else {
            throw WalletRefusal.tooManyKeys(limit: WalletSecrets.maxHolderKeys)
        }
        let fresh = (0..<count).map { _ in PrivateKey(generating: .es256) }
        guard let store = try Wallet.store(of: folder, passphrase: passphrase) else {
            throw WalletFailure.missing(folder.path)
        }
        var secrets = secrets
        secrets.holderKeys += fresh
        try DurableFile.replace(Array(store.replacing(secrets.encoded).store.encoded.utf8), at: folder.keys)
        let wallet = Wallet(
            folder: folder, settings: settings, network: network, secrets: secrets, keys: keys, database: database,
            lock: lock)
        return (wallet, fresh.map(\.publicKey))
    }

    /// The key to which new documents are bound.
    var holderKey: PrivateKey { secrets.holderKeys[0] }

    /// What the holder's file should hold; nil when nobody said.
    public var plan: FilePlan? {
        get throws {
            try DurableFile.read(folder.plan, max: FilePlan.maxByteCount).map { bytes in
                try FilePlan(parsing: bytes)
            }
        }
    }

    /// Keeps what the holder's file should hold: the catalogue's definition of it.
    public func keepPlan(_ bytes: [UInt8]) throws {
        _ = try FilePlan(parsing: bytes)
        try DurableFile.replace(bytes, at: folder.plan)
    }

    /// What is kept sealed at a place.
    func opened(_ sealed: [UInt8], at place: String) throws -> [UInt8] {
        do throws(SealingError) { return try keys.storage.open(sealed, at: place) } catch {
            throw WalletFailure.sealed(place)
        }
    }

    /// Every key to which its documents may be bound.
    var holderKeys: [PublicKey] { secrets.holderKeys.map(\.publicKey) }
}
