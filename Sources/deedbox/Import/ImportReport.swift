import Importing
import Rulebook
import Signing

/// What a check tells at its end.
enum ImportReport {
    /// Faults that are shown on the screen; all of them stand in the report's files.
    static let shown = 20

    static func made(_ summary: GateSummary, _ first: [RowFault], folder: String?) -> Report {
        let tally = summary.tally
        var report = Report(ImportVerbWords.headline(tally))
        report.json.append("summary", summary.readable)
        report.fact(tell("read", zh: "读取"), ProgressBar.grouped(tally.read))
        report.fact(tell("accepted", zh: "通过"), ProgressBar.grouped(tally.accepted))
        report.fact(tell("refused", zh: "退回"), ProgressBar.grouped(tally.refused))
        if tally.blank > 0 { report.fact(tell("blank", zh: "空行"), ProgressBar.grouped(tally.blank)) }
        report.fact(tell("encoding", zh: "编码"), summary.encoding.name)
        report.fact("SHA-256", summary.source.hex)
        report.fact(
            tell("rate", zh: "速度"),
            tell(
                "\(ProgressBar.grouped(Int(summary.rate))) rows a second",
                zh: "每秒 \(ProgressBar.grouped(Int(summary.rate))) 行"))
        add(tally, first, to: &report)
        if let folder {
            report.fact(tell("report", zh: "报告"), folder)
            report.json.append("report", .string(folder))
        } else if tally.refused > 0 {
            report.next = ImportVerbWords.askForReport
        }
        return report
    }

    private static func add(_ tally: GateTally, _ first: [RowFault], to report: inout Report) {
        report.json.append("faults", .array(first.map(\.json)))
        guard tally.refused > 0 else { return }
        let rules = GateRule.allCases.compactMap { rule in
            tally.refusedBy[rule].map { [rule.rawValue, ProgressBar.grouped($0)] }
        }
        report.body.append(ImportVerbWords.byRule)
        report.body += TextTable.lines(rules)
        report.body.append(ImportVerbWords.firstFaults(first.count))
        report.body += TextTable.lines(
            first.map { fault in
                [
                    tell("row \(fault.row)", zh: "第 \(fault.row) 行"), fault.field, fault.value, fault.rule.rawValue,
                    tell(fault.fact.en, zh: fault.fact.zh),
                ]
            })
    }
}

extension ImportedRow {
    /// The row for programs: whole values, so only where the reader asked for rows.
    var json: JSONValue {
        [
            "row": .integer(Int64(number)), "id": .string(id.hex),
            "holder": [
                "kind": .string(holder.kind), "number": .string(holder.number), "name": .string(holder.name),
            ],
            "values": .array(values.map { [.string($0.path), .string($0.text)] }),
        ]
    }
}
