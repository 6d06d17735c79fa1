import ArgumentParser

/// `deedbox node`: run a node of the ledger.
struct NodeCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "node", abstract: NodeWords.abstract, discussion: NodeWords.discussion,
            subcommands: [NodeInit.self, NodeRun.self, NodeResume.self])
    }
}
