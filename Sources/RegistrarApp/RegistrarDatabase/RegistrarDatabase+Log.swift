internal import Foundation
internal import GRDB
internal import Sealing
public import Signing

/// One of the registrar's own acts, as its log holds it: a chain of hashes, so that nothing in it changes unseen.
public struct LogEntry: Sendable {
    public let number: Int64
    /// POSIX seconds.
    public let time: UInt64
    /// `opened`, `denied`, `rebound`, `rebinding-waits`, `vetoed`, `backup-given`, `looked-up`, `anchored`,
    /// `tokens-issued`, `traced`, `trace-refused`.
    public let kind: String
    /// The facts, opened with the storage key.
    public let detail: JSONValue

    public init(number: Int64, time: UInt64, kind: String, detail: JSONValue) {
        self.number = number
        self.time = time
        self.kind = kind
        self.detail = detail
    }
}

/// What the log tells of.
enum LogKind: String {
    case opened, denied, rebound
    case rebindingWaits = "rebinding-waits"
    case vetoed
    case backupGiven = "backup-given"
    case lookedUp = "looked-up"
    case anchored
    case tokensIssued = "tokens-issued"
    case traced
    case traceRefused = "trace-refused"
}

extension RegistrarDatabase {
    /// Appends an entry, in the transaction of the act that it tells of.
    func log(_ kind: LogKind, _ detail: JSONObject, at time: UInt64, _ connection: Database) throws {
        let last = try Row.fetchOne(connection, sql: "SELECT number, hash FROM log ORDER BY number DESC LIMIT 1")
        let number = (last.map { $0["number"] as Int64 } ?? 0) + 1
        let before = last.map { Array($0["hash"] as Data) } ?? Digest.zero.bytes
        let sealed = storage.seal(Array(JSONValue.object(detail).compact.utf8), at: "log/\(number)")
        let hash = RegistrarDatabase.hash(before, number, time, kind.rawValue, sealed)
        try connection.execute(
            sql: "INSERT INTO log (number, time, kind, detail, hash) VALUES (?, ?, ?, ?, ?)",
            arguments: [number, Int64(clamping: time), kind.rawValue, Data(sealed), Data(hash.bytes)])
    }

    /// The hash of the last entry; zero while there is none.
    func logHead(_ connection: Database) throws -> Digest {
        let hash = try Data.fetchOne(connection, sql: "SELECT hash FROM log ORDER BY number DESC LIMIT 1")
        return hash.flatMap { Digest(Array($0)) } ?? .zero
    }

    /// The entries behind a number, opened; the whole chain up to them is checked.
    func log(after number: Int64, limit: Int) throws -> [LogEntry] {
        try pool.read { connection in
            var entries: [LogEntry] = []
            var before = Digest.zero.bytes
            var expected: Int64 = 1
            let rows = try Row.fetchCursor(
                connection, sql: "SELECT number, time, kind, detail, hash FROM log ORDER BY number")
            while let row = try rows.next() {
                let (found, time): (Int64, Int64) = (row["number"], row["time"])
                let (kind, sealed): (String, Data) = (row["kind"], row["detail"])
                let hash = RegistrarDatabase.hash(before, found, UInt64(clamping: time), kind, Array(sealed))
                guard found == expected, hash.bytes == Array(row["hash"] as Data),
                    let text = try? storage.open(Array(sealed), at: "log/\(found)"),
                    let detail = try? JSONValue(parsing: text, maxByteCount: 1 << 20)
                else { throw RegistrarError.brokenLog(entry: expected) }
                before = hash.bytes
                expected += 1
                guard found > number, entries.count < limit else { continue }
                entries.append(LogEntry(number: found, time: UInt64(clamping: time), kind: kind, detail: detail))
            }
            return entries
        }
    }

    private static func hash(
        _ before: [UInt8], _ number: Int64, _ time: UInt64, _ kind: String, _ sealed: [UInt8]
    ) -> Digest {
        var encoder = CBOREncoder()
        encoder.array(5)
        encoder.byteString(before)
        encoder.integer(number)
        encoder.unsigned(time)
        encoder.text(kind)
        encoder.byteString(sealed)
        return SHA256.digest(Purpose.auditEntry + encoder.bytes)
    }
}
