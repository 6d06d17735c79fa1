import ArgumentParser
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying notices`: what became of documents that somebody relied on; without a verb they are listed.
struct RelyingNoticesCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "notices", abstract: KeepingWords.notices,
            subcommands: [RelyingNotices.self, RelyingAcknowledge.self], defaultSubcommand: RelyingNotices.self)
    }
}

/// `relying notices list`.
struct RelyingNotices: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: KeepingWords.noticesList)
    }

    @Flag(help: ArgumentHelp(KeepingWords.allNotices))
    var all = false
    @Option(name: .customLong("case"), help: ArgumentHelp(KeepingWords.ofCase, valueName: "number"))
    var caseNumber: String?
    @Option(help: ArgumentHelp(KeepingWords.limit))
    var limit = 100
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let found = try desk.open().notices(all: all, ofCase: caseNumber, limit: max(1, min(limit, 10_000)))
        var report = Report(KeepingWords.count(notices: found.count))
        report.body = TextTable.lines(found.map { KeepingWords.cells($0) }, head: KeepingWords.noticeHead)
        for notice in found { report.add("notices", notice.json) }
        if let first = found.first(where: { $0.acknowledgement == nil }) {
            report.next =
                "deedbox relying notices acknowledge \(first.number) --case \"\(first.caseNumber ?? "")\" \(desk.words)"
        }
        output.print(report)
    }
}

/// `relying notices acknowledge`.
struct RelyingAcknowledge: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "acknowledge", abstract: KeepingWords.acknowledge)
    }

    @Argument(help: ArgumentHelp(KeepingWords.noticeNumber))
    var number: UInt64
    @Option(name: .customLong("case"), help: ArgumentHelp(KeepingWords.itsCase, valueName: "number"))
    var caseNumber: String
    @Option(help: ArgumentHelp(KeepingWords.seenBy))
    var by = "clerk"
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let notice = try desk.open().acknowledge(number, ofCase: caseNumber, by: by)
        var report = Report(KeepingWords.acknowledged(number))
        report.body = TextTable.lines([KeepingWords.cells(notice)])
        report.json.append("notice", notice.json)
        output.print(report)
    }
}

/// `deedbox relying watch`: takes notices of a document of a use, or no more.
struct RelyingWatch: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "watch", abstract: KeepingWords.watch)
    }

    @Argument(help: ArgumentHelp(GrantWords.id))
    var grant: String
    @Option(help: ArgumentHelp(GrantWords.index))
    var index: UInt64 = 1
    @Option(help: ArgumentHelp(KeepingWords.place))
    var document = 1
    @Option(name: .customLong("case"), help: ArgumentHelp(KeepingWords.itsCase, valueName: "number"))
    var caseNumber: String
    @Flag(help: ArgumentHelp(KeepingWords.off))
    var off = false
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let watched = Notice.RelyingUse(grant: try GrantWords.parse(grant), number: index, place: document - 1)
        try desk.open().watch(!off, watched, ofCase: caseNumber)
        var report = Report(off ? KeepingWords.watchedNoMore : KeepingWords.watched)
        report.json.append("on", .bool(!off))
        output.print(report)
    }
}
