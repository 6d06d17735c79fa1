import Accounts
import ArgumentParser
import RelyingAPI
import RelyingApp
import Signing

/// The request with which a clerk is busy, its desk, and who acts.
struct MatterOptions: ParsableArguments {
    @Argument(help: ArgumentHelp(CounterWords.session))
    var request: String
    @Option(name: .customLong("case"), help: ArgumentHelp(CounterWords.itsCase, valueName: "number"))
    var caseNumber: String?
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions

    func opened() throws -> (desk: RelyingDesk, session: SessionID, caller: Caller) {
        guard let session = SessionID(request) else { throw CounterWords.noSession(request) }
        let opened = try desk.open()
        let caller = try staff.caller(in: opened.accounts, at: opened.second)
        try caller.must(.clerk)
        return (opened, session, caller)
    }

    /// What was done, and where one looks next.
    func report(_ headline: String, _ state: String, _ session: SessionID) -> Report {
        var report = Report(headline)
        report.json.append("state", .string(state))
        report.next = "deedbox relying status \(session) \(desk.words)"
        return report
    }
}
