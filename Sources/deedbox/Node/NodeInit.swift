import ArgumentParser
import NodeApp
import Rulebook

/// `deedbox node init`: an empty data directory; nothing is made by accident.
struct NodeInit: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "init", abstract: NodeWords.initialise, discussion: NodeWords.initExamples)
    }

    @OptionGroup var options: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let configuration = try options.configuration()
        let network = try GenesisFile.network(options.genesis)
        try Node.create(configuration)
        var report = Report(NodeWords.made(options.data))
        report.fact(tell("origin", zh: "账本标识"), network.origin, "origin")
        report.next = "deedbox node run \(options.words)"
        output.print(report)
    }
}
