import ArgumentParser

/// `deedbox status …`: what an issuer says of a document after it was recorded.
struct StatusCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status", abstract: StatusWords.abstract, discussion: StatusWords.discussion,
            subcommands: [
                StatusShow.self, StatusWatch.self, StatusRevoke.self, StatusSuspend.self, StatusReinstate.self,
                StatusSupersede.self,
            ])
    }
}
