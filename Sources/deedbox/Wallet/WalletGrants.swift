import ArgumentParser
import Foundation
import NodeAPI
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet grants`: what was given to whom, how often it was used and when, all of it proven.
struct WalletGrants: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "grants", abstract: WalletGrantWords.grants, discussion: WalletGrantWords.grantsDiscussion)
    }

    @Flag(help: ArgumentHelp(WalletGrantWords.search))
    var search = false
    @OptionGroup var options: WalletOptions
    @OptionGroup var offline: OfflineOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        let ledger = try await offline.ledger(wallet, options.node)
        var found = 0
        if case .reached(let reached) = ledger {
            found = search ? try await wallet.findGrants(reached) : try await wallet.findGrantsOnce(reached)
        }
        let grants = try await wallet.grants(ledger)
        var report = Report(WalletGrantWords.count(grants))
        for grant in grants {
            report.body += WalletGrantWords.lines(grant)
            report.add("grants", WalletGrantWords.json(grant))
        }
        report.json.append("found", .integer(Int64(found)))
        let remarks = [
            found > 0 ? WalletGrantWords.found(found) : nil,
            grants.contains { $0.unchecked != nil } ? WalletGrantWords.unchecked : nil,
        ].compactMap(\.self)
        if !remarks.isEmpty { report.meaning = remarks.joined(separator: "\n") }
        output.print(report)
    }
}

/// `deedbox wallet limit`: tightens a grant, which nothing ever widens.
struct WalletLimit: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "limit", abstract: WalletGrantWords.limit, discussion: WalletGrantWords.limitDiscussion)
    }

    @Argument(help: ArgumentHelp(WalletGrantWords.number))
    var grant: Int64
    @Option(help: ArgumentHelp(WalletGrantWords.limitedUses))
    var uses: UInt64?
    @Option(help: ArgumentHelp(WalletGrantWords.limitedDays))
    var days: UInt64?
    @Option(help: ArgumentHelp(WalletGrantWords.pauseHours))
    var pauseHours: UInt64?
    @Flag(help: ArgumentHelp(WalletGrantWords.dealAgain))
    var dealAgain = false
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...400).contains(days ?? 1), (1...9_600).contains(pauseHours ?? 1) else {
            throw ValidationError(WalletGrantWords.limits)
        }
    }

    func run() async throws {
        let wallet = try options.open()
        let now = UInt64(max(0, Date().timeIntervalSince1970))
        let terms = TighterTerms(
            uses: uses, expiry: days.map { now + $0 * 86_400 }, pausedUntil: pauseHours.map { now + $0 * 3_600 },
            isDealtAgain: dealAgain)
        let view = try await wallet.tighten(grant, terms, try await wallet.reach(options.node))
        output.print(WalletGrantWords.report(tell("Tightened", zh: "已收紧"), view))
    }
}

/// `deedbox wallet withdraw`: ends a grant.
struct WalletWithdraw: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "withdraw", abstract: WalletGrantWords.withdraw,
            discussion: WalletGrantWords.withdrawDiscussion)
    }

    @Argument(help: ArgumentHelp(WalletGrantWords.number))
    var grant: Int64
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        let view = try await wallet.withdraw(grant, try await wallet.reach(options.node))
        var report = WalletGrantWords.report(tell("Withdrawn", zh: "已撤回"), view)
        report.meaning = GrantWords.withdrawnMeaning
        output.print(report)
    }
}
