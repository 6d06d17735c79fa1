import ArgumentParser

/// `deedbox regulator …`: what a regulator does with what it may know.
struct RegulatorCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "regulator", abstract: RegulatorWords.abstract, discussion: RegulatorWords.discussion,
            subcommands: [
                RegulatorTrace.self, RegulatorParty.self, RegulatorDocument.self, RegulatorStatistics.self,
            ])
    }
}
