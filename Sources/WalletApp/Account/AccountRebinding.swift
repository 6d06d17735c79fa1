internal import NodeAPI
internal import RegistrarAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// What the registrar answers to a wallet of another seed.
public enum RebindingAnswer: Sendable {
    case bound(OpenedAccount)
    /// It waits until that time (POSIX seconds), in which the old device may forbid it. The code brings this wallet to
    /// yet another device; nil when it was shown before.
    case waiting(until: UInt64, recoveryCode: String?)
}

extension Wallet {
    /// Binds the account to a new wallet with a seed of its own, when the recovery code is lost.
    ///
    /// With the old device's wallet at hand (`previous`) it holds at once; otherwise it waits, and the old device is
    /// told. Run again in the same folder, the same keys are asked for.
    public static func rebindAccount(
        in folder: WalletFolder, _ settings: WalletSettings, genesis: [UInt8], identity: HolderIdentity,
        passphrase: String, previous: Wallet?
    ) async throws -> RebindingAnswer {
        try folder.make()
        let (wallet, code) = try prepareRebinding(folder, settings, genesis, passphrase)
        let client = try RegistrarClient(settings.registrarURL)
        let ledger = try await wallet.reach()
        let body = try wallet.accountBody(identity, backup: try wallet.backup(), previous: previous?.holderKey)
        switch try await asking(client, { try await client.rebind(body) }) {
        case .waiting(let waiting): return .waiting(until: waiting.effective, recoveryCode: code?.text)
        case .bound(let bound):
            let binding = try await wallet.check(bound, ledger)
            try wallet.finish(binding.statement.bytes)
            return .bound(OpenedAccount(wallet: wallet, binding: binding.binding, recoveryCode: code?.text))
        }
    }

    /// A new wallet with its recovery code, or the one of an earlier run, whose code was shown then.
    private static func prepareRebinding(
        _ folder: WalletFolder, _ settings: WalletSettings, _ genesis: [UInt8], _ passphrase: String
    ) throws -> (Wallet, RecoveryCode?) {
        if let waiting = try prepared(folder, passphrase: passphrase) { return (waiting, nil) }
        let code = RecoveryCode()
        let secrets = WalletSecrets(seed: WalletSeed(), holderKeys: [PrivateKey(generating: .es256)])
        let wallet = try prepare(
            folder, settings, genesis: genesis, secrets: secrets, passphrase: passphrase, recovery: code)
        return (wallet, code)
    }

    /// Forbids, by this device's key, what asks to bind the account to another device; how many wishes.
    ///
    /// The registrar's notices of them come by `receive`.
    public func forbidRebindings() async throws -> Int {
        let client = try RegistrarClient(settings.registrarURL)
        let account = try bound.account
        let now = Clock.now / 1_000
        var count = 0
        for notice in try rebindingNotices() where notice.effective > now {
            let veto = Veto(account: account, binding: SHA256.digest(notice.binding))
            let signed = veto.signed(by: holderKey, origin: network.origin, now: now)
            do {
                try await Wallet.asking(client) { try await client.veto(signed) }
                count += 1
            } catch WalletRefusal.answered(_, "nothing-waits", _) { continue }
        }
        guard count > 0 else { throw WalletRefusal.nothingToForbid }
        return count
    }

    private func rebindingNotices() throws -> [RebindingNotice] {
        try database.notices().filter { $0.issuer == settings.registrar }.compactMap { row in
            let bytes = try opened(row.sealed, at: NewNotice.place(row.issuer, row.number))
            guard case .rebinding(let notice) = try Delivery(decoding: bytes) else { return nil }
            return notice
        }
    }
}
