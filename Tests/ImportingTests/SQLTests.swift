import Foundation
import Importing
import Testing

/// Tables of SQLite through its own client; PostgreSQL stands in `Tests/Strangers/test_importing.py`.
struct SQLTests {
    private func database(_ place: Place, _ statements: String) throws -> String {
        let path = "\(place.path)/t.db"
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/sqlite3")
        process.arguments = [path, statements]
        try process.run()
        process.waitUntilExit()
        return path
    }

    private func mapping(_ query: String) throws -> Mapping {
        try Cards.mapping(["name", "number"], source: "{\"kind\": \"sqlite\", \"query\": \"\(query)\"}")
    }

    private static let statements = """
        CREATE TABLE people (name TEXT, number TEXT);
        INSERT INTO people VALUES ('示例"甲", 一', '370402209001010012'), ('示例乙', NULL), (NULL, NULL);
        """

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/sqlite3")))
    func `rows of a query pass through the same gate`() throws {
        let place = try Place()
        let path = try database(place, SQLTests.statements)
        let (items, summary) = try Cards.items(
            try Cards.run(path, try mapping("SELECT name, number FROM people ORDER BY rowid")))
        #expect(items[0].row?["name"] == "示例\"甲\", 一")
        #expect(items[1].faults.map(\.rule) == [.required])
        #expect(summary.tally.blank == 1)
        #expect(summary.tally.read == 3)
    }

    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/sqlite3")),
        arguments: [
            "SELECT name, number FROM nothing", "SELECT name, number FROM people; DELETE FROM people",
            "WITH x AS (SELECT 1) DELETE FROM people",
            "SELECT writefile('/tmp/deedbox-never', 'x') AS name, 1 AS number",
        ])
    func `a query that fails or would write is refused, and nothing is written`(_ query: String) throws {
        let place = try Place()
        let path = try database(place, SQLTests.statements)
        let before = try place.bytes("t.db")
        guard
            case .client(.failed(let program, let words))? = refusal({
                try Cards.items(try Cards.run(path, try mapping(query)))
            })
        else {
            Issue.record("not refused")
            return
        }
        #expect(program == "sqlite3")
        #expect(!words.isEmpty)
        #expect(try place.bytes("t.db") == before)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/deedbox-never"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/sqlite3")))
    func `a value that is no UTF-8 refuses its row, a column's name the source`() throws {
        let place = try Place()
        let path = try database(place, SQLTests.statements)
        let good = "SELECT '示例', '\(Cards.number)'"
        let bad = "SELECT CAST(X'ff31' AS TEXT) AS name, '\(Cards.number)' AS number"
        let items = try Cards.items(try Cards.run(path, try mapping("\(bad) UNION ALL \(good)"))).items
        #expect(items.map { $0.faults.map(\.rule.rawValue) } == [["not-utf-8"], []])
        // The name of the column is the byte 0xff alone.
        let other = try Place()
        let statements = """
            PRAGMA writable_schema = 1; CREATE TABLE t (name TEXT, "#" TEXT); INSERT INTO t VALUES (1, 2);
            UPDATE sqlite_schema SET sql = CAST(replace(CAST(sql AS BLOB), '#', X'ff') AS TEXT);
            """
        let header = try database(other, statements)
        let found = refusal { try Cards.run(header, try mapping("SELECT * FROM t")) }
        #expect(found == .text(.headerNotUTF8))
    }

    @Test func `a database that is not there is not made`() throws {
        let place = try Place()
        let path = "\(place.path)/none.db"
        #expect(refusal { try Cards.run(path, try mapping("SELECT 1")) } == .file(.missing, path: path))
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
