import ArgumentParser
import Foundation
import Identifiers
import Importing
import Rulebook
import Signing

/// `deedbox import check`: holds a table to the gate; nothing is kept but the report.
struct ImportCheck: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check", abstract: ImportVerbWords.check, discussion: ImportVerbWords.discussion)
    }

    @Argument(help: ArgumentHelp(ImportVerbWords.source))
    var source: String

    @Option(help: ArgumentHelp(ImportVerbWords.mapping, valueName: "file"))
    var mapping: String

    @Option(help: ArgumentHelp(ImportVerbWords.catalogue, valueName: "folder"))
    var catalogue = "genesis/catalogue"

    @Option(help: ArgumentHelp(ImportVerbWords.report, valueName: "folder"))
    var report: String?

    @Option(help: ArgumentHelp(ImportVerbWords.today, valueName: "yyyy-MM-dd"))
    var today: String?

    @Flag(name: .customLong("sample"), help: ArgumentHelp(ImportVerbWords.sample))
    var isSample = false

    @Flag(name: .customLong("rows"), help: ArgumentHelp(ImportVerbWords.rows))
    var printsRows = false

    @OptionGroup var output: OutputOptions

    func run() async throws {
        let mapping = try Mapping(file: mapping)
        let catalogue = try Catalogue(folder: catalogue)
        guard let type = catalogue.type(mapping.type, version: mapping.typeVersion) else {
            throw ImportVerbWords.unknownType(mapping.type, mapping.typeVersion)
        }
        let run = try GateRun(
            source, mapping: mapping, type: type, lists: catalogue.lists(of: type),
            options: GateOptions(today: try day(), isSample: isSample), report: report)
        let outcome = try pass(run)
        guard !printsRows else { return }
        output.print(ImportReport.made(outcome.summary, outcome.first, folder: report))
        if outcome.summary.tally.refused > 0 { throw ExitCode(ExitStatus.no.rawValue) }
    }

    private func day() throws -> CivilDate {
        guard let today else {
            guard let now = CivilDate.today else { throw ImportVerbWords.noDay("") }
            return now
        }
        guard let day = CivilDate(Array(today.utf8)[...]) else { throw ImportVerbWords.noDay(today) }
        return day
    }

    /// Reads to the end; keeps the first faults for the screen.
    private func pass(_ run: GateRun) throws -> (summary: GateSummary, first: [RowFault]) {
        var run = run
        var first: [RowFault] = []
        let bar = ProgressBar(isOn: !output.isJSON && !printsRows)
        defer { bar.clear() }
        while let item = try run.next() {
            switch item {
            case .accepted(let row):
                if printsRows { Console.out(row.json.compact + "\n") }
            case .refused(let row):
                if first.count < ImportReport.shown { first += row.faults.prefix(ImportReport.shown - first.count) }
            }
            if run.tally.read % 1_000 == 0 { show(run.progress, bar) }
        }
        return (run.summary, first)
    }

    private func show(_ progress: GateProgress, _ bar: ProgressBar) {
        bar.update(
            done: progress.bytes, total: progress.totalBytes ?? 0, items: progress.rows, ImportVerbWords.rowsName)
    }
}
