import ArgumentParser

/// `deedbox grant`: a holder's leave, use by use.
struct GrantCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "grant", abstract: GrantWords.abstract, discussion: GrantWords.discussion,
            subcommands: [
                GrantRequest.self, GrantGive.self, GrantRefuse.self, GrantUse.self, GrantLimit.self,
                GrantWithdraw.self, GrantShow.self,
            ])
    }
}
