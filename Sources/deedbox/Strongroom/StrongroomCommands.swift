import ArgumentParser

/// `deedbox strongroom`: what operators and tests ask of the nodes' strongroom.
struct StrongroomCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "strongroom", abstract: StrongroomWords.abstract,
            subcommands: [StrongroomPutFiles.self, StrongroomList.self, StrongroomGet.self, StrongroomErase.self])
    }
}
