import ArgumentParser
import NodeAPI
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet grant`: agrees to a request, or to less than it asks.
struct WalletGrant: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "grant", abstract: WalletGrantWords.grant, discussion: WalletGrantWords.grantDiscussion)
    }

    @Argument(help: ArgumentHelp(WalletRequestWords.number))
    var request: Int64
    @Option(help: ArgumentHelp(WalletGrantWords.uses))
    var uses: UInt64?
    @Option(help: ArgumentHelp(WalletGrantWords.days))
    var days: UInt64?
    @Option(help: ArgumentHelp(WalletGrantWords.with, valueName: "field"))
    var with: [String] = []
    @Option(help: ArgumentHelp(WalletGrantWords.without, valueName: "field"))
    var without: [String] = []
    @Option(help: ArgumentHelp(WalletGrantWords.document, valueName: "number"))
    var document: [Int64] = []
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        let ledger = try await wallet.reach(options.node)
        let wish = HolderWish(
            uses: uses, days: days, with: Set(with), without: Set(without), documents: document)
        let answer = try await wallet.give(request, wish, ledger)
        try WalletGrantWords.answered(answer, try await wallet.grant(request, .reached(ledger)), output, options)
    }
}

/// `deedbox wallet refuse`: a request is over, and nothing flowed.
struct WalletRefuse: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "refuse", abstract: WalletGrantWords.refuse, discussion: WalletGrantWords.refuseDiscussion)
    }

    @Argument(help: ArgumentHelp(WalletRequestWords.number))
    var request: Int64
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        let ledger = try await wallet.reach(options.node)
        let answer = try await wallet.refuse(request, ledger)
        try WalletGrantWords.answered(answer, try await wallet.grant(request, .reached(ledger)), output, options)
    }
}
