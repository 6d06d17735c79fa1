import Foundation
import Rulebook

/// Times as people read them.
package enum Moment {
    /// The clock, in ms.
    static var now: UInt64 { UInt64(max(0, Date().timeIntervalSince1970 * 1_000)) }

    /// A time in ms: `2026-11-01T00:00:00.250Z`.
    package static func text(ms: UInt64) -> String {
        let fraction = String(ms % 1_000)
        let zeroes = String(repeating: "0", count: 3 - fraction.count)
        return UTCTime(seconds: ms / 1_000).description.dropLast() + "." + zeroes + fraction + "Z"
    }

    /// A length of time in ms, in the largest whole unit.
    package static func duration(_ ms: UInt64) -> String {
        let units: [(UInt64, en: String, zh: String)] = [
            (86_400_000, "d", "天"), (3_600_000, "h", "小时"), (60_000, "min", "分钟"), (1_000, "s", "秒"),
        ]
        for unit in units where ms >= unit.0 && ms.isMultiple(of: unit.0) {
            return "\(ms / unit.0) " + tell(unit.en, zh: unit.zh)
        }
        return "\(ms) " + tell("ms", zh: "毫秒")
    }

    /// A length of time in seconds, as a clock shows it: `0:42`, `1:02:03`.
    package static func clock(seconds: UInt64) -> String {
        func two(_ value: UInt64) -> String { (value < 10 ? "0" : "") + String(value) }
        let minutes = seconds / 60 % 60
        let rest = ":" + two(seconds % 60)
        return seconds < 3_600 ? "\(minutes)\(rest)" : "\(seconds / 3_600):\(two(minutes))\(rest)"
    }
}
