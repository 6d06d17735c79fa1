import Foundation
import Identifiers
import Importing
import Rulebook
import Signing

/// A small type, its mapping, and runs over texts: what most tests of the gate need.
enum Cards {
    static let today = CivilDate(year: 2026, month: 11, day: 29)

    static let type = """
        {"format": "deedbox-type/2", "code": "CARD", "version": 1, "name": {"zh": "卡", "en": "Card"}, "owner": "office",
         "level": 3, "nationalCode": false, "updateFrequencyDays": null, "holders": ["person"], "retentionDays": null,
         "display": null, "groups": [{"code": "SB", "name": {"zh": "社保", "en": "Social security"}}],
         "sums": [{"total": "sum", "plus": ["a", "b"], "minus": ["c"]}],
         "fields": [
          {"path": "name", "name": {"zh": "姓名", "en": "Name"}, "level": 2, "required": true,
           "class": "P1.01", "form": "text", "maxLength": 20},
          {"path": "number", "name": {"zh": "号码", "en": "Number"}, "level": 3, "required": true,
           "class": "P1.02", "form": "text"},
          {"path": "born", "name": {"zh": "出生", "en": "Born"}, "level": 3, "required": false,
           "class": "P1.01", "form": "birthDate"},
          {"path": "sex", "name": {"zh": "性别", "en": "Sex"}, "level": 2, "required": false,
           "class": "P1.01", "form": "sex"},
          {"path": "day", "name": {"zh": "日", "en": "Day"}, "level": 1, "required": false,
           "class": "X1.02", "form": "date"},
          {"path": "until", "name": {"zh": "止", "en": "Until"}, "level": 1, "required": false,
           "class": "X1.02", "form": "date"},
          {"path": "month", "name": {"zh": "月", "en": "Month"}, "level": 1, "required": false,
           "class": "X1.02", "form": "month"},
          {"path": "firm", "name": {"zh": "单位", "en": "Firm"}, "level": 1, "required": false,
           "class": "O1.01", "form": "creditCode"},
          {"path": "way", "name": {"zh": "方式", "en": "Way"}, "level": 1, "required": false,
           "class": "X1.02", "form": "text", "list": "way"},
          {"path": "paid", "name": {"zh": "缴费", "en": "Paid"}, "level": 3, "required": false,
           "class": "P4.01", "form": "text", "group": "SB"},
          {"path": "a", "name": {"zh": "甲", "en": "A"}, "level": 1, "required": false,
           "class": "X1.02", "form": "number"},
          {"path": "b", "name": {"zh": "乙", "en": "B"}, "level": 1, "required": false,
           "class": "X1.02", "form": "number"},
          {"path": "c", "name": {"zh": "丙", "en": "C"}, "level": 1, "required": false,
           "class": "X1.02", "form": "number"},
          {"path": "sum", "name": {"zh": "合计", "en": "Sum"}, "level": 1, "required": false,
           "class": "X1.02", "form": "number"}]}
        """

    static let list = CodeList(
        name: "way", title: Bilingual(zh: "方式", en: "Ways"),
        entries: [CodeList.Entry(code: "现金", name: Bilingual(zh: "现金", en: "Cash"))])

    /// A good citizen number of someone who is invented.
    static let number = "370402209001010012"

    /// A mapping for a source with these columns, each named like its field.
    static func mapping(
        _ columns: [String], source: String = "{\"kind\": \"csv\"}", more: String = "", kind: String = "111"
    ) throws -> Mapping {
        let fields = columns.map { "{\"to\": \"\($0)\", \"column\": \"\($0)\"}" }.joined(separator: ", ")
        let text = """
            {"format": "deedbox-mapping/1", "name": {"zh": "卡", "en": "Cards"}, "source": \(source),
             "type": {"code": "CARD", "version": 1}, "provenance": "digital", "fields": [\(fields)],
             "holder": {"kind": {"constant": "\(kind)"}, "number": {"field": "number"},
              "name": {"field": "name"}}\(more)}
            """
        return try Mapping(parsing: Array(text.utf8))
    }

    static func definition() throws -> TypeDefinition {
        try TypeDefinition(readable: try JSONValue(parsing: type, maxByteCount: 1 << 16))
    }

    static func options(isSample: Bool = true) throws -> GateOptions {
        guard let today else { throw Missing.day }
        return GateOptions(today: today, isSample: isSample)
    }

    enum Missing: Error { case day }

    /// A run over a file.
    static func run(
        _ path: String, _ mapping: Mapping, from checkpoint: GateCheckpoint? = nil, report: String? = nil,
        isSample: Bool = true
    ) throws -> GateRun {
        try GateRun(
            path, mapping: mapping, type: try definition(), lists: [list], options: try options(isSample: isSample),
            from: checkpoint, report: report)
    }

    /// Everything that a run gives out.
    static func items(_ run: GateRun) throws -> (items: [GateItem], summary: GateSummary) {
        var run = run
        var items: [GateItem] = []
        while let item = try run.next() { items.append(item) }
        return (items, run.summary)
    }

    /// The faults of one row with these values, by field and rule.
    static func faults(_ values: KeyValuePairs<String, String>, isSample: Bool = true) throws -> [String] {
        try found(values, isSample: isSample).map { "\($0.field) \($0.rule.rawValue)" }
    }

    static func found(
        _ values: KeyValuePairs<String, String>, isSample: Bool = true, more: String = "", kind: String = "111"
    ) throws -> [RowFault] {
        let place = try Place()
        var all = values.map { ($0.key, $0.value) }
        if !all.contains(where: { $0.0 == "name" }) { all.append(("name", "示例甲")) }
        if !all.contains(where: { $0.0 == "number" }) { all.append(("number", number)) }
        func line(_ cells: [String]) -> String {
            cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\n"
        }
        let file = try place.file("t.csv", line(all.map(\.0)) + line(all.map(\.1)))
        let run = try run(file, try mapping(all.map(\.0), more: more, kind: kind), isSample: isSample)
        return try items(run).items.flatMap { item in
            if case .refused(let row) = item { row.faults } else { [RowFault]() }
        }
    }
}

extension GateItem {
    /// The row when it was accepted.
    var row: ImportedRow? { if case .accepted(let row) = self { row } else { nil } }
    /// The faults when it was not.
    var faults: [RowFault] { if case .refused(let row) = self { row.faults } else { [] } }
}

/// The refusal of a whole source.
func refusal<Value>(_ body: () throws -> Value) -> SourceError? {
    do {
        _ = try body()
        return nil
    } catch { return error as? SourceError }
}
