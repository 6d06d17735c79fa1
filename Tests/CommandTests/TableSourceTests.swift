import Identifiers
import Importing
import Rulebook
import Signing
import Testing
import deedbox

struct TableSourceTests {
    private func source(
        _ text: String, _ change: (inout TableSource.Settings) -> Void = { _ in }
    ) throws -> TableSource { try source(Array(text.utf8), change) }

    private func source(
        _ bytes: [UInt8], _ change: (inout TableSource.Settings) -> Void = { _ in }
    ) throws -> TableSource {
        var settings = TableSource.Settings()
        settings.types = try SampleLedger.knownTypes()
        settings.isSample = true
        change(&settings)
        var rest = bytes[...]
        return try TableSource(path: "t.csv", total: UInt64(rest.count), settings) { buffer in
            let piece = rest.prefix(buffer.count)
            buffer.replaceSubrange(0..<piece.count, with: piece)
            rest = rest.dropFirst(piece.count)
            return piece.count
        }
    }

    private func faults(_ source: TableSource) throws -> [RowFault] {
        var source = source
        var faults: [RowFault] = []
        while let item = try source.next() {
            if case .faulty(let found) = item { faults += found }
        }
        return faults
    }

    /// The sample of the police, its first row changed.
    private func police(_ part: String = "", _ other: String = "") throws -> String {
        let text = String(decoding: try ProjectFile.bytes("genesis/sample/certificates/police.csv"), as: UTF8.self)
        let lines = text.split(separator: "\n").prefix(3).map(String.init)
        let row = part.isEmpty ? lines[1] : lines[1].replacing(part, with: other)
        return [lines[0], row, lines[2]].joined(separator: "\n") + "\n"
    }

    @Test func `good rows become documents with the digest of their canonical row`() throws {
        var source = try source(try police())
        guard case .document(let document, let type)? = try source.next() else {
            Issue.record("the first row is faulty")
            return
        }
        #expect(type.code.text == SampleLedger.identityCard)
        let lines = try police().split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let pairs = zip(lines[0], lines[1]).map { JSONValue.array([.string(String($0)), .string(String($1))]) }
        #expect(document == MintDocument(row: 2, digest: SHA256.digest(JSONValue.array(pairs).compact.utf8)))
    }

    @Test(arguments: [
        ("11100000000013127D001,1.2", "X1,1.2", "type", GateRule.unknownType),
        ("11100000000013127D001,1.2", ",1.2", "type", .typeMissing),
        (".001.G,", ".001.H,", "ZZBS", .certificateIdentifier),
        (
            "1.2.156.3005.2.11100000000013127D001", "1.2.156.3005.2.11370406PDY000036P903", "ZZBS",
            .certificateIdentifier
        ),
        ("示例甲子一,370402209001010012", "示例甲子一,370402209001010013", "CZZTDM", .citizenNumber),
        ("示例甲子一,", ",", "CZZT", .required),
        ("2025-01-06,2025-01-06", "2025-02-30,2025-01-06", "ZZBFRQ", .date),
        ("2045-01-06", "2024-01-06", "ZZYXQJZRQ", .dateOrder),
        ("11370406PDY001012G,2025", "11370406PDY001012H,2025", "ZZBFJGDM", .creditCode),
        ("11370406PDY001012G,2025", "11370406PDY001020B,2025", "ZZBS", .identifierIssuer),
        (",汉族,", ",汉族,,", "", .fieldCount),
    ])
    func `a faulty row is told with field and rule, and the next one goes on`(
        _ part: String, _ other: String, _ field: String, _ rule: GateRule
    ) throws {
        let found = try faults(try source(try police(part, other)))
        #expect(found.contains { $0.row == 2 && $0.field == field && $0.rule == rule }, "\(found)")
        #expect(found.allSatisfy { $0.row == 2 })
    }

    @Test func `sample citizens are refused outside of a sample network`() throws {
        let rows = try police()
        #expect(try faults(try source(rows)).isEmpty)
        let found = try faults(try source(rows) { $0.isSample = false })
        #expect(found.map(\.rule) == [.sampleCitizen, .sampleCitizen])
        #expect(found.map(\.field) == ["CZZTDM", "CZZTDM"])
    }

    @Test func `someone born tomorrow is refused outside of a sample network`() throws {
        let born = try CitizenNumber(
            division: "370402", birthDate: try #require(CivilDate(year: 2026, month: 11, day: 22)), sequence: 1)
        let rows = try police("示例甲子一,370402209001010012", "示例甲子一,\(born.text)")
            .replacing("2090-01-01", with: "2026-11-22")
        let before = try faults(
            try source(rows) { settings in
                settings.isSample = false
                settings.today = CivilDate(year: 2026, month: 11, day: 21)
            })
        #expect(before.contains { $0.rule == .birthInFuture })
        let after = try faults(
            try source(rows) { settings in
                settings.isSample = false
                settings.today = CivilDate(year: 2026, month: 11, day: 22)
            })
        #expect(Set(after.map(\.row)) == [3])
    }

    @Test func `a table without a type column needs a type, and with one keeps to it`() throws {
        let plain = "ZZMC\nx\n"
        #expect(throws: CommandError.self) { try source(plain) }
        let type = try #require(TypeCode(SampleLedger.permit))
        #expect(try faults(try source(plain) { $0.type = type }).allSatisfy { $0.rule == .required })
        let found = try faults(try source(try police()) { $0.type = type })
        #expect(found.map(\.rule.rawValue) == ["other-type", "other-type"])
        #expect(GateRule.typeMissing.rawValue == "type-missing")
    }

    @Test func `a row that is no UTF-8 is told, and the next one goes on`() throws {
        var bytes = Array(try police().utf8)
        let row = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
        bytes.insert(0xff, at: row + 30)
        #expect(try faults(try source(bytes)).map { "\($0.row) \($0.rule.rawValue)" } == ["2 not-utf-8"])
    }

    @Test(arguments: ["a,a\n1,2\n", "a,\n1,2\n", ""])
    func `a header that names no columns is refused`(_ text: String) {
        #expect(throws: (any Error).self) { try source(text) { $0.type = TypeCode(SampleLedger.permit) } }
    }

    @Test func `the expiry column goes onto the ledger as the end of that day`() throws {
        var source = try source(try police()) { $0.expiryColumn = "ZZYXQJZRQ" }
        guard case .document(let document, _)? = try source.next() else {
            Issue.record("the first row is faulty")
            return
        }
        let midnight = try #require(UTCTime("2045-01-06T16:00:00Z"))
        #expect(document == MintDocument(row: 2, digest: try digest(), expiry: midnight.seconds))
    }

    private func digest() throws -> Digest {
        var source = try source(try police())
        guard case .document(let document, _)? = try source.next() else { return .zero }
        return document.digest
    }

    @Test(arguments: ["police", "civil-affairs", "real-estate"])
    func `every sample certificate passes the gate of its own type`(_ name: String) throws {
        let text = String(
            decoding: try ProjectFile.bytes("genesis/sample/certificates/\(name).csv"), as: UTF8.self)
        let codes = Set(text.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "," }) })
        let all = try source(text) { settings in
            settings.types = codes.compactMap(TypeCode.init).map {
                KnownType(code: $0, version: 1, isRetired: false, required: ["ZZBS", "ZZMC", "CZZT"])
            }
        }
        #expect(try faults(all) == [])
    }
}
