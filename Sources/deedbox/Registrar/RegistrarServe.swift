import ArgumentParser
import Logging
import NodeAPI
import RegistrarApp
import Rulebook

/// `deedbox registrar serve`: answers wallets and issuers until it is told to stop.
struct RegistrarServe: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "serve", abstract: RegistrarWords.serve)
    }

    @OptionGroup var options: RegistrarOptions
    @Option(help: ArgumentHelp(RegistrarWords.population, valueName: "file"))
    var population: String
    @Option(help: ArgumentHelp(SubmitWords.node, valueName: "url"))
    var node: [String] = ["http://127.0.0.1:7101"]
    @Option(help: ArgumentHelp(RegistrarWords.host))
    var host = "127.0.0.1"
    @Option(help: ArgumentHelp(RegistrarWords.port))
    var port = 7301
    @Flag(help: ArgumentHelp(RegistrarWords.behindProxy))
    var behindProxy = false
    @Option(help: ArgumentHelp(RegistrarWords.rebindingDelay, valueName: "seconds"))
    var rebindingDelay: UInt64 = 72 * 3_600
    @Option(help: ArgumentHelp(RegistrarWords.anchorInterval, valueName: "seconds"))
    var anchorInterval: UInt64 = 60
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var configuration = try options.configuration()
        configuration.host = host
        configuration.port = port
        configuration.isBehindProxy = behindProxy
        configuration.rebindingDelay = rebindingDelay
        configuration.anchorInterval = anchorInterval
        let logger = Logger(label: "deedbox.registrar") { StreamLogHandler.standardError(label: $0) }
        let people: PopulationFile
        let registrar: Registrar
        do {
            people = try PopulationFile(contentsOf: population)
            registrar = try Registrar.open(
                configuration, check: people,
                ledger: NodeLedger(try NodeClient(node), network: try options.network()), logger: logger)
        } catch let error as RegistrarError { throw RegistrarWords.failure(error) }
        let (member, count) = (configuration.member.text, people.count)
        try await RegistrarServer(registrar).run { [output, host] port in
            var report = Report(RegistrarWords.running(host, port))
            report.fact(tell("address", zh: "地址"), "http://\(host):\(port)", "address")
            report.fact(tell("member", zh: "成员"), member, "member")
            report.fact(tell("test population", zh: "测试人口"), "\(count)", "people")
            report.next = NodeWords.stopWith
            output.print(report)
        }
    }
}
