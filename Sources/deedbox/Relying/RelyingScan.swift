import ArgumentParser
import RelyingAPI
import RelyingApp
import Signing

/// `deedbox relying scan`: sends a request to the wallet whose code was scanned.
struct RelyingScan: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "scan", abstract: CounterWords.scan, discussion: CounterWords.scanExamples)
    }

    @OptionGroup var matter: MatterOptions
    @Argument(help: ArgumentHelp(CounterWords.code))
    var code: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let shown = ShownCode(code) else { throw CounterWords.noCode(code) }
        let (opened, session, caller) = try matter.opened()
        try await opened.call(shown, to: session, ofCase: matter.caseNumber ?? "", by: caller)
        output.print(matter.report(CounterWords.called, "called", session))
    }
}
