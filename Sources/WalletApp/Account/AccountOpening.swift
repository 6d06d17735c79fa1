internal import Foundation
internal import NodeAPI
internal import RegistrarAPI
public import Rulebook
internal import Sealing
internal import Signing

/// A wallet whose account was just opened, or bound to this device.
public struct OpenedAccount: Sendable {
    public let wallet: Wallet
    public let binding: WalletBinding
    /// What brings the wallet to another device: shown once, kept nowhere in the clear. Nil when the holder has it.
    public let recoveryCode: String?
}

extension Wallet {
    /// Opens an account for a person in a new folder.
    ///
    /// The keys are durable before the registrar is asked, so that none that it binds is ever lost. A folder in which
    /// this was stopped is taken up again with the same keys and a new recovery code; the registrar answers the same.
    public static func openAccount(
        in folder: WalletFolder, _ settings: WalletSettings, genesis: [UInt8], identity: HolderIdentity,
        passphrase: String
    ) async throws -> OpenedAccount {
        try folder.make()
        let found = try secrets(of: folder, passphrase: passphrase)
        let secrets = found ?? WalletSecrets(seed: WalletSeed(), holderKeys: [PrivateKey(generating: .es256)])
        let code = RecoveryCode()
        let wallet = try prepare(
            folder, settings, genesis: genesis, secrets: secrets, passphrase: passphrase, recovery: code)
        let ledger = try await wallet.reach()
        let client = try RegistrarClient(settings.registrarURL)
        let bound = try await asking(client) {
            try await client.openAccount(try wallet.accountBody(identity, backup: try wallet.backup()))
        }
        let binding = try await wallet.check(bound, ledger)
        try wallet.finish(binding.statement.bytes)
        return OpenedAccount(wallet: wallet, binding: binding.binding, recoveryCode: code.text)
    }

    /// The body in which this wallet asks for its account or another binding, with proofs that it has the keys.
    ///
    /// `previous` is the key of the old device, when that is at hand: it vouches for the new one.
    func accountBody(
        _ identity: HolderIdentity, backup: String?, previous: PrivateKey? = nil
    ) throws -> AccountBody {
        let request = AccountRequest(
            holderKey: holderKey.publicKey, mailboxKey: keys.mailbox.publicKey.bytes,
            mailboxRoot: SHA256.digest(keys.mailboxRoot.bytes), recoveryKey: keys.recovery.publicKey)
        let now = Clock.now / 1_000
        return AccountBody(
            identity: identity.body,
            holderProof: Base64URL.encode(request.proof(by: holderKey, origin: network.origin, now: now)),
            recoveryProof: Base64URL.encode(request.proof(by: keys.recovery, origin: network.origin, now: now)),
            previousProof: previous.map {
                Base64URL.encode(request.proof(by: $0, origin: network.origin, now: now))
            },
            mailboxRoot: Base64URL.encode(keys.mailboxRoot.bytes), backup: backup)
    }

    /// The seed under the recovery code, as the registrar keeps it for a device to come.
    func backup() throws -> String {
        String(decoding: try folder.bytes(folder.recovery, max: AccountBody.maxBackupByteCount), as: UTF8.self)
    }

    /// What the registrar says no to, or why it could not be asked, as the wallet tells it.
    static func asking<Result: Sendable>(
        _ client: RegistrarClient, _ ask: () async throws -> Result
    ) async throws -> Result {
        do { return try await ask() } catch let error as RegistrarClientError {
            switch error {
            case .badURL(let url): throw WalletFailure.unreachable(url, reason: "this is no address")
            case .unreachable(let url, let reason): throw WalletFailure.unreachable(url, reason: reason)
            case .unreadable(let url, let status): throw WalletFailure.unreadable(url, reason: "status \(status)")
            case .problem(let problem):
                let words = Words.told(
                    problem.detail, zh: problem.detailZh, next: problem.next, zh: problem.nextZh)
                throw WalletRefusal.answered(url: client.url, code: problem.code, words)
            }
        }
    }
}
