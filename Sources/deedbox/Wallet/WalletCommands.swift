import ArgumentParser
import WalletApp

/// `deedbox wallet …`: what a holder does.
struct WalletCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "wallet", abstract: WalletWords.abstract, discussion: WalletWords.discussion,
            subcommands: [
                WalletInit.self, WalletRecover.self, WalletRebind.self, WalletVeto.self, WalletReceive.self,
                WalletList.self, WalletShow.self, WalletSave.self, WalletNotices.self, WalletExport.self,
                WalletClaim.self, WalletApply.self, WalletApplications.self, WalletCorrect.self,
                WalletShowCode.self, WalletRequests.self, WalletGrant.self, WalletRefuse.self, WalletLimit.self,
                WalletWithdraw.self,
                WalletPassLeave.self,
                WalletGrants.self, WalletPresentations.self, WalletPresent.self, WalletServe.self,
            ])
    }
}

/// Which wallet, and what opens it.
struct WalletOptions: ParsableArguments {
    @Option(help: ArgumentHelp(WalletWords.data, valueName: "folder"))
    var data: String

    @Option(help: ArgumentHelp(WalletWords.passphrase, valueName: "file"))
    var passphraseFile: String

    @Option(help: ArgumentHelp(WalletWords.node, valueName: "url"))
    var node: [String] = []

    /// The same options, for a command that is to be copied.
    var words: String { "--data \(data) --passphrase-file \(passphraseFile)" }

    /// The wallet, opened.
    func open() throws -> Wallet {
        try Wallet.open(WalletFolder(data), passphrase: try Passphrase.read(passphraseFile))
    }
}

/// Whether the ledger is asked.
struct OfflineOption: ParsableArguments {
    @Flag(help: ArgumentHelp(WalletWords.offline))
    var offline = false

    /// The ledger, or why it is not asked: no outage keeps a holder from his documents.
    func ledger(_ wallet: Wallet, _ nodes: [String]) async throws -> LedgerAnswer {
        if offline { return .away(WalletWords.wantedOffline) }
        return try await wallet.ledgerIfReached(nodes)
    }
}
