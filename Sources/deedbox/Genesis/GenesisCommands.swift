import ArgumentParser

/// `deedbox genesis …`: the first facts of a ledger.
struct GenesisCommands: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "genesis", abstract: GenesisWords.abstract, discussion: GenesisWords.discussion,
            subcommands: [
                GenesisEntry.self, GenesisAssemble.self, GenesisCreate.self, GenesisShow.self, GenesisCheck.self,
            ])
    }
}
