import ArgumentParser

/// `deedbox evidence`: what can be done with the file that proves a use.
struct EvidenceCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "evidence", abstract: EvidenceWords.abstract, discussion: EvidenceWords.discussion,
            subcommands: [
                EvidencePrint.self,
                EvidenceRenew.self,
                EvidencePage.self,
            ])
    }
}
