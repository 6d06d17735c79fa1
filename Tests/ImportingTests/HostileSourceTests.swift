import Foundation
import Importing
import Rulebook
import Testing

/// Sources that mean harm: each is refused with its row, or refused row by row, and takes no memory to speak of.
struct HostileSourceTests {
    private static let xml = "{\"kind\": \"xml\", \"record\": \"t/r\"}"
    private static let lines = "{\"kind\": \"jsonl\"}"

    private func run(_ text: String, source: String = "{\"kind\": \"csv\"}") throws -> [GateItem] {
        let place = try Place()
        let file = try place.file("t", text)
        return try Cards.items(try Cards.run(file, try Cards.mapping(["name", "number"], source: source))).items
    }

    /// A file of 100 MB whose second row is one long value.
    private func long(_ place: Place, _ head: String, _ tail: String) throws -> String {
        let path = try place.file("long", head)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        let piece = Data(repeating: 0x61, count: 1 << 20)
        for _ in 0..<100 { try handle.write(contentsOf: piece) }
        try handle.write(contentsOf: Data(tail.utf8))
        try handle.close()
        return path
    }

    private func longRow(_ head: String, _ tail: String, source: String) throws -> SourceError? {
        let place = try Place()
        let path = try long(place, head, tail)
        let mapping = try Cards.mapping(["name", "number"], source: source)
        return refusal { try Cards.items(try Cards.run(path, mapping)) }
    }

    @Test func `a column's name that would steer a terminal is told without its controls`() throws {
        let row = "{\"name\": \"示例甲\", \"number\": \"\(Cards.number)\", \"x\\u001b[2J\": \"1\"}\n"
        guard case .refused(let refused)? = try run(row, source: HostileSourceTests.lines).first else {
            Issue.record("the row was accepted")
            return
        }
        #expect(refused.faults.map(\.field) == ["x\u{fffd}[2J"])
    }

    @Test func `a CSV row of 100 MB is refused with its number`() throws {
        let found = try longRow(
            "name,number\n示例,370402209001010012\n\"", "\",1\n", source: "{\"kind\": \"csv\"}")
        #expect(found == .csv(CSVError(line: 3, row: 3, fault: .rowTooLong(limit: 1 << 20))))
    }

    @Test func `a JSON line of 100 MB is refused with its number`() throws {
        let found = try longRow("{}\n{\"name\": \"", "\"}\n", source: HostileSourceTests.lines)
        #expect(found == .rowTooLong(row: 2, limit: 1 << 20))
    }

    @Test func `an XML record of 100 MB is refused with its number`() throws {
        let found = try longRow("<t><r/><r><name>", "</name></r></t>", source: HostileSourceTests.xml)
        #expect(found == .rowTooLong(row: 2, limit: 1 << 20))
    }

    @Test(arguments: [
        "<!DOCTYPE t [<!ENTITY a \"b\">]><t><r><name>&a;</name></r></t>",
        "<?xml version=\"1.0\"?>\n<!doctype t SYSTEM \"file:///etc/passwd\"><t/>",
        "<!-- c --><!DocType t [<!ENTITY x SYSTEM \"http://127.0.0.1/\">]><t><r><name>&x;</name></r></t>",
        "<t><r><name>a</name></r></t><!DOCTYPE t>",
    ])
    func `a document that declares a type is refused before anything is made of it`(_ text: String) {
        guard case .xml(.documentType, _)? = refusal({ try run(text, source: HostileSourceTests.xml) }) else {
            Issue.record("not refused")
            return
        }
    }

    @Test func `a document type is found across the pieces in which a file is read`() {
        for shift in 0..<12 {
            let filler = String(repeating: " ", count: (1 << 17) - 10 + shift)
            let text = "<t>" + filler + "<!DOCTYPE t [<!ENTITY a \"b\">]></t>"
            guard case .xml(.documentType, _)? = refusal({ try run(text, source: HostileSourceTests.xml) }) else {
                Issue.record("not refused at \(shift)")
                continue
            }
        }
    }

    @Test(arguments: [
        "<t><r><name>a</r></t>", "<t><r>", "", "<t></t><t></t>", "<t><r><name>&undefined;</name></r></t>",
        "<t><r a=1/></t>",
        "plain text", "<t><r><name>\u{1}</name></r></t>", "<t><r><name>&#0;</name></r></t>",
    ])
    func `what is not well-formed is refused`(_ text: String) {
        guard case .xml(.malformed, _)? = refusal({ try run(text, source: HostileSourceTests.xml) }) else {
            Issue.record("not refused: \(text)")
            return
        }
    }

