import ArgumentParser

/// `deedbox import`: tables and the quality gate, without a desk.
struct ImportCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import", abstract: ImportVerbWords.abstract, subcommands: [ImportCheck.self])
    }
}
