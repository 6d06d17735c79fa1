import Accounts
import ArgumentParser
import RelyingAPI
import RelyingApp
import Signing

/// `deedbox relying scan`: sends a request to the wallet whose code was scanned.
struct RelyingScan: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "scan", abstract: CounterWords.scan, discussion: CounterWords.scanExamples)
    }

    @Argument(help: ArgumentHelp(CounterWords.session))
    var request: String
    @Argument(help: ArgumentHelp(CounterWords.code))
    var code: String
    @Option(name: .customLong("case"), help: ArgumentHelp(CounterWords.itsCase, valueName: "number"))
    var caseNumber: String?
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let shown = ShownCode(code) else { throw CounterWords.noCode(code) }
        guard let session = SessionID(request) else { throw CounterWords.noSession(request) }
        let opened = try desk.open()
        let caller = try staff.caller(in: opened.accounts, at: opened.second)
        try caller.must(.clerk)
        try await opened.call(shown, to: session, ofCase: caseNumber ?? "", by: caller)
        var report = Report(CounterWords.called)
        report.json.append("state", "called")
        report.next = "deedbox relying status \(session) \(desk.words)"
        output.print(report)
    }
}
