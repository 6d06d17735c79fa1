import Rulebook
public import Signing

/// What reports say beside the rows themselves.
enum ReportWords {
    /// The columns that follow those of the source.
    static let columns = ["行号 row", "规则 rule", "原因 reason"]

    /// A refused row's cells in them.
    static func cells(_ row: RefusedRow) -> [String] {
        let rules = row.faults.map(\.rule.rawValue).joined(separator: "; ")
        let reasons = row.faults.map { fault in
            let field = fault.field.isEmpty ? "" : fault.field + " "
            return "\(field)\(fault.fact.zh) (\(field)\(fault.fact.en))"
        }
        return ["\(row.number)", rules, reasons.joined(separator: "; ")]
    }
}

extension RowFault {
    /// The fault as a line of a report.
    public var json: JSONValue {
        [
            "row": .integer(Int64(row)), "field": .string(field), "rule": .string(rule.rawValue),
            "reason": fact.readable, "value": .string(value),
        ]
    }
}

extension GateTally {
    /// The tally for programs.
    public var readable: JSONValue {
        func counts(_ counts: [GateRule: Int]) -> JSONValue {
            var object = JSONObject()
            for rule in GateRule.allCases {
                if let count = counts[rule] { object.append(rule.rawValue, .integer(Int64(count))) }
            }
            return .object(object)
        }
        return [
            "read": .integer(Int64(read)), "accepted": .integer(Int64(accepted)), "refused": .integer(Int64(refused)),
            "blank": .integer(Int64(blank)), "refusedBy": counts(refusedBy), "faults": counts(faults),
        ]
    }
}

extension GateSummary {
    /// The summary for programs.
    public var readable: JSONValue {
        [
            "format": "deedbox-import-summary/1", "tally": tally.readable, "sourceDigest": .string(source.hex),
            "bytes": .number(byteCount), "encoding": .string(encoding.rawValue),
            "milliseconds": .number(milliseconds), "rowsPerSecond": .integer(Int64(rate)),
            "complete": .bool(isComplete),
        ]
    }
}
