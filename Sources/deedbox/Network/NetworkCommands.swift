import ArgumentParser

/// `deedbox network`: all nodes of a network on one machine.
struct NetworkCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "network", abstract: NetworkWords.abstract, discussion: NetworkWords.discussion,
            subcommands: [NetworkUp.self, NetworkDown.self, NetworkStatus.self, NetworkLogs.self])
    }
}

/// Where a network keeps what its nodes write.
struct NetworkOptions: ParsableArguments {
    @Option(help: ArgumentHelp(NetworkWords.data, valueName: "folder"))
    var data: String

    @OptionGroup var output: OutputOptions

    /// The network that was started there.
    func started() throws -> NetworkFile {
        let path = NetworkFile.path(in: data)
        guard Folder.exists(path) else { throw NetworkWords.neverStarted(data) }
        return try NetworkFile(path)
    }

    func places(_ file: NetworkFile) -> [NodePlace] { file.nodes.map { NodePlace($0, in: data) } }
}
