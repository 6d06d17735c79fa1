import ArgumentParser
import NodeAPI
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet receive`: looks into the mailboxes, checks, keeps.
struct WalletReceive: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "receive", abstract: WalletWords.receive, discussion: WalletWords.receiveDiscussion)
    }

    @OptionGroup var options: WalletOptions
    @Flag(help: ArgumentHelp(WalletWords.again))
    var again = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        if again { try wallet.retryAside() }
        let ledger = try await wallet.reach(options.node)
        let received = try await wallet.receive(ledger)
        // What was applied for, and claims that wait for their issuer, come this way too.
        let claimed = try await wallet.resumeClaims(ledger)
        let numbers = claimed.reduce(into: received.documents) { numbers, outcome in
            if case .kept(let ids) = outcome { numbers += ids }
        }
        let known = try await wallet.documents(.reached(ledger))
        let new = known.filter { numbers.contains($0.held.id) }
        var report = report(received, new, ledger)
        for outcome in claimed { WalletClaimWords.add(outcome, to: &report, options) }
        output.print(report)
        guard received.aside.isEmpty else { throw ExitCode(ExitStatus.no.rawValue) }
        guard received.isComplete, received.waiting.isEmpty else { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func report(_ received: Received, _ new: [DocumentView], _ ledger: WalletLedger) -> Report {
        var report = Report(WalletWords.received(new.count, received.notices))
        for view in new { report.add("documents", WalletDocumentWords.summary(view)) }
        report.body += TextTable.lines(new.map(WalletDocumentWords.line))
        for refused in received.aside { add(refused, "aside", WalletWords.setAside, to: &report) }
        for refused in received.waiting { add(refused, "waiting", WalletWords.waits, to: &report) }
        report.json.append("new", .integer(Int64(new.count)))
        report.json.append("again", .integer(Int64(received.again)))
        report.json.append("notices", .integer(Int64(received.notices)))
        report.json.append("erased", .integer(Int64(received.erased)))
        report.json.append("files", .integer(Int64(received.files)))
        report.json.append("filesAway", .integer(Int64(received.filesAway)))
        report.json.append("isComplete", .bool(received.isComplete))
        report.json.append("officialNotices", .integer(Int64(received.officialNotices)))
        report.json.append("traceTokens", .integer(Int64(received.traceTokens)))
        if let reason = received.officialAway { report.body.append("  " + WalletWords.officialAway(reason)) }
        if let reason = received.traceTokensAway { report.body.append("  " + WalletWords.tokensAway(reason)) }
        if received.officialNotices > 0 { report.body.append("  " + WalletWords.official(received.officialNotices)) }
        if received.filesAway > 0 { report.body.append("  " + WalletWords.filesAway(received.filesAway)) }
        if received.notices + received.officialNotices > 0 { report.next = "deedbox wallet notices " + options.words }
        guard !received.isComplete else { return report }
        report.meaning = WalletWords.notEverywhere
        if ledger.nodeCount < ledger.countThatMeetsQuorum {
            report.meaning = WalletWords.tooFewAsked(
                ledger.nodeCount, of: ledger.network.validators.count, needed: ledger.countThatMeetsQuorum)
            let known = ledger.client.urls.map { "--node \($0) " }.joined()
            report.next = "deedbox wallet receive \(options.words) \(known)--node …"
        }
        return report
    }

    private func add(_ refused: Received.Refused, _ list: String, _ word: String, to report: inout Report) {
        let finding = refused.finding
        report.body.append("  \(word)  \(refused.issuer) #\(refused.number): " + WalletDocumentWords.sentence(finding))
        report.add(
            list,
            [
                "issuer": .string(refused.issuer.text), "number": .integer(Int64(clamping: refused.number)),
                "check": .string(finding.name.rawValue), "answer": .string(finding.answer.rawValue),
                "fact": .string(tell(finding.fact)),
            ])
    }
}
