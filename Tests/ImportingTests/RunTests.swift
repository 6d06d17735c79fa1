import Foundation
import Identifiers
import Importing
import Rulebook
import Signing
import Testing

struct RunTests {
    private func table(_ place: Place, _ names: [String], _ file: String = "t.csv") throws -> String {
        try place.file(file, "name,number\n" + names.map { "\($0),\(Cards.number)\n" }.joined())
    }

    @Test func `a checkpoint of another file, mapping or row is refused`() throws {
        let place = try Place()
        let mapping = try Cards.mapping(["name", "number"])
        let path = try table(place, ["甲", "乙", "丙"])
        var run = try Cards.run(path, mapping)
        _ = try run.next()
        let checkpoint = run.checkpoint
        let other = try table(place, ["甲", "乙", "丁"], "u.csv")
        #expect(refusal { try Cards.run(other, mapping, from: checkpoint) } == .checkpoint(.source))
        let trimming = try Cards.mapping(["name", "number"], more: ", \"trim\": true")
        #expect(refusal { try Cards.run(path, trimming, from: checkpoint) } == .checkpoint(.rules))
    }

    @Test func `the day of the first run stays that of the run`() throws {
        let place = try Place()
        let path = try table(place, ["甲", "乙"])
        var run = try Cards.run(path, try Cards.mapping(["name", "number"]))
        _ = try run.next()
        let later = GateOptions(today: try #require(CivilDate(year: 2030, month: 1, day: 1)), isSample: false)
        let rest = try GateRun(
            path, mapping: try Cards.mapping(["name", "number"]), type: try Cards.definition(), lists: [Cards.list],
            options: later, from: run.checkpoint)
        #expect(try Cards.items(rest).items.compactMap(\.row?["name"]) == ["乙"])
    }

    @Test func `a document that came before is refused, one whose first row was refused is not`() throws {
        let place = try Place()
        let path = try place.file(
            "t.csv", "name,number\n甲,\(Cards.number)\n,\(Cards.number)\n甲,\(Cards.number)\n乙,\(Cards.number)\n")
        let mapping = try Cards.mapping(["name", "number"])
        let items = try Cards.items(try Cards.run(path, mapping)).items
        #expect(items.map { $0.faults.first?.rule } == [nil, .required, .duplicate, nil])
        let fact = items[2].faults.first?.fact.en
        #expect(fact == "the same document came before, in row 2")
        let key = try Cards.mapping(["name", "number"], more: ", \"key\": [\"number\"]")
        let byNumber = try Cards.items(try Cards.run(path, key)).items
        #expect(byNumber.map { $0.faults.first?.rule } == [nil, .required, .duplicate, .duplicate])
        #expect(byNumber[3].faults.allSatisfy { $0.rule == .duplicate })
    }

    @Test func `many keys are told apart, and each is found again`() throws {
        let place = try Place()
        let names = (0..<5_000).map { "示例\($0)" }
        let path = try table(place, names + names)
        let (_, summary) = try Cards.items(try Cards.run(path, try Cards.mapping(["name", "number"])))
        #expect(summary.tally.accepted == 5_000)
        #expect(summary.tally.refusedBy == [.duplicate: 5_000])
        #expect(summary.tally.addsUp)
    }

    @Test func `a report comes back in the source's columns and encoding, and no cell of it runs`() throws {
        let place = try Place()
        // 示例甲 and its number, wrong at the end; then a formula.
        let bytes = Array("name,number\n".utf8) + [0xca, 0xbe, 0xc0, 0xfd] + Array(",370402209001010013\n".utf8)
        let formula = Array("\"=cmd(\"\"x\"\",1)\",370402209001010012\n".utf8)
        let path = try place.file("t.csv", bytes + formula)
        let (_, summary) = try Cards.items(
            try Cards.run(path, try Cards.mapping(["name", "number"]), report: place.path + "/out/in"))
        #expect(summary.tally.refused == 2)
        let back = try place.bytes("out/in/report.csv")
        #expect(back.starts(with: "name,number,".utf8))
        let data = Data(back)
        #expect(
            data.range(of: Data([0xca, 0xbe, 0xc0, 0xfd] + Array(",370402209001010013,2,citizen-number,".utf8))) != nil)
        #expect(data.range(of: Data("\"'=cmd(\"\"x\"\",1)\"".utf8)) != nil)
        let faults = String(decoding: try place.bytes("out/in/faults.csv"), as: UTF8.self)
        #expect(faults.contains("\r\n2,number,citizen-number,"))
        let json = try JSONValue(parsing: try place.bytes("out/in/summary.json"), maxByteCount: 4_096)
        guard case .object(let object) = json else { return }
        #expect(object["encoding"] == "gb18030")
        #expect(object["sourceDigest"] == .string(SHA256.digest(bytes + formula).hex))
        #expect(object["complete"] == true)
    }

    @Test func `progress tells rows, bytes, rate and the time left`() throws {
        let place = try Place()
        let path = try table(place, (0..<2_000).map { "示例\($0)" })
        var run = try Cards.run(path, try Cards.mapping(["name", "number"]))
        while try run.next() != nil {}
        #expect(run.progress.rows == 2_000)
        #expect(run.progress.bytes == run.progress.totalBytes)
        #expect(run.progress.secondsLeft == 0)
        let half = GateProgress(rows: 10, bytes: 50, totalBytes: 100, milliseconds: 4_000)
        #expect(half.secondsLeft == 4)
        #expect(half.rate == 2.5)
    }

    @Test func `a missing file, a folder and a missing client are told`() throws {
        let place = try Place()
        let mapping = try Cards.mapping(["name", "number"])
        #expect(refusal { try Cards.run("\(place.path)/none", mapping) } == .file(.missing, path: "\(place.path)/none"))
        guard case .file(.notReadable, _)? = refusal({ try Cards.run(place.path, mapping) }) else {
            Issue.record("a folder was read")
            return
        }
        let query = "{\"kind\": \"postgres\", \"query\": \"SELECT 1\"}"
        let postgres = try Cards.mapping(["name", "number"], source: query)
        for bad in ["host=db password=secret", "postgresql://me:secret@db/x", "db", "dbname=x options=-cx"] {
            #expect(refusal { try Cards.run(bad, postgres) } == .client(.badConnection))
        }
    }

    @Test func `a report that cannot be written, and a source with too many rows, are told`() throws {
        let place = try Place()
        let path = try table(place, ["甲"])
        // A file stands where the folder should.
        let found = refusal { try Cards.run(path, try Cards.mapping(["name", "number"]), report: "\(path)/out") }
        guard case .file(.notWritable(let reason), let fault)? = found else {
            Issue.record("a report was written into a file")
            return
        }
        #expect(fault.hasPrefix(path) && !reason.isEmpty && found?.words.code == "not-writable")
        let words = SourceError.tooManyRows(limit: 50_000_000).words
        #expect(words.code == "too-many-rows" && words.fact.en.contains("50000000"))
    }

    @Test func `whose row it is stands in no description`() throws {
        let holder = HolderIdentity(kind: "111", number: Cards.number, name: "示例甲")
        #expect(!"\(holder)".contains("3704") && !"\(holder)".contains("示例"))
        var text = ""
        dump(FieldValue(path: "name", group: nil, text: "示例甲"), to: &text)
        #expect(!text.contains("示例甲"))
    }
}
