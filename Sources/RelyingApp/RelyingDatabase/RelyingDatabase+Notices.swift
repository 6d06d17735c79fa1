internal import Foundation
internal import GRDB
internal import Ledger
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension RelyingDatabase {
    /// Keeps what the state says of a document, and writes a notice for each case that relied on it before: both, or
    /// neither. A block that touched it meanwhile stays to be asked of.
    func note(_ finding: ReliedDocument.Finding, of document: ReliedDocument, at second: UInt64) throws {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE documents SET status = ?, correction = ?, proven = ?, proven_time = ?,
                        due = CASE WHEN due <= ? THEN NULL ELSE due END
                    WHERE record = ? AND proven <= ?
                    """,
                arguments: [
                    finding.status.map { Data($0.encoded) }, finding.correction.map { Data($0.encoded) },
                    Int64(clamping: finding.height), Int64(clamping: finding.time), Int64(clamping: finding.height),
                    Int64(clamping: document.record), Int64(clamping: finding.height),
                ])
            for change in finding.changes { try write(change, of: document, at: second, connection) }
        }
    }

    private func write(
        _ change: DocumentChange, of document: ReliedDocument, at second: UInt64, _ connection: Database
    ) throws {
        let cases = try Data.fetchAll(
            connection,
            sql: "SELECT DISTINCT case_index FROM reliances WHERE record = ? AND watched = 1 AND height < ?",
            arguments: [Int64(clamping: document.record), Int64(clamping: change.height)])
        for index in cases {
            try connection.execute(
                sql: """
                    INSERT OR IGNORE INTO notices (record, case_index, event, height, time, found)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Int64(clamping: document.record), index, change.event.rawValue, Int64(clamping: change.height),
                    Int64(clamping: change.time), Int64(clamping: second),
                ])
            guard connection.changesCount == 1 else { continue }
            let number = UInt64(clamping: connection.lastInsertedRowID)
            try tell(
                .documentChanged(notice: number, record: document.record, change), at: second, connection)
        }
    }

    /// Notices, the last first: those that nobody acknowledged, or all; of one case when it is named.
    func notices(all: Bool, ofCase caseNumber: String?, before number: UInt64?, limit: Int) throws -> [Notice] {
        let index = caseNumber.map { Data(caseIndex($0).bytes) }
        return try pool.read { connection in
            try Row.fetchAll(
                connection,
                cached: """
                    SELECT notices.*, documents.issuer, documents.type FROM notices
                    JOIN documents ON documents.record = notices.record
                    WHERE (? OR acknowledged IS NULL) AND (? IS NULL OR case_index = ?) AND number < ?
                    ORDER BY number DESC LIMIT ?
                    """, [all, index, index, Int64(clamping: number ?? .max), Int64(limit)]
            ).map { try notice($0, connection) }
        }
    }

    /// True for a notice of that case, false for one of another; nil when there is no such notice.
    func isNotice(_ number: UInt64, ofCase caseNumber: String) throws -> Bool? {
        let index = try pool.read { connection in
            try Data.fetchOne(
                connection, sql: "SELECT case_index FROM notices WHERE number = ?",
                arguments: [Int64(clamping: number)])
        }
        return index.map { $0 == Data(caseIndex(caseNumber).bytes) }
    }

    /// How many notices nobody has acknowledged.
    func unseenNotices() throws -> Int {
        try pool.read { connection in
            try Int.fetchOne(connection, sql: "SELECT count(*) FROM notices WHERE acknowledged IS NULL") ?? 0
        }
    }

    /// Notes who has seen a notice; the first stays. Nil when there is no such notice.
    func acknowledge(_ number: UInt64, by name: String, at second: UInt64) throws -> Notice? {
        try pool.write { connection in
            try connection.execute(
                sql:
                    "UPDATE notices SET acknowledged = ?, acknowledged_by = ? WHERE number = ? "
                    + "AND acknowledged IS NULL",
                arguments: [
                    Int64(clamping: second), seal(name, at: "notices/acknowledged_by/\(number)"),
                    Int64(clamping: number),
                ])
            return try Row.fetchOne(
                connection,
                sql: """
                    SELECT notices.*, documents.issuer, documents.type FROM notices
                    JOIN documents ON documents.record = notices.record WHERE number = ?
                    """, arguments: [Int64(clamping: number)]
            ).map { try notice($0, connection) }
        }
    }

    /// Takes notices of a document for a use, or no more. False when the use relies on none at that place.
    func watch(_ isOn: Bool, _ relied: Notice.RelyingUse) throws -> Bool {
        let place: StatementArguments = [
            Data(relied.grant.digest.bytes), Int64(clamping: relied.number), Int64(relied.place),
        ]
        return try pool.write { connection in
            try connection.execute(
                sql: "UPDATE reliances SET watched = ? WHERE grant_id = ? AND number = ? AND place = ?",
                arguments: [isOn] + place)
            guard connection.changesCount == 1 else { return false }
            // What happened while nobody watched is found by asking again.
            try connection.execute(
                sql: """
                    UPDATE documents SET due = max(coalesce(due, 0), proven) WHERE record =
                        (SELECT record FROM reliances WHERE grant_id = ? AND number = ? AND place = ?)
                    """, arguments: place)
            return true
        }
    }

    private func notice(_ row: Row, _ connection: Database) throws -> Notice {
        let number = UInt64(clamping: row["number"] as Int64)
        guard let event = DocumentEvent(rawValue: row["event"] as String), let type = TypeCode(row["type"] as String),
            let issuer = MemberID(row["issuer"] as String)
        else { throw RelyingFailure.wrongStorageKey }
        let relying = try Row.fetchAll(
            connection,
            cached: """
                SELECT uses.* , reliances.place FROM reliances
                JOIN uses ON uses.grant_id = reliances.grant_id AND uses.number = reliances.number
                WHERE record = ? AND reliances.case_index = ? AND reliances.height < ?
                ORDER BY reliances.height, reliances.grant_id, reliances.number
                """, [row["record"] as Int64, row["case_index"] as Data, row["height"] as Int64])
        var matter: String?
        if let first = relying.first { matter = try? CaseOpening(decoding: try storedUse(first).matter).number }
        var seen: Notice.Acknowledgement?
        if let time = row["acknowledged"] as Int64?, let by = row["acknowledged_by"] as Data? {
            seen = Notice.Acknowledgement(
                time: UInt64(clamping: time), by: try text(by, at: "notices/acknowledged_by/\(number)"))
        }
        return Notice(
            number: number, caseNumber: matter, record: UInt64(clamping: row["record"] as Int64), type: type,
            issuer: issuer, event: event, height: UInt64(clamping: row["height"] as Int64),
            time: UInt64(clamping: row["time"] as Int64), found: UInt64(clamping: row["found"] as Int64),
            uses: relying.compactMap { row in
                Digest(Array(row["grant_id"] as Data)).map {
                    Notice.RelyingUse(
                        grant: GrantID($0), number: UInt64(clamping: row["number"] as Int64),
                        place: Int(row["place"] as Int64))
                }
            }, acknowledgement: seen)
    }
}
