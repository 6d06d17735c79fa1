import ArgumentParser

/// `deedbox disclosure …`: reading a document without its holder's consent, with an entry that he finds.
struct DisclosureCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "disclosure", abstract: DisclosureWords.abstract, discussion: DisclosureWords.discussion,
            subcommands: [DisclosureTag.self, DisclosureRecord.self, DisclosureShow.self])
    }
}
