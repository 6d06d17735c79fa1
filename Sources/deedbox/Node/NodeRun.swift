import ArgumentParser
import Logging
import NodeApp
import Rulebook

/// `deedbox node run`: recovers, checks, answers, until it is told to stop.
struct NodeRun: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "run", abstract: NodeWords.run, discussion: NodeWords.runExamples)
    }

    @OptionGroup var options: NodeOptions
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var output: OutputOptions

    @Flag(help: ArgumentHelp(NodeWords.verbose))
    var verbose = false

    func run() async throws {
        guard options.keys != nil else { throw NodeWords.keysMissing }
        var logger = Logger(label: "deedbox.node") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .info
        var configuration = try options.configuration()
        configuration.passphrases = try passphrases.read()
        _ = try GenesisFile.network(options.genesis)
        let node = try Node.open(configuration, logger: logger)
        let server = NodeServer(node, logger: logger)
        try await server.run { [output, host = configuration.host] port in
            var report = Report(NodeWords.running(host, port))
            report.fact(tell("origin", zh: "账本标识"), node.network.origin, "origin")
            report.fact(tell("address", zh: "地址"), "http://\(host):\(port)", "address")
            report.fact(tell("assurance", zh: "保证级别"), AssuranceWords.sentence(node.network.quorum))
            report.next = NodeWords.stopWith
            output.print(report)
        }
    }
}
