/// A citizen number (公民身份号码) of GB 11643-1999: division, date of birth, sequence, check character.
///
/// Only its form is known to hold: that such a person lives is for the registrar to say.
public struct CitizenNumber: Hashable, Sendable {
    /// The 18 characters; the last is a digit or a capital X.
    public let text: String
    public let birthDate: CivilDate

    /// Sample citizens are born in this year.
    public static let sampleYear = 2090

    private static let count = 18
    private static let oldCount = 15
    private static let bodyCount = 17

    /// Reads 18 characters; a small x at the end is taken for X, and nothing else is put right.
    public init(_ input: some StringProtocol) throws(CitizenNumberError) {
        try self.init(characters: ASCII.bytes(input))
    }

    /// Reads a number of 15 digits, as given before 1999, and makes the one of 18 that stands for it.
    public init(upgrading input: some StringProtocol) throws(CitizenNumberError) {
        let old = ASCII.bytes(input)
        guard old.count == CitizenNumber.oldCount else { throw .wrongLength(found: old.count) }
        try self.init(body: old[..<6] + Array("19".utf8) + old[6...])
    }

    /// Makes a number: six digits of division, a date, a sequence from 0 to 999 (odd for men).
    public init(
        division: some StringProtocol, birthDate: CivilDate, sequence: Int
    ) throws(CitizenNumberError) {
        guard (0...999).contains(sequence) else { throw .sequenceOutOfRange(sequence) }
        let divisionBytes = ASCII.bytes(division)
        guard divisionBytes.count == 6 else { throw .wrongDivisionLength(found: divisionBytes.count) }
        let dayDigits = birthDate.description.utf8.filter(ASCII.isDigit)
        try self.init(body: divisionBytes + dayDigits + ASCII.digits(sequence, count: 3).utf8)
    }

    /// The first six digits: where the number was first given (GB/T 2260, of any year).
    public var division: String { String(text.prefix(6)) }

    /// Tells apart those born in one division on one day.
    public var sequence: Int { ASCII.number(Array(text.utf8)[14..<17]) }

    /// True for a citizen who is plainly invented: born in 2090.
    public var isSample: Bool { birthDate.year == CitizenNumber.sampleYear }

    private init(body: [UInt8]) throws(CitizenNumberError) {
        try CitizenNumber.requireDigits(body)
        try self.init(characters: body + [CitizenNumber.check(of: body[...])])
    }

    private init(characters input: [UInt8]) throws(CitizenNumberError) {
        guard input.count == CitizenNumber.count else { throw .wrongLength(found: input.count) }
        let body = input[..<CitizenNumber.bodyCount]
        try CitizenNumber.requireDigits(body)
        let last = input[CitizenNumber.bodyCount]
        let check = last == UInt8(ascii: "x") ? UInt8(ascii: "X") : last
        guard ASCII.isDigit(check) || check == UInt8(ascii: "X") else {
            throw .badCharacter(position: CitizenNumber.count)
        }
        guard CitizenNumber.regions.contains(body[0]) else { throw .unknownRegion(ASCII.character(body[0])) }
        birthDate = try CitizenNumber.birthDate(body)
        let expected = CitizenNumber.check(of: body)
        guard check == expected else {
            throw .wrongCheck(expected: ASCII.character(expected), found: ASCII.character(check))
        }
        text = ASCII.string(body + [check])
    }

    /// First digits of a division: the six great regions, 71 Taiwan, 81 to 83 by residence permit. Numbers with 9 are
    /// permanent residence cards of foreigners, which are laid out otherwise.
    private static let regions = UInt8(ascii: "1")...UInt8(ascii: "8")

    private static func requireDigits(_ body: some Collection<UInt8>) throws(CitizenNumberError) {
        for (index, byte) in body.enumerated() where !ASCII.isDigit(byte) {
            throw .badCharacter(position: index + 1)
        }
    }

    private static func birthDate(_ body: ArraySlice<UInt8>) throws(CitizenNumberError) -> CivilDate {
        let year = ASCII.number(body[6..<10])
        let month = ASCII.number(body[10..<12])
        let day = ASCII.number(body[12..<14])
        guard let date = CivilDate(year: year, month: month, day: day) else {
            throw .impossibleDate(year: year, month: month, day: day)
        }
        return date
    }

    /// ISO 7064 MOD 11-2 over the first 17 digits.
    private static func check(of body: ArraySlice<UInt8>) -> UInt8 {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(body, weights).reduce(0) { $0 + Int($1.0 & 15) * $1.1 }
        return Array("10X98765432".utf8)[sum % 11]
    }
}

extension CitizenNumber: CustomStringConvertible, CustomReflectable {
    /// The number without the date of birth, so that no log shows whose it is.
    public var description: String { text.prefix(6) + "********" + text.suffix(4) }

    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is not a citizen number. Positions count from 1.
public enum CitizenNumberError: Error, Hashable, Sendable {
    case wrongLength(found: Int)
    /// Not a digit; in the last place, neither a digit nor X.
    case badCharacter(position: Int)
    /// No division begins with this digit.
    case unknownRegion(Character)
    case impossibleDate(year: Int, month: Int, day: Int)
    case wrongCheck(expected: Character, found: Character)
    /// A number cannot be made with this sequence.
    case sequenceOutOfRange(Int)
    /// A number cannot be made with a division of this length.
    case wrongDivisionLength(found: Int)
}
