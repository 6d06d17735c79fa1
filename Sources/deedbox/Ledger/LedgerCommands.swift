import ArgumentParser

/// `deedbox ledger`: look at a ledger, prove what stands on it, check all of it.
struct LedgerCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "ledger", abstract: LedgerWords.abstract, discussion: LedgerWords.discussion,
            subcommands: [LedgerShow.self, LedgerProof.self, LedgerVerify.self, LedgerExport.self])
    }
}
