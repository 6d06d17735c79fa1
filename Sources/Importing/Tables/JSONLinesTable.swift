import Rulebook
import Signing

/// Records as JSON objects, one a line; members within members are named with `/` between.
struct JSONLinesTable: TableReader {
    private var lines: LineReader
    private var line: [UInt8] = []
    private let known: RecordColumns
    private(set) var blankRows = 0

    init(_ known: RecordColumns, fill: @escaping (inout [UInt8]) throws -> Int) {
        self.known = known
        lines = LineReader(fill: fill)
    }

    var columns: [String] { known.names }
    var lastRow: Int { lines.number }
    var headRows: Int { 0 }

    mutating func next(_ row: inout TableRow) throws -> TableReading {
        while try lines.next(&line) {
            guard line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else {
                blankRows += 1
                continue
            }
            row.number = lines.number
            row.line = lines.number
            return read(&row)
        }
        return .end
    }

    private func read(_ row: inout TableRow) -> TableReading {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(keepingNumbersOf: line, maxByteCount: LineReader.maxByteCount)
        } catch { return .fault(.unreadable, field: "", RuleWords.notJSON(error)) }
        guard case .object(let object) = value else { return .fault(.unreadable, field: "", RuleWords.notAnObject) }
        var values = RecordValues(known)
        take(object, below: [], into: &values)
        if let fault = values.fault { return .fault(fault.rule, field: fault.field, fault.fact) }
        values.write(to: &row)
        return .row
    }

    private func take(_ object: JSONObject, below prefix: [UInt8], into values: inout RecordValues) {
        for member in object.members {
            let name = prefix + Array(member.name.utf8)
            switch member.value {
            case .null: values.set(name, [], known)
            case .bool(let value): values.set(name, Array((value ? "true" : "false").utf8), known)
            case .integer(let value): values.set(name, Array(String(value).utf8), known)
            case .string(let value): values.set(name, Array(value.utf8), known)
            case .object(let inner): take(inner, below: name + [UInt8(ascii: "/")], into: &values)
            case .array:
                if !known.isIgnored(name) { values.note(.unreadable, name, RuleWords.isAList) }
            }
        }
    }
}
