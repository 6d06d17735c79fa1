import Identifiers
import Testing

/// Numbers are invented: their check characters fit, and nobody is meant.
@Suite struct CitizenNumberTests {
    private static let eachCheck = [
        "370406199001010070", "370406199001010011", "370406199001010062", "370406199001010193",
        "370406199001010054", "370406199001010185", "370406199001010046", "370406199001010097",
        "370406199001010038", "370406199001010089", "37040619900101002X",
    ]
    private static let published = [
        "370406202402290020", "11010120000229123X", "11010519491231002X", "440524188001010014",
        "34052419800101001X", "440310201805051115", "810000199001011230", "820000197506152226",
        "830000200010100015", "370402194910010037",
    ]

    @Test(arguments: eachCheck + published)
    func `a number with a right check is read and keeps its text`(_ text: String) throws {
        #expect(try CitizenNumber(text).text == text)
    }

    @Test func `every check character has its number`() {
        #expect(Set(Self.eachCheck.compactMap(\.last)) == Set("0123456789X"))
    }

    @Test func `the parts of a number are what its digits say`() throws {
        let number = try CitizenNumber("370406202402290020")
        #expect(number.division == "370406")
        #expect(number.birthDate == CivilDate(year: 2024, month: 2, day: 29))
        #expect(number.sequence == 2)
        #expect(!number.isSample)
    }

    @Test func `a small x at the end is stored as X`() throws {
        #expect(try CitizenNumber("37040619900101002x").text == "37040619900101002X")
        #expect(try CitizenNumber("37040619900101002x") == CitizenNumber("37040619900101002X"))
    }

    @Test(arguments: [
        ("370406199001010012", CitizenNumberError.wrongCheck(expected: "1", found: "2")),
        ("370406199002300010", .impossibleDate(year: 1990, month: 2, day: 30)),
        ("370406199013010019", .impossibleDate(year: 1990, month: 13, day: 1)),
        ("37040619900101001", .wrongLength(found: 17)),
        ("370406900101001", .wrongLength(found: 15)),
        ("3704061990010100111", .wrongLength(found: 19)),
        ("370406199001010011 ", .wrongLength(found: 19)),
        (" 37040619900101001", .badCharacter(position: 1)),
        ("37040619900101001 ", .badCharacter(position: 18)),
        ("３７０４０６１９９００１０１００１１", .badCharacter(position: 1)),
        ("37040619900101001１", .badCharacter(position: 18)),
        ("3704061990010100X1", .badCharacter(position: 17)),
        ("37040619900101001Х", .badCharacter(position: 18)),
        ("070406199001010011", .unknownRegion("0")),
        ("970406199001010011", .unknownRegion("9")),
        ("", .wrongLength(found: 0)),
    ])
    func `a text that is no number is refused with its reason`(_ text: String, _ reason: CitizenNumberError) {
        #expect(throws: reason) { try CitizenNumber(text) }
    }

    @Test(arguments: [
        (1900, 2, 29), (2023, 2, 29), (2024, 2, 30), (1990, 4, 31), (1990, 0, 1), (1990, 1, 0), (1990, 1, 32),
        (1799, 12, 31), (0, 1, 1),
    ])
    func `a day that the calendar lacks is no date`(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) == nil)
    }

    @Test(arguments: [(2000, 2, 29), (2024, 2, 29), (1800, 1, 1), (2090, 12, 31), (9999, 12, 31)])
    func `a day that the calendar has is a date, also one to come`(_ year: Int, _ month: Int, _ day: Int) {
        #expect(CivilDate(year: year, month: month, day: day) != nil)
    }

    @Test func `a date is written and ordered as the calendar has it`() throws {
        let early = try #require(CivilDate(year: 1990, month: 1, day: 31))
        let late = try #require(CivilDate(year: 1990, month: 2, day: 1))
        #expect(early.description == "1990-01-31")
        #expect(early < late)
    }

    @Test func `fifteen digits are upgraded to eighteen`() throws {
        #expect(try CitizenNumber(upgrading: "370406900101001").text == "370406199001010011")
    }

    @Test(arguments: [
        ("37040690010100", CitizenNumberError.wrongLength(found: 14)),
        ("370406199001010011", .wrongLength(found: 18)),
        ("37040690010100X", .badCharacter(position: 17)),
        ("370406900230001", .impossibleDate(year: 1990, month: 2, day: 30)),
    ])
    func `what is not fifteen digits of a citizen is not upgraded`(_ text: String, _ reason: CitizenNumberError) {
        #expect(throws: reason) { try CitizenNumber(upgrading: text) }
    }

    @Test func `a sample citizen is made with a right check and knows itself`() throws {
        let date = try #require(CivilDate(year: 2090, month: 1, day: 1))
        let number = try CitizenNumber(division: "370406", birthDate: date, sequence: 7)
        #expect(number.text.hasPrefix("37040620900101007"))
        #expect(try CitizenNumber(number.text) == number)
        #expect(number.isSample)
    }

    @Test func `a number is not made of parts that do not fit`() throws {
        let date = try #require(CivilDate(year: 2090, month: 1, day: 1))
        #expect(throws: CitizenNumberError.sequenceOutOfRange(1000)) {
            try CitizenNumber(division: "370406", birthDate: date, sequence: 1000)
        }
        #expect(throws: CitizenNumberError.sequenceOutOfRange(-1)) {
            try CitizenNumber(division: "370406", birthDate: date, sequence: -1)
        }
        #expect(throws: CitizenNumberError.wrongDivisionLength(found: 5)) {
            try CitizenNumber(division: "37040", birthDate: date, sequence: 1)
        }
        #expect(throws: CitizenNumberError.badCharacter(position: 6)) {
            try CitizenNumber(division: "37040X", birthDate: date, sequence: 1)
        }
    }

    @Test(arguments: eachCheck)
    func `any one character exchanged for another is caught`(_ text: String) throws {
        for mutant in Mutants.substitutions(of: text, by: "0123456789X") {
            #expect((try? CitizenNumber(mutant)) == nil, "\(mutant) was accepted")
        }
    }

    @Test(arguments: eachCheck)
    func `any two neighbours exchanged are caught`(_ text: String) throws {
        for mutant in Mutants.swaps(of: text) {
            #expect((try? CitizenNumber(mutant)) == nil, "\(mutant) was accepted")
        }
    }

    @Test func `printing a number does not show the date of birth`() throws {
        let number = try CitizenNumber("37040619900101002X")
        #expect("\(number)" == "370406********002X")
        #expect(String(reflecting: number) == "370406********002X")
        var dumped = ""
        dump(number, to: &dumped)
        #expect(!dumped.contains("19900101") && !dumped.contains("1990-01-01"))
    }
}
