import ArgumentParser

/// `deedbox registrar`: who has which wallet.
struct RegistrarCommands: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "registrar", abstract: RegistrarWords.abstract, discussion: RegistrarWords.discussion,
            subcommands: [
                RegistrarInit.self, RegistrarServe.self, RegistrarAccounts.self, RegistrarLog.self,
            ])
    }
}
