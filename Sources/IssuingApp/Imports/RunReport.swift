internal import Pages
public import Rulebook
public import Signing

/// What came of a run, for people and programs: its totals, the rules that were broken, how far its documents are.
public struct RunReport: Sendable {
    public let run: StoredRun
    public let type: Bilingual
    /// The most frequent first.
    public let rules: [(rule: String, count: UInt64)]
    public let stages: [DocumentStage: UInt64]
    /// The first faults; the table has all of them.
    public let faults: [StoredFault]
    public let faultCount: UInt64
    /// What the type calls its fields, by path.
    let fields: [String: Bilingual]

    public var json: JSONValue {
        guard case .object(var json) = run.json else { return run.json }
        var broken = JSONObject()
        for (rule, count) in rules { broken.append(rule, .integer(Int64(clamping: count))) }
        var counts = JSONObject()
        for stage in DocumentStage.allCases {
            counts.append(stage.word, .integer(Int64(clamping: stages[stage] ?? 0)))
        }
        json.append("rules", .object(broken))
        json.append("stages", .object(counts))
        json.append(
            "faults",
            .array(
                faults.map {
                    [
                        "row": .integer(Int64(clamping: $0.row)), "field": .string($0.field),
                        "fieldName": fields[$0.field].map { ["zh": .string($0.zh), "en": .string($0.en)] } ?? .null,
                        "rule": .string($0.rule),
                        "value": .string($0.value), "zh": .string($0.fact.zh), "en": .string($0.fact.en),
                    ]
                }))
        return .object(json)
    }

    /// The page of the report.
    func page(desk: Bilingual, isChinese: Bool, caller: String, foot: DeskFoot) -> RunPage {
        let delivered = stages[.delivered] ?? 0
        let final = delivered + (stages[.anchored] ?? 0)
        return RunPage(
            desk: desk, isChinese: isChinese, caller: caller, foot: foot, number: "\(run.id)", file: run.file,
            type: type,
            isDry: run.isDry, isFinished: run.finished != nil, isTakenBack: run.takenBack != nil, staff: run.staff,
            started: UTCTime(seconds: run.started + 8 * 3_600).description,
            totals: RunPage.Totals(
                read: run.read, accepted: run.accepted, faulty: run.faulty, repeated: run.repeated, blank: run.blank),
            steps: RunPage.Steps(
                pending: stages[.pending] ?? 0, working: (stages[.bound] ?? 0) + (stages[.signed] ?? 0),
                final: final, delivered: delivered),
            rules: rules.map { RunPage.Rule(code: $0.rule, count: $0.count) },
            faults: faults.map {
                RunPage.Fault(row: $0.row, field: $0.field, rule: $0.rule, value: $0.value, fact: $0.fact)
            }, moreFaults: faultCount - UInt64(faults.count))
    }
}

extension Desk {
    /// Most faults that a page shows.
    private static let shownFaults = 200

    /// The report of a run.
    public func report(of run: StoredRun) throws -> RunReport {
        let rules = try database.faultCounts(of: run.id)
        let type = try database.definition(run.type, run.typeVersion)?.type
        return RunReport(
            run: run, type: type?.name ?? Bilingual(zh: run.type.text, en: run.type.text),
            rules: rules, stages: run.isDry ? [:] : try database.stageCounts(of: run.id),
            faults: try database.faults(of: run.id, limit: Desk.shownFaults),
            faultCount: rules.reduce(0) { $0 + $1.count },
            fields: Dictionary(
                (type?.fields ?? []).map { ($0.path, $0.name) }, uniquingKeysWith: { first, _ in first }))
    }
}

extension RunListPage.Row {
    init(_ run: StoredRun) {
        self.init(
            number: "\(run.id)", file: run.file, type: run.type.text,
            started: UTCTime(seconds: run.started + 8 * 3_600).description, accepted: run.accepted,
            faulty: run.faulty, isDry: run.isDry, isFinished: run.finished != nil)
    }
}

/// Faults as a table for spreadsheets: the way back to the source.
public struct FaultTable: Sendable {
    public let text: String

    /// The table of these faults, with a byte-order mark so that spreadsheets read it as UTF-8.
    public init(_ faults: [StoredFault]) {
        var lines = ["\u{feff}行 row,字段 field,规则 rule,取值 value,说明,explanation"]
        for fault in faults {
            let cells = [fault.row.description, fault.field, fault.rule, fault.value, fault.fact.zh, fault.fact.en]
            lines.append(cells.map { FaultTable.cell($0) }.joined(separator: ","))
        }
        text = lines.joined(separator: "\r\n") + "\r\n"
    }

    /// Quoted; what a spreadsheet would take for a formula is told from one by a leading apostrophe.
    private static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }
}
