import Rulebook
import Signing

/// What is said of a document's corrections, beside its status.
enum CorrectionWords {
    /// The last correction, as of a block's time in ms.
    static func describe(_ entry: CorrectionEntry?, at time: UInt64) -> String {
        guard let entry else { return tell("none was ever opened", zh: "从未提出") }
        let late = entry.isOverdue(at: time) ? tell(", overdue", zh: "，已逾期") : ""
        guard let answer = entry.answer else {
            return tell(
                "in dispute since \(Moment.text(ms: entry.opened)), due \(Moment.text(ms: entry.due))\(late)",
                zh: "自 \(Moment.text(ms: entry.opened)) 起存在争议，应于 \(Moment.text(ms: entry.due)) 前答复\(late)")
        }
        return tell(
            "answered \(Moment.text(ms: answer.time)): \(outcome(answer.outcome))\(late)",
            zh: "\(Moment.text(ms: answer.time)) 已答复：\(outcome(answer.outcome))\(late)")
    }

    static func outcome(_ outcome: CorrectionOutcome) -> String {
        switch outcome {
        case .corrected: tell("corrected", zh: "已更正")
        case .upheld: tell("upheld", zh: "维持原内容")
        case .removed: tell("removed", zh: "已删除")
        }
    }

    /// The same for programs; null when none was opened.
    static func json(_ entry: CorrectionEntry?, at time: UInt64) -> JSONValue {
        guard let entry else { return .null }
        return .object([
            "number": .integer(Int64(clamping: entry.number)), "open": .bool(entry.isOpen),
            "due": .integer(Int64(clamping: entry.due)), "overdue": .bool(entry.isOverdue(at: time)),
            "outcome": entry.answer.map { .string($0.outcome.word) } ?? .null,
        ])
    }
}
