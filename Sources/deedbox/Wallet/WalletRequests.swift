import ArgumentParser
import Credentials
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet requests`: fetches what a relying party asks, and shows what waits for an answer.
struct WalletRequests: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "requests", abstract: WalletRequestWords.requests,
            discussion: WalletRequestWords.requestsDiscussion)
    }

    @Argument(help: ArgumentHelp(WalletRequestWords.link))
    var link: String?
    @Flag(help: ArgumentHelp(WalletRequestWords.all))
    var all = false
    @OptionGroup var options: WalletOptions
    @OptionGroup var offline: OfflineOption
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard link == nil || !offline.offline else { throw ValidationError(WalletRequestWords.linkNeedsNetwork) }
    }

    func run() async throws {
        let wallet = try options.open()
        if let link { return try await fetch(link, wallet) }
        let requests = try await wallet.requests(try await offline.ledger(wallet, options.node), all: all)
        var report = Report(WalletRequestWords.count(requests.count))
        for request in requests {
            report.body += WalletRequestWords.lines(request)
            report.add("requests", WalletRequestWords.json(request))
        }
        let open = requests.filter { !$0.isAnswered }
        let missing = open.compactMap { WalletRequestWords.meaning($0) }
        if !missing.isEmpty { report.meaning = missing.joined(separator: "\n") }
        let ready = open.filter { !$0.types.contains(where: \.isMissing) }
        if let first = ready.first(where: { !$0.mayBeOver }) ?? ready.first ?? open.first {
            report.next = WalletRequestWords.next(first, options)
        }
        output.print(report)
    }

    private func fetch(_ link: String, _ wallet: Wallet) async throws {
        let ledger = try await wallet.reach(options.node)
        if PresentationLink.isLink(link) {
            let id = try await wallet.fetchPresentation(link, ledger)
            let view = try await wallet.presentation(id, .reached(ledger))
            return output.print(WalletPresentationWords.report(view, options))
        }
        let id = try await wallet.fetchRequest(link, ledger)
        output.print(WalletRequestWords.report(try await wallet.request(id, .reached(ledger)), options))
    }
}

extension WalletRequestWords {
    /// A request that was fetched, and how it is answered.
    static func report(_ request: RequestView, _ options: WalletOptions) -> Report {
        var report = Report(headline(request), json: members(request))
        report.body = lines(request)
        report.meaning = meaning(request)
        report.next = next(request, options)
        return report
    }
}
