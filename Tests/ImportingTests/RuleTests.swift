import Identifiers
import Importing
import Rulebook
import Testing

struct RuleTests {
    @Test func `a good row has no fault`() throws {
        #expect(
            try Cards.faults([
                "born": "2090-01-01", "sex": "男", "day": "2026-01-01", "until": "2036-01-01", "month": "2026-10",
                "firm": "91370406PDY00001XL", "way": "现金", "a": "100.50", "b": "1", "c": "0.5", "sum": "101",
            ]) == [])
    }

    @Test(arguments: [
        ("37040220900101001", "17 characters"), ("3704022090010100122", "19 characters"),
        ("370402209001010013", "wrong check"), ("370402209002300018", "30 February"),
        ("370402209013010014", "month 13"),
        ("970402209001010012", "no region"), ("３70402209001010012", "full width"),
        ("37040220900101001Ｘ", "full-width X"),
        ("37040220900101001a", "a letter at the end"), ("3704022O9001010012", "a letter within"),
    ])
    func `a number that is no citizen's is refused`(_ number: String, _ why: String) throws {
        #expect(try Cards.faults(["number": number]) == ["number citizen-number"], "\(why)")
    }

    @Test(arguments: [
        "370402209001010012 ", " 370402209001010012", "370402209001010012\u{200b}",
    ])
    func `a number with something hidden is refused as a text`(_ number: String) throws {
        #expect(try Cards.faults(["number": number]) == ["number characters"])
    }

    @Test func `invented people pass on sample networks alone`() throws {
        #expect(try Cards.faults([:]) == [])
        #expect(try Cards.faults([:], isSample: false) == ["number sample-citizen"])
        let later = try CitizenNumber(
            division: "370402", birthDate: try #require(CivilDate(year: 2026, month: 12, day: 1)), sequence: 1)
        #expect(try Cards.faults(["number": later.text], isSample: false) == ["number birth-in-future"])
    }

    @Test(arguments: [
        "91370406PDY00001XM", "91370406PDY00001X", "91370406pdy00001xl", "91370406PDI00001XL", "9I370406PDY00001XL",
        "91370406PDY000010M", "１1370406PDY00001XL",
    ])
    func `a code that is no body's is refused`(_ code: String) throws {
        #expect(try Cards.faults(["firm": code]) == ["firm credit-code"])
    }

    @Test func `the kind of the holder's number is one of the standard, and the number is of that kind`() throws {
        let number = "91370406PDY00001XL"
        #expect(try Cards.found(["number": number], kind: "001").isEmpty)
        #expect(try Cards.found(["number": Cards.number], kind: "001").map(\.rule) == [.creditCode])
        #expect(try Cards.found(["number": "E12345678"], kind: "414").isEmpty)
        #expect(try Cards.found([:], kind: "112").map(\.rule) == [.holderKind])
    }

    @Test func `birth date and sex are those that the number tells`() throws {
        #expect(try Cards.faults(["born": "2090-01-02"]) == ["born birth-differs"])
        #expect(try Cards.faults(["sex": "女"]) == ["sex sex-differs"])
        #expect(try Cards.faults(["sex": "M"]) == ["sex sex"])
        let woman = try CitizenNumber(
            division: "370402", birthDate: try #require(CivilDate(year: 2090, month: 1, day: 1)), sequence: 2)
        #expect(try Cards.faults(["sex": "女", "number": woman.text]) == [])
    }

    @Test(arguments: [
        ("2026-02-30", "date"), ("2026-1-1", "date"), ("20260101", "date"), ("2026-00-10", "date"), ("长期", "date"),
        ("1899-12-31", "date-too-old"), ("0000-01-01", "date"), ("2026-01-01T00:00:00Z", "date"), ("", ""),
    ])
    func `a day is one that the calendar has`(_ day: String, _ rule: String) throws {
        #expect(try Cards.faults(["day": day]) == (rule.isEmpty ? [] : ["day \(rule)"]))
    }

    @Test(arguments: ["2026-13", "2026-1", "202601", "2026-01-01", "2026"])
    func `a month is one that the calendar has`(_ month: String) throws {
        #expect(try Cards.faults(["month": month]) == ["month month"])
    }

    @Test func `a period ends no earlier than it begins`() throws {
        let more = ", \"validFrom\": \"day\", \"validUntil\": \"until\""
        let days: KeyValuePairs = ["day": "2026-01-02", "until": "2026-01-01"]
        #expect(try Cards.found(days, more: more).map(\.rule) == [.dateOrder])
        #expect(try Cards.found(["day": "2026-01-01", "until": "2026-01-01"], more: more).isEmpty)
        #expect(try Cards.found(["day": "2026-01-32", "until": "2026-01-01"], more: more).map(\.rule) == [.date])
    }

    @Test(arguments: ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "＝1", "＠a", "=", "+A1"])
    func `what a spreadsheet would run is refused`(_ text: String) throws {
        #expect(try Cards.faults(["paid": text]) == ["paid formula"])
    }

    @Test(arguments: ["+86 0632-1234567", "-12.50", "-", "1=1", "a@b", "（+）", "+1 (234) 5"])
    func `a sign before digits is no formula`(_ text: String) throws {
        #expect(try Cards.faults(["paid": text]) == [])
    }

    @Test(arguments: [
        "a\u{202e}b", "a\tb", "a\nb", "\u{feff}a", "a\u{e000}", "a\u{ad}b", "a\u{fffd}", " a", "a\u{3000}", "a\u{a0}",
        "\u{7f}",
        "a\u{2028}b", "a\u{e0041}",
    ])
    func `what hides or steers is refused`(_ text: String) throws {
        #expect(try Cards.faults(["paid": text]) == ["paid characters"])
    }

    @Test func `rare characters, blanks within and long values up to the limit pass`() throws {
        #expect(try Cards.faults(["paid": "𠮷野家 㐂・é ß 👪"]) == [])
        #expect(try Cards.faults(["name": String(repeating: "示", count: 20)]) == [])
        #expect(try Cards.faults(["name": String(repeating: "示", count: 21)]) == ["name length"])
        #expect(try Cards.faults(["paid": String(repeating: "a", count: 1_001)]) == ["paid length"])
    }

    @Test(arguments: [
        "1,000", "1e3", "01", ".5", "1.", "+1", "１", "--1", "1.1234567", "1234567890123456789", "NaN", "0x1",
    ])
    func `a number is a plain decimal`(_ text: String) throws {
        #expect(try Cards.faults(["a": text]).first?.hasPrefix("a ") == true)
    }

    @Test func `sums are exact`() throws {
        #expect(try Cards.faults(["a": "0.1", "b": "0.2", "sum": "0.3"]) == [])
        #expect(try Cards.faults(["a": "0.1", "b": "0.2", "sum": "0.30001"]) == ["sum sum-differs"])
        #expect(try Cards.faults(["a": "-5", "b": "", "c": "-5", "sum": "0"]) == [])
        #expect(try Cards.faults(["a": "x", "sum": "0"]) == ["a number"])
    }

    @Test func `a value of a code list stands in it`() throws {
        #expect(try Cards.faults(["way": "支票"]) == ["way code-list"])
        #expect(try Cards.faults(["way": "现金 "]) == ["way characters"])
    }

    @Test func `a field that is required is not empty`() throws {
        #expect(try Cards.faults(["name": ""]) == ["name required"])
        #expect(try Cards.faults(["name": "", "number": "", "a": "1"]) == ["name required", "number required"])
    }

    @Test func `facts never hold the value, and values are covered`() throws {
        let fault = try #require(try Cards.found(["number": "370402209001010013"]).first)
        #expect(fault.value == "370*************13" || fault.value == "370************13")
        #expect(!fault.fact.zh.contains("3704") && !fault.fact.en.contains("3704"))
        #expect(fault.fact.en == "has the check character 3, and 2 is right")
    }

    @Test(arguments: [
        ("示例甲子一", 2, false, "示***一"), ("示例甲子一", 3, false, "示****"), ("示例甲子一", 4, false, "(5)"),
        ("公开的名称", 1, false, "公开的名称"), ("91370406PDY00001XL", 1, true, "913************XL"), ("甲", 3, false, "*"),
        ("", 4, false, ""),
    ])
    func `the more sensitive a field is, the less of it is shown`(
        _ value: String, _ level: UInt64, _ isIdentifier: Bool, _ expected: String
    ) {
        #expect(Masking.cover(value, level: level, isIdentifier: isIdentifier) == expected)
    }

    @Test func `every rule has a code of its own`() {
        #expect(Set(GateRule.allCases.map(\.rawValue)).count == GateRule.allCases.count)
    }
}
