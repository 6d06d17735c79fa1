import Importing
import Rulebook
import Signing
import Testing

struct MappingTests {
    private static let sources = ["police", "civil-affairs", "real-estate", "payslips"]

    @Test(arguments: sources)
    func `a mapping writes itself again`(_ name: String) throws {
        let mapping = try Mapping(file: Place.project("genesis/sample/import/\(name).mapping.json"))
        #expect(try Mapping(readable: mapping.readable) == mapping)
        #expect(try Mapping(parsing: Array(mapping.readable.compact.utf8)).digest == mapping.digest)
    }

    @Test(arguments: [
        ("\"kind\": \"csv\"", "\"kind\": \"xls\"", "source.kind must be one of csv, jsonl"),
        ("\"kind\": \"csv\"", "\"kind\": \"csv\", \"record\": \"a/b\"", "source.record is not a member"),
        ("\"kind\": \"csv\"", "\"kind\": \"xml\", \"record\": \"a\"", "source.record must be element names"),
        ("\"kind\": \"csv\"", "\"kind\": \"sqlite\", \"query\": \".shell ls\"", "source.query must begin with SELECT"),
        ("\"kind\": \"csv\"", "\"kind\": \"postgres\", \"query\": \"\\\\! ls\"", "source.query must begin with SELECT"),
        (
            "\"kind\": \"csv\"", "\"kind\": \"csv\", \"encoding\": \"big5\"",
            "source.encoding must be one of utf-8, gb18030"
        ),
        ("\"column\": \"name\"", "\"column\": \"name\", \"constant\": \"x\"", "fields[0] must have exactly one of"),
        ("\"column\": \"name\"", "\"columns\": \"name\"", "fields[0] must have exactly one of"),
        ("\"column\": \"name\"", "\"column\": \"\"", "fields[0].column must not be empty"),
        ("\"to\": \"number\"", "\"to\": \"name\"", "fields has the same path twice: name"),
        ("\"version\": 1", "\"version\": 0", "type.version is 0"),
        ("\"digital\"", "\"paper\"", "provenance must be one of digital, digitised"),
        ("\"provenance\"", "\"surprise\": 1, \"provenance\"", "surprise is not a member"),
        ("}}}", "}}, \"key\": [\"other\"]}", "key[0] is other, which is not among the fields"),
        ("}}}", "}}, \"dates\": [\"dd.MM.yy\"]}", "dates[0] must be one of yyyy-MM-dd"),
        (
            "\"column\": \"name\"", "\"column\": \"name\", \"values\": {}, \"replace\": {}",
            "fields[0] must not have both"
        ),
    ])
    func `a refused mapping names the path`(_ part: String, _ other: String, _ expected: String) throws {
        let text = """
            {"format": "deedbox-mapping/1", "name": {"zh": "卡", "en": "Cards"}, "source": {"kind": "csv"},
             "type": {"code": "CARD", "version": 1}, "provenance": "digital",
             "fields": [{"to": "name", "column": "name"}, {"to": "number", "column": "number"}],
             "holder": {"kind": {"constant": "111"}, "number": {"field": "number"}, "name": {"field": "name"}}}
            """
        _ = try Mapping(parsing: Array(text.utf8))
        do {
            _ = try Mapping(parsing: Array(text.replacing(part, with: other).utf8))
            Issue.record("taken")
        } catch { #expect("\(error)".hasPrefix(expected), "\(error)") }
    }

    private func error(_ mapping: Mapping, header: String = "name,number\n") -> MappingError? {
        do {
            let place = try Place()
            _ = try Cards.run(try place.file("t.csv", header), mapping)
            return nil
        } catch { return error as? MappingError }
    }

    @Test func `a mapping must fit the type`() throws {
        #expect(error(try Cards.mapping(["name", "number"])) == nil)
        #expect(
            error(try Cards.mapping(["name", "number", "none"]), header: "name,number,none\n") == .unknownField("none"))
        #expect(error(try Cards.mapping(["number"], more: ", \"ignore\": [\"name\"]")) == .requiredUnmapped(["name"]))
        let text = try Cards.mapping(["name", "number"]).readable.compact
        let other = text.replacing("\"version\":1", with: "\"version\":2")
        let code = try #require(TypeCode("CARD"))
        #expect(error(try Mapping(parsing: Array(other.utf8))) == .otherType(code, version: 1))
        let chain = text.replacing("\"column\":\"name\"", with: "\"field\":\"number\"")
            .replacing("\"column\":\"number\"", with: "\"field\":\"name\"")
            .replacing("\"ignore\":[]", with: "\"ignore\":[\"x\"]")
        #expect(error(try Mapping(parsing: Array(chain.utf8)), header: "x\n") == .badReference("name"))
    }

    @Test(arguments: [
        ("yyyy-MM-dd", "2026-01-02"), ("yyyy/M/d", "2026/1/2"), ("yyyy/M/d", "2026/01/02"), ("yyyy.M.d", "2026.1.02"),
        ("yyyyMMdd", "20260102"), ("yyyy年M月d日", "2026年1月2日"), ("yyyy-MM-dd HH:mm:ss", "2026-01-02 23:59:59"),
    ])
    func `days of every format become one form`(_ format: String, _ text: String) throws {
        let place = try Place()
        let file = try place.file("t.csv", "name,number,day\n示例,\(Cards.number),\(text)\n示例,\(Cards.number),x\(text)\n")
        let mapping = try Cards.mapping(["name", "number", "day"], more: ", \"dates\": [\"\(format)\"]")
        let items = try Cards.items(try Cards.run(file, mapping)).items
        #expect(items[0].row?["day"] == "2026-01-02")
        #expect(items[1].faults.map(\.rule) == [.date])
    }

    @Test func `blanks are cut off only where the mapping says so`() throws {
        let place = try Place()
        let file = try place.file("t.csv", "name,number\n \u{3000}示例 甲\t,\(Cards.number)\u{a0}\n")
        let plain = try Cards.items(try Cards.run(file, try Cards.mapping(["name", "number"]))).items
        #expect(plain[0].faults.map(\.rule) == [.characters, .characters])
        let trimming = try Cards.mapping(["name", "number"], more: ", \"trim\": true")
        let cut = try Cards.items(try Cards.run(file, trimming)).items
        #expect(cut[0].row?["name"] == "示例 甲")
    }

    @Test func `the id of a row follows from its values, not from its source`() throws {
        let place = try Place()
        let csv = try place.file("t.csv", "number,name\n\(Cards.number),示例\n")
        let lines = try place.file("t.jsonl", "{\"name\": \"示例\", \"number\": \"\(Cards.number)\"}\n")
        let one = try Cards.items(try Cards.run(csv, try Cards.mapping(["name", "number"]))).items
        let source = "{\"kind\": \"jsonl\"}"
        let two = try Cards.items(try Cards.run(lines, try Cards.mapping(["name", "number"], source: source))).items
        #expect(one[0].row?.id == two[0].row?.id)
        let other = try place.file("u.csv", "number,name\n\(Cards.number),示例乙\n")
        let three = try Cards.items(try Cards.run(other, try Cards.mapping(["name", "number"]))).items
        #expect(one[0].row?.id != three[0].row?.id)
    }
}
