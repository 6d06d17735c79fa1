public import Identifiers

/// How a source writes days and months; the raw value is the word of a mapping.
public enum DateFormat: String, CaseIterable, Hashable, Sendable {
    case dashed = "yyyy-MM-dd"
    case slashed = "yyyy/M/d"
    case dotted = "yyyy.M.d"
    case compact = "yyyyMMdd"
    case chinese = "yyyy年M月d日"
    /// The time of day must be there, and is left out.
    case dashedTime = "yyyy-MM-dd HH:mm:ss"
    case monthDashed = "yyyy-MM"
    case monthCompact = "yyyyMM"
    case monthChinese = "yyyy年M月"

    /// What a mapping that says nothing reads: the form in which documents hold days and months.
    static let standard: [DateFormat] = [.dashed, .monthDashed]

    /// True for a format of months.
    var isMonth: Bool {
        switch self {
        case .monthDashed, .monthCompact, .monthChinese: true
        case .dashed, .slashed, .dotted, .compact, .chinese, .dashedTime: false
        }
    }

    /// Appends a day or month as documents hold it; false when the bytes are not of this format.
    func write(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) -> Bool {
        if self == .dashed {
            guard CivilDate(bytes) != nil else { return false }
            output += bytes
            return true
        }
        var digits = DigitReader(bytes)
        guard let year = digits.number(4...4), let month = monthNumber(&digits) else { return false }
        if isMonth {
            guard digits.isAtEnd, CivilDate(year: year, month: month, day: 1) != nil else { return false }
            output += "\(CivilDate.padded(year, 4))-\(CivilDate.padded(month, 2))".utf8
            return true
        }
        guard let day = dayNumber(&digits), digits.isAtEnd,
            let date = CivilDate(year: year, month: month, day: day)
        else { return false }
        output += date.description.utf8
        return true
    }

    private func monthNumber(_ digits: inout DigitReader) -> Int? {
        switch self {
        case .dashed, .dashedTime, .monthDashed: digits.take("-") ? digits.number(2...2) : nil
        case .slashed: digits.take("/") ? digits.number(1...2) : nil
        case .dotted: digits.take(".") ? digits.number(1...2) : nil
        case .compact, .monthCompact: digits.number(2...2)
        case .chinese: digits.take("年") ? digits.number(1...2) : nil
        case .monthChinese:
            if digits.take("年"), let month = digits.number(1...2), digits.take("月") { month } else { nil }
        }
    }

    private func dayNumber(_ digits: inout DigitReader) -> Int? {
        switch self {
        case .dashed: digits.take("-") ? digits.number(2...2) : nil
        case .dashedTime:
            if digits.take("-"), let day = digits.number(2...2), digits.timeOfDay() { day } else { nil }
        case .slashed: digits.take("/") ? digits.number(1...2) : nil
        case .dotted: digits.take(".") ? digits.number(1...2) : nil
        case .compact: digits.number(2...2)
        case .chinese:
            if digits.take("月"), let day = digits.number(1...2), digits.take("日") { day } else { nil }
        case .monthDashed, .monthCompact, .monthChinese: nil
        }
    }
}

/// Reads digits and what stands between them.
private struct DigitReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    /// A number of so many digits, as many as there are.
    mutating func number(_ count: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix(count.upperBound).prefix { (0x30...0x39).contains($0) }
        guard digits.count >= count.lowerBound else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int($1 & 15) }
    }

    /// Reads over this text; false when another stands here.
    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        let isHere = text.withUTF8Buffer { buffer in unsafe rest.prefix(count).elementsEqual(buffer) }
        if isHere { rest = rest.dropFirst(count) }
        return isHere
    }

    mutating func timeOfDay() -> Bool {
        guard take(" "), let hour = number(2...2), take(":"), let minute = number(2...2), take(":"),
            let second = number(2...2)
        else { return false }
        return hour < 24 && minute < 60 && second < 60
    }
}

extension CivilDate {
    /// Reads `2026-01-31`; nil for anything else.
    public init?(_ bytes: ArraySlice<UInt8>) {
        var digits = DigitReader(bytes)
        guard let year = digits.number(4...4), digits.take("-"), let month = digits.number(2...2), digits.take("-"),
            let day = digits.number(2...2), digits.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// A number with zeros before it.
    fileprivate static func padded(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}
