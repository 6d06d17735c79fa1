import ArgumentParser
import RelyingApp
import Rulebook

/// `deedbox relying serve`: answers wallets, until it is told to stop.
struct RelyingServe: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "serve", abstract: RelyingWords.serve)
    }

    @Flag(help: ArgumentHelp(NodeWords.verbose))
    var verbose = false
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open(verbose: verbose)
        let settings = opened.configuration
        try await RelyingServer(opened).run { [output] port in
            var report = Report(RelyingWords.running(settings.host, port))
            report.fact(tell("address", zh: "地址"), settings.url, "url")
            report.fact(tell("port", zh: "端口"), UInt64(port), "port")
            report.fact(tell("member", zh: "成员"), settings.member.text, "member")
            report.next = NodeWords.stopWith
            output.print(report)
        }
    }
}
