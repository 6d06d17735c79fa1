internal import NodeAPI
internal import RegistrarAPI
internal import Rulebook
public import Sealing
internal import Signing

extension Wallet {
    /// Brings a wallet to a new device: the seed comes back by the recovery code, a new key for documents is drawn, and
    /// the account is bound to it. The old device's key is over from then on.
    ///
    /// `backup` is the key store under the code; nil takes the one that the registrar keeps.
    public static func recoverAccount(
        in folder: WalletFolder, _ settings: WalletSettings, genesis: [UInt8], identity: HolderIdentity,
        passphrase: String, code: RecoveryCode, backup: String?
    ) async throws -> OpenedAccount {
        try folder.make()
        let client = try RegistrarClient(settings.registrarURL)
        let secrets = try await secrets(
            of: folder, passphrase: passphrase, code: code, backup: backup, identity: identity, client)
        let wallet = try prepare(
            folder, settings, genesis: genesis, secrets: secrets, passphrase: passphrase, recovery: code)
        let ledger = try await wallet.reach()
        let outcome = try await asking(client) {
            try await client.rebind(try wallet.accountBody(identity, backup: nil))
        }
        switch outcome {
        case .waiting(let waiting): throw WalletRefusal.bindingWaits(until: waiting.effective)
        case .bound(let bound):
            let binding = try await wallet.check(bound, ledger)
            try wallet.finish(binding.statement.bytes)
            return OpenedAccount(wallet: wallet, binding: binding.binding, recoveryCode: nil)
        }
    }

    /// The seed by the code, with a new holder key; those of an earlier try that was stopped, if there are any.
    private static func secrets(
        of folder: WalletFolder, passphrase: String, code: RecoveryCode, backup: String?, identity: HolderIdentity,
        _ client: RegistrarClient
    ) async throws -> WalletSecrets {
        if let found = try secrets(of: folder, passphrase: passphrase) { return found }
        var kept = backup
        if kept == nil { kept = try await asking(client) { try await client.backup(identity.body).backup } }
        guard let kept else { throw WalletRefusal.noBackup }
        let opened = try WalletRefusal.opening { () throws(KeyFileError) in
            try KeyStore(parsing: kept).open(recovery: code)
        }
        let seed = try WalletSecrets(decoding: opened.content).seed
        return WalletSecrets(seed: seed, holderKeys: [PrivateKey(generating: .es256)])
    }
}
