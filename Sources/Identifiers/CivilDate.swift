/// A day of the Gregorian calendar, without clock or zone.
public struct CivilDate: Hashable, Comparable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// From the first year in which a person of our registers can be born, to the last that four digits name.
    public static let years = 1800...9999

    /// Nil when the calendar has no such day, or the year is not one of `years`.
    public init?(year: Int, month: Int, day: Int) {
        guard CivilDate.years.contains(year), (1...12).contains(month) else { return nil }
        guard (1...CivilDate.dayCount(year: year, month: month)).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    public static func < (left: CivilDate, right: CivilDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
    }
}

extension CivilDate: CustomStringConvertible {
    /// As in ISO 8601: 1990-01-31.
    public var description: String {
        [ASCII.digits(year, count: 4), ASCII.digits(month, count: 2), ASCII.digits(day, count: 2)]
            .joined(separator: "-")
    }
}
