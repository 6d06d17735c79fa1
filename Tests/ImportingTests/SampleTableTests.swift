import Foundation
import Identifiers
import Importing
import Rulebook
import Signing
import Testing

/// The tables of the sample agencies, whose planted errors `genesis/sample/tables.py` counts by itself.
struct SampleTableTests {
    struct Expected: Decodable, Sendable, CustomTestStringConvertible {
        let source: String
        let mapping: String
        let encoding: String
        let read: Int
        let accepted: Int
        let refused: Int
        let blank: Int
        let refusedBy: [String: Int]
        let faults: [Fault]

        var testDescription: String { source }
    }

    struct Fault: Decodable, Hashable, Sendable {
        let row: Int
        let field: String
        let rule: String

        init(row: Int, field: String, rule: String) {
            self.row = row
            self.field = field
            self.rule = rule
        }

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            self.init(
                row: try list.decode(Int.self), field: try list.decode(String.self), rule: try list.decode(String.self))
        }
    }

    private struct All: Decodable { let tables: [Expected] }

    static let tables: [Expected] = {
        let bytes = (try? Place.projectBytes("genesis/sample/import/expected.json")) ?? []
        return (try? JSONDecoder().decode(All.self, from: Data(bytes)))?.tables ?? []
    }()

    static func run(_ table: Expected, from: GateCheckpoint? = nil, report: String? = nil) throws -> GateRun {
        let mapping = try Mapping(file: Place.project("genesis/sample/import/\(table.mapping)"))
        let catalogue = try Catalogue(folder: Place.project("genesis/catalogue"))
        let type = try #require(catalogue.type(mapping.type, version: mapping.typeVersion))
        return try GateRun(
            Place.project("genesis/sample/import/\(table.source)"), mapping: mapping, type: type,
            lists: catalogue.lists(of: type), options: try Cards.options(), from: from, report: report)
    }

    @Test func `there are four tables`() { #expect(SampleTableTests.tables.count == 4) }

    @Test(arguments: tables)
    func `the gate finds what was planted, and nothing else`(_ table: Expected) throws {
        let (items, summary) = try Cards.items(try SampleTableTests.run(table))
        let found = items.flatMap(\.faults).map { Fault(row: $0.row, field: $0.field, rule: $0.rule.rawValue) }
        for fault in found where !table.faults.contains(fault) { Issue.record("not planted: \(fault)") }
        for fault in table.faults where !found.contains(fault) { Issue.record("not found: \(fault)") }
        #expect(found == table.faults)
        #expect(summary.encoding.rawValue == table.encoding)
        #expect(summary.isComplete)
        let tally = summary.tally
        #expect(tally.addsUp)
        let counts = [tally.read, tally.accepted, tally.refused, tally.blank]
        let planted = [table.read, table.accepted, table.refused, table.blank]
        #expect(counts == planted)
        let byRule = Dictionary(uniqueKeysWithValues: tally.refusedBy.map { ($0.key.rawValue, $0.value) })
        #expect(byRule == table.refusedBy)
    }

    @Test(arguments: tables)
    func `no report shows a whole number of a person`(_ table: Expected) throws {
        let place = try Place()
        _ = try Cards.items(try SampleTableTests.run(table, report: place.path))
        let text = String(decoding: try place.bytes("faults.jsonl") + place.bytes("faults.csv"), as: UTF8.self)
        #expect(text.contains("\"rule\""))
        #expect(text.firstMatch(of: /\d{6}2090\d{7}/) == nil)
    }

    @Test(arguments: tables)
    func `whenever a run stops, the next one gives out the rest and nothing twice`(_ table: Expected) throws {
        let whole = try Cards.items(try SampleTableTests.run(table))
        let place = try Place()
        for stop in [1, 2, whole.items.count / 2, whole.items.count - 1, whole.items.count] {
            var first = try SampleTableTests.run(table)
            var items: [GateItem] = []
            while items.count < stop, let item = try first.next() { items.append(item) }
            let stored = try GateCheckpoint(
                readable: try JSONValue(parsing: first.checkpoint.readable.compact, maxByteCount: 4_096))
            #expect(stored == first.checkpoint)
            let rest = try Cards.items(try SampleTableTests.run(table, from: stored, report: place.path))
            #expect(items + rest.items == whole.items)
            #expect(rest.summary.tally == whole.summary.tally)
            let lines = try place.bytes("faults.jsonl").count { $0 == 0x0a }
            #expect(lines == table.faults.count)
        }
    }

    @Test func `a small x of a citizen number becomes a capital one`() throws {
        let police = try #require(SampleTableTests.tables.first { $0.source == "police.csv" })
        let rows = try Cards.items(try SampleTableTests.run(police)).items.compactMap(\.row)
        #expect(rows.contains { $0.holder.number.hasSuffix("X") })
        #expect(!rows.contains { $0.holder.number.hasSuffix("x") })
        #expect(rows.allSatisfy { $0["ZZBH"] == $0.holder.number })
    }

    @Test func `a row holds values, holder, identifier, period and provenance`() throws {
        let civil = try #require(SampleTableTests.tables.first { $0.source == "civil-affairs.xml" })
        let row = try #require(try Cards.items(try SampleTableTests.run(civil)).items.first?.row)
        #expect(row.number == 1)
        #expect(row.holder == HolderIdentity(kind: "111", number: "370402209001010012", name: "示例甲子一"))
        #expect(row["KZ_DJRQ"] == "2026-02-03")
        #expect(row["ZZBH"] == "J370406-2026-000001")
        #expect(row.identifier == row["ZZBS"])
        #expect(row.provenance == .digitised)
        #expect(row.validUntil == nil)
        let police = try #require(SampleTableTests.tables.first { $0.source == "police.csv" })
        let card = try #require(try Cards.items(try SampleTableTests.run(police)).items.first?.row)
        #expect(card.validUntil?.description == "2046-01-05")
        #expect(card.expiry == UTCTime("2046-01-05T16:00:00Z")?.seconds)
    }
}
