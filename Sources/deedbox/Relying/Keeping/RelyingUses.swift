import ArgumentParser
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying uses`: the evidence store, by what is asked of it.
struct RelyingUses: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "uses", abstract: KeepingWords.uses, discussion: KeepingWords.usesExamples)
    }

    @Option(name: .customLong("case"), help: ArgumentHelp(KeepingWords.ofCase, valueName: "number"))
    var caseNumber: String?
    @Option(help: ArgumentHelp(GrantWords.id))
    var grant: String?
    @Option(help: ArgumentHelp(SceneWords.code))
    var scene: String?
    @Option(help: ArgumentHelp(KeepingWords.since, valueName: "time"))
    var since: String?
    @Option(help: ArgumentHelp(KeepingWords.until, valueName: "time"))
    var until: String?
    @Option(help: ArgumentHelp(KeepingWords.state, valueName: "sent|final|opened|faulty|lost"))
    var state: String?
    @Flag(help: ArgumentHelp(KeepingWords.deletedOnly))
    var deleted = false
    @Option(help: ArgumentHelp(KeepingWords.after, valueName: "place"))
    var after: String?
    @Option(help: ArgumentHelp(KeepingWords.limit))
    var limit = 100
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (found, next) = try desk.open().uses(try search())
        var report = Report(KeepingWords.count(uses: found.count))
        report.body = TextTable.lines(
            found.map { line in
                [
                    "\(line.use.grant)", "\(line.use.number)", UTCTime(seconds: line.use.created).description,
                    line.scene?.text ?? "–", line.caseNumber ?? "–", KeepingWords.word(line.use),
                ]
            },
            head: [
                TableHeads.grant, TableHeads.use, TableHeads.begun, TableHeads.scene, TableHeads.caseNumber,
                TableHeads.state,
            ])
        for line in found { report.add("uses", line.json) }
        if let next {
            report.json.append("next", .string(next.description))
            report.next = "--after \(next)"
        }
        output.print(report)
    }

    private func search() throws -> UseSearch {
        var search = UseSearch(limit: limit)
        search.caseNumber = caseNumber
        search.grant = try grant.map { try GrantWords.parse($0) }
        let times = "2026-01-01, 2026-01-01T00:00:00Z"
        search.scene = try KeepingWords.read("--scene", scene, as: "loan") { SceneCode($0) }
        search.since = try KeepingWords.read("--since", since, as: times) { KeepingWords.since($0) }
        search.until = try KeepingWords.read("--until", until, as: times) { KeepingWords.until($0) }
        search.state = try KeepingWords.read("--state", state, as: "sent, final, opened, faulty, lost") {
            StoredUse.State(rawValue: $0)
        }
        search.isDeleted = deleted ? true : nil
        search.after = try KeepingWords.read("--after", after, as: KeepingWords.placeForm) { UsePlace($0) }
        return search
    }
}

/// `deedbox relying cases`: the cases of which something is kept.
struct RelyingCases: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "cases", abstract: KeepingWords.cases)
    }

    @Option(help: ArgumentHelp(KeepingWords.limit))
    var limit = 100
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let found = try desk.open().cases(limit: max(1, min(limit, 10_000)))
        var report = Report(KeepingWords.count(cases: found.count))
        report.body = TextTable.lines(
            found.map { [$0.caseNumber, "\($0.uses)", UTCTime(seconds: $0.last).description] },
            head: [TableHeads.caseNumber, TableHeads.uses, tell("the last (UTC)", zh: "最近（UTC）")])
        for each in found {
            report.add(
                "cases",
                [
                    "case": .string(each.caseNumber), "uses": .integer(Int64(each.uses)),
                    "last": .integer(Int64(clamping: each.last)),
                ])
        }
        output.print(report)
    }
}
