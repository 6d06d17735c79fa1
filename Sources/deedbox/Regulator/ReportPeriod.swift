import Rulebook

/// The time that a report speaks of: whole days where certificates are issued, at UTC+8.
package struct ReportPeriod: Hashable, Sendable {
    /// The first ms, and the first behind the last.
    let start: UInt64
    let end: UInt64

    static let offset: UInt64 = 8 * 3_600

    /// From a day on and up to and with another, `2026-11-01`; nil for what is no day, or no period.
    package init?(since: String?, until: String?) {
        func day(_ text: String) -> UInt64? { ReportPeriod.start(ofDay: text).map { $0 * 1_000 } }
        var (first, last) = (UInt64(0), UInt64.max)
        if let since {
            guard let found = day(since) else { return nil }
            first = found
        }
        if let until {
            guard let found = day(until) else { return nil }
            last = found + 86_400_000
        }
        guard first < last else { return nil }
        (start, end) = (first, last)
    }

    func contains(_ time: UInt64) -> Bool { (start..<end).contains(time) }

    /// When a day of that place begins, POSIX seconds; nil for what is no day.
    package static func start(ofDay text: String) -> UInt64? {
        UTCTime(text + "T00:00:00Z").map { $0.seconds - min($0.seconds, offset) }
    }
}

/// A length of time by which statistics are grouped.
package enum ReportSpan: String, CaseIterable, Sendable {
    case day, week, halfMonth = "half-month", month, quarter, year

    /// The name of the span in which a block's time (ms) lies, at UTC+8: `2026-11-30`, `2026-W49`, `2026-11-2`
    /// (the half from the 16th on), `2026-11`, `2026-Q4`, `2026`.
    package func name(of time: UInt64) -> String {
        let seconds = time / 1_000 + ReportPeriod.offset
        let text = UTCTime(seconds: seconds).description
        let (year, month) = (text.prefix(4), text.dropFirst(5).prefix(2))
        switch self {
        case .day: return String(text.prefix(10))
        case .week: return ReportSpan.week(ofDay: seconds / 86_400)
        case .halfMonth: return "\(year)-\(month)-" + (text.dropFirst(8).prefix(2) < "16" ? "1" : "2")
        case .month: return "\(year)-\(month)"
        case .quarter: return "\(year)-Q\(((Int(month) ?? 1) + 2) / 3)"
        case .year: return String(year)
        }
    }

    /// The week of ISO 8601: it belongs to the year of its Thursday. Day 0 was a Thursday.
    private static func week(ofDay day: UInt64) -> String {
        let thursday = day + 3 - (day + 3) % 7
        let year = UTCTime(seconds: thursday * 86_400).description.prefix(4)
        let first = (UTCTime("\(year)-01-01T00:00:00Z")?.seconds ?? 0) / 86_400
        let number = (thursday - first) / 7 + 1
        return "\(year)-W" + (number < 10 ? "0" : "") + "\(number)"
    }
}
