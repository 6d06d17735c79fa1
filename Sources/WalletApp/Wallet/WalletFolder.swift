internal import Foundation

/// Where a wallet's files lie.
public struct WalletFolder: Hashable, Sendable {
    public let path: String

    /// The wallet in that folder, whether it is there or not.
    public init(_ path: String) { self.path = path }

    /// The seed and the holder keys, under passphrase and recovery code. **Without it the wallet is closed for good.**
    var keys: String { path + "/wallet.keys" }
    /// The seed under the recovery code alone: to be copied to a safe place.
    public var recovery: String { path + "/recovery.keys" }
    /// The ledger that the wallet trusts.
    var genesis: String { path + "/genesis.cbor" }
    var settings: String { path + "/wallet.json" }
    var database: String { path + "/wallet.sqlite" }
    /// The registrar's signed binding of the account.
    var binding: String { path + "/binding.cose" }
    /// What the holder's file should hold, as the catalogue defines it; may be missing.
    var plan: String { path + "/plan.json" }
    var lock: String { path + "/lock" }

    /// True when the account of the wallet in it is open.
    var isFinished: Bool { FileManager.default.fileExists(atPath: binding) }
    var hasDatabase: Bool { FileManager.default.fileExists(atPath: database) }

    /// Makes the folder, readable by its owner alone; refuses one that holds a wallet.
    package func make() throws(WalletFailure) {
        guard !isFinished else { throw .exists(path) }
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw .file(path, reason: error.localizedDescription) }
    }

    /// The bytes of a file that every wallet has.
    func bytes(_ path: String, max: Int) throws(WalletFailure) -> [UInt8] {
        guard let bytes = try DurableFile.read(path, max: max) else { throw .missing(self.path) }
        return bytes
    }
}
