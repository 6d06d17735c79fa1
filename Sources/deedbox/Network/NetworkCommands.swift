import ArgumentParser
import Rulebook

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

    /// Those with these names; without any name, all.
    func places(_ file: NetworkFile, named names: [String]) throws -> [NodePlace] {
        let all = places(file)
        let known = all.map(\.node.member.text)
        for name in names where !known.contains(name) { throw NetworkWords.noSuchNode(name, known) }
        return names.isEmpty ? all : all.filter { names.contains($0.node.member.text) }
    }
}
