/// A second of UTC as files and people write it: `2026-11-01T00:00:00Z` (RFC 3339), on top of POSIX seconds.
public struct UTCTime: Hashable, Sendable, CustomStringConvertible {
    /// POSIX seconds.
    public let seconds: UInt64

    /// The moment of so many POSIX seconds.
    public init(seconds: UInt64) {
        self.seconds = seconds
    }

    /// Reads the one form: four digits of year, seconds without a fraction, a capital T and Z, from 1970 on.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == UTCTime.pattern.count else { return nil }
        for (byte, expected) in zip(bytes, UTCTime.pattern) {
            let isDigit = (0x30...0x39).contains(byte)
            guard expected == UTCTime.digit ? isDigit : byte == expected else { return nil }
        }
        func number(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 * 10 + UInt64($1 & 15) } }
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        guard year >= 1970, (1...12).contains(month), (1...UTCTime.dayCount(year, month)).contains(day),
            hour < 24, minute < 60, second < 60
        else { return nil }
        seconds = UTCTime.day(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    /// The form that `init` reads; years beyond 9999 have more digits.
    public var description: String {
        let (year, month, day) = UTCTime.date(ofDay: seconds / 86_400)
        let rest = seconds % 86_400
        func two(_ value: UInt64) -> String { (value < 10 ? "0" : "") + String(value) }
        let time = [rest / 3_600, rest / 60 % 60, rest % 60].map(two).joined(separator: ":")
        return "\(year)-\(two(month))-\(two(day))T\(time)Z"
    }

    private static let pattern = Array("0000-00-00T00:00:00Z".utf8)
    private static let digit = UInt8(ascii: "0")

    private static func isLeap(_ year: UInt64) -> Bool {
        year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
    }

    private static func dayCount(_ year: UInt64, _ month: UInt64) -> UInt64 {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 (Gregorian calendar). Years begin in March here, so that the leap day comes last.
    private static func day(_ year: UInt64, _ month: UInt64, _ day: UInt64) -> UInt64 {
        let marchYear = month > 2 ? year : year - 1
        let days = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + days - 719_468
    }

    /// The inverse of `day`.
    private static func date(ofDay number: UInt64) -> (year: UInt64, month: UInt64, day: UInt64) {
        let days = number + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}
