import ArgumentParser
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying retention`: what goes when, and what has gone.
struct RelyingRetention: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "retention", abstract: KeepingWords.retention, discussion: KeepingWords.retentionDiscussion)
    }

    @Flag(help: ArgumentHelp(KeepingWords.deletedOnly))
    var deleted = false
    @Option(help: ArgumentHelp(KeepingWords.limit))
    var limit = 100
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open()
        let most = max(1, min(limit, 10_000))
        output.print(
            deleted
                ? gone(try opened.deletedUses(limit: most)) : kept(try await opened.retainedUses(limit: most)))
    }

    private func kept(_ uses: [RetainedUse]) -> Report {
        var report = Report(KeepingWords.count(uses: uses.count))
        report.body = TextTable.lines(
            uses.map { kept in
                [
                    kept.end.map { UTCTime(seconds: $0).description } ?? "–", "\(kept.use.grant)",
                    "\(kept.use.number)", kept.scene.text, kept.caseNumber ?? "–",
                    kept.hold.map { KeepingWords.held($0) } ?? "",
                ]
            },
            head: [
                tell("kept until (UTC)", zh: "保存至（UTC）"), TableHeads.grant, TableHeads.use, TableHeads.scene,
                TableHeads.caseNumber, TableHeads.hold,
            ])
        for kept in uses { report.add("uses", kept.json) }
        return report
    }

    private func gone(_ uses: [StoredUse]) -> Report {
        var report = Report(KeepingWords.count(deleted: uses.count))
        report.body = TextTable.lines(
            uses.map { use in ["\(use.grant)", "\(use.number)", KeepingWords.word(use)] },
            head: [TableHeads.grant, TableHeads.use, TableHeads.state])
        for use in uses { report.add("deleted", use.line) }
        return report
    }
}

/// `deedbox relying hold`: keeps what belongs to a case longer, or no longer.
struct RelyingHold: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "hold", abstract: KeepingWords.hold, discussion: KeepingWords.holdExamples)
    }

    @Argument(help: ArgumentHelp(KeepingWords.heldCase, valueName: "case"))
    var caseNumber: String?
    @Option(help: ArgumentHelp(KeepingWords.ground, valueName: "text"))
    var ground: String?
    @Flag(help: ArgumentHelp(KeepingWords.holdAhead))
    var ahead = false
    @Flag(help: ArgumentHelp(KeepingWords.release))
    var release = false
    @Flag(help: ArgumentHelp(KeepingWords.allHolds))
    var all = false
    @Option(help: ArgumentHelp(KeepingWords.by))
    var by = "operator"
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open()
        guard let caseNumber else { return output.print(list(try opened.holds(all: all))) }
        guard (ground != nil) != release else { throw KeepingWords.groundOrRelease }
        let count = release ? 0 : try opened.heldUses(ofCase: caseNumber, isAhead: ahead)
        let hold =
            if let ground { try opened.hold(caseNumber, ground: ground, by: by) } else {
                try opened.release(caseNumber, by: by)
            }
        var report = Report(release ? KeepingWords.released(caseNumber) : KeepingWords.holds(caseNumber))
        report.json.append("hold", hold.json)
        if !release { report.fact(tell("uses kept", zh: "所留置的使用"), UInt64(count), "uses") }
        output.print(report)
    }

    private func list(_ holds: [LegalHold]) -> Report {
        var report = Report(KeepingWords.count(holds: holds.count))
        report.body = TextTable.lines(
            holds.map { hold in
                [
                    "\(hold.number)", hold.words?.caseNumber ?? "–", UTCTime(seconds: hold.since).description,
                    hold.words?.orderedBy ?? "–", hold.words?.ground ?? KeepingWords.wordsGone,
                    hold.released.map { KeepingWords.ended($0) } ?? "",
                ]
            },
            head: [
                TableHeads.number, TableHeads.caseNumber, tell("since (UTC)", zh: "开始（UTC）"),
                tell("by", zh: "经办人"), tell("ground", zh: "依据"), TableHeads.state,
            ])
        for hold in holds { report.add("holds", hold.json) }
        return report
    }
}
