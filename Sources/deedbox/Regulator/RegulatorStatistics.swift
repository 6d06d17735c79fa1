import ArgumentParser
import Ledger
import Rulebook
import Signing

/// `deedbox regulator statistics`: counts from the ledger alone.
struct RegulatorStatistics: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "statistics", abstract: ReportWords.statistics, discussion: ReportWords.statisticsExamples)
    }

    @Option(help: ArgumentHelp(ReportWords.by, valueName: "word"))
    var by: [String] = ["issuer"]
    @Option(help: ArgumentHelp(ReportWords.atLeast, valueName: "count"))
    var atLeast: UInt64 = 1
    @OptionGroup var options: ReportOptions
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let keys = try by.map { word in
            guard let key = StatisticsKey(word: word) else { throw ReportWords.badKey(word) }
            return key
        }
        guard keys.count <= 3, Set(keys).count == keys.count else { throw ReportWords.tooManyKeys }
        let file = try options.file(passphrases)
        let session = try await address.session()
        let network = session.network
        var statistics = LedgerStatistics(
            by: keys, period: try options.period(), origin: network.origin,
            correctionTerm: network.parameters.correctionTerm)
        let final = try await LogCopy(session: session, folder: options.log).blocks { try statistics.take($0) }
        statistics.finish()
        let sheet = StatisticsSheet(statistics, atLeast: atLeast)
        var report = Report(ReportWords.statisticsHeadline(keys))
        ReportOptions.add(final, to: &report)
        report.body += TextTable.lines(sheet.table)
        var content: JSONObject = [
            "kind": "statistics", "by": .array(by.map { .string($0) }), "period": options.json,
            "atLeast": .integer(Int64(clamping: atLeast)),
        ]
        for member in sheet.json.members { content.append(member.name, member.value) }
        for member in content.members { report.json.append(member.name, member.value) }
        if let file {
            try file.write(content, asOf: final, origin: network.origin)
            report.fact(tell("report", zh: "报告"), file.path, "report")
        }
        report.meaning = ReportWords.statisticsMeaning
        output.print(report)
    }
}

/// Statistics as they are shown: rows in order, small counts merged, totals.
struct StatisticsSheet {
    private let keys: [StatisticsKey]
    private let names: [[String]]
    private let cells: SmallCells
    private let limit: UInt64

    init(_ statistics: LedgerStatistics, atLeast limit: UInt64) {
        keys = statistics.keys
        names = statistics.rows.keys.sorted { $0.lexicographicallyPrecedes($1) }
        let counts = names.map { name in
            StatisticsCount.allCases.map { statistics.rows[name]?[$0] ?? 0 }
        }
        cells = SmallCells(counts, atLeast: limit)
        self.limit = limit
    }

    /// The rows, the others and the totals, for programs. A count that went to the others is null, and so are the
    /// others and the total of a column that is small as a whole.
    var json: JSONObject {
        func counts(_ values: [UInt64?]) -> JSONValue {
            var object = JSONObject()
            for (kind, value) in zip(StatisticsCount.allCases, values) where value != 0 {
                object.append(kind.rawValue, value.map { .integer(Int64(clamping: $0)) } ?? .null)
            }
            return .object(object)
        }
        let rows: [JSONValue] = zip(names, cells.rows).map { name, row in
            var key = JSONObject()
            for (part, text) in zip(keys, name) { key.append(part.word, text.isEmpty ? .null : .string(text)) }
            return ["key": .object(key), "counts": counts(row)]
        }
        return ["rows": .array(rows), "others": counts(cells.others), "totals": counts(cells.totals)]
    }

    /// For people: columns of which anything is counted.
    var table: [[String]] {
        let columns = cells.totals.indices.filter { cells.totals[$0] != 0 }
        let head = keys.map { ReportWords.key($0) } + columns.map { ReportWords.count(StatisticsCount.allCases[$0]) }
        func line(_ name: [String], _ values: [UInt64?], hidden: String) -> [String] {
            name + columns.map { column in values[column].map { "\($0)" } ?? hidden }
        }
        let small = "<\(limit)"
        let blanks = Array(repeating: "", count: keys.count - 1)
        var table =
            [head]
            + zip(names, cells.rows).map { name, row in
                line(name.map { $0.isEmpty ? "—" : $0 }, row, hidden: "*")
            }
        if cells.others.contains(where: { $0 != 0 }) {
            table.append(line([ReportWords.others] + blanks, cells.others, hidden: small))
        }
        return table + [line([ReportWords.total] + blanks, cells.totals, hidden: small)]
    }
}