    @Test func `a file of another form than the mapping reads is named as such`() {
        let table = refusal { try run("\u{feff}name,number\na,1\n", source: HostileSourceTests.xml) }
        #expect(table == .otherForm(expected: "xml", looksLike: "csv"))
        #expect(table?.words.fact.en == "the mapping reads xml, and the file looks like csv")
        let document = refusal { try run("<?xml version=\"1.0\"?><t/>") }
        #expect(document == .otherForm(expected: "csv", looksLike: "xml"))
        let lines = refusal { try run("{\"name\":\"a\"}\n") }
        #expect(lines == .otherForm(expected: "csv", looksLike: "jsonl"))
    }

    @Test func `depth, attributes, root, version and encoding of XML have limits`() {
        func fault(_ text: String) -> XMLFault? {
            guard case .xml(let fault, _)? = refusal({ try run(text, source: HostileSourceTests.xml) }) else {
                return nil
            }
            return fault
        }
        let deep = String(repeating: "<a>", count: 10_000)
        #expect(fault("<t><r>" + deep) == .tooDeep(limit: 32))
        let many = (0..<100).map { " a\($0)=\"\"" }.joined()
        #expect(fault("<t><r\(many)/></t>") == .tooManyAttributes(limit: 64))
        #expect(fault("<u><r/></u>") == .wrongRoot("u"))
        #expect(fault("<?xml version=\"1.1\"?><t/>") == .version)
        #expect(fault("<?xml version=\"1.0\" encoding=\"UTF-16\"?><t/>") == .declaredEncoding("UTF-16"))
        #expect(fault("<?xml version=\"1.0\" encoding='UTF-8' ?><t><r><name>a</name></r></t>") == nil)
    }

    @Test func `a reader may stop in the middle of an XML document`() throws {
        let place = try Place()
        let rows = String(repeating: "<r><name>示例</name><number>1</number></r>", count: 5_000)
        let file = try place.file("t.xml", "<t>\(rows)</t>")
        for _ in 0..<20 {
            var run = try Cards.run(file, try Cards.mapping(["name", "number"], source: HostileSourceTests.xml))
            #expect(try run.next() != nil)
        }
    }

    @Test(arguments: [
        "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":\"\\ud800\"}", "{\"name\":1e}", "{name:1}", "{\"name\":\"a\"} x",
        "[1]", "1",
        "{\"name\":\"a\u{1}\"}", "{\"name\":+1}", "{\"name\":00}", "{'name':'a'}", "{\"name\":NaN}",
        "{\"name\":\"a\",}",
    ])
    func `a line that is no strict JSON object is a fault of its row`(_ line: String) throws {
        let items = try run(
            line + "\n{\"name\":\"示例\",\"number\":\"370402209001010012\"}\n", source: HostileSourceTests.lines)
        #expect(items.first?.faults.map(\.rule) == [.unreadable])
        #expect(items.last?.row?.number == 2)
    }

    @Test func `a number in JSON keeps its characters`() throws {
        let items = try run("{\"name\": 80.10, \"number\": 370402209001010012}\n", source: HostileSourceTests.lines)
        #expect(items.first?.row?["name"] == "80.10")
        #expect(items.first?.row?.holder.number == "370402209001010012")
    }

    @Test(arguments: [
        ("a\"b,c\n1,2\n", CSVError.Fault.quoteInField), ("name,number\n\"a\"x,1\n", .textBehindQuote),
        ("name,number\n\"a,1\n", .openQuote), ("name,number\na\rb,1\n", .bareReturn),
    ])
    func `what is not CSV is refused`(_ text: String, _ expected: CSVError.Fault) {
        guard case .csv(let error)? = refusal({ try run(text) }) else {
            Issue.record("not refused")
            return
        }
        #expect(error.fault == expected)
    }

    @Test func `a header that does not fit is refused`() {
        func fault(_ text: String) -> HeaderFault? {
            guard case .header(let fault)? = refusal({ try run(text) }) else { return nil }
            return fault
        }
        #expect(fault("") == .absent)
        #expect(fault("name,\n") == .unnamed(2))
        #expect(fault("name,name\n") == .twice("name"))
        #expect(fault("name\n") == .missing(["number"]))
        #expect(fault("name,number,more\n") == .unmapped(["more"]))
    }
}
