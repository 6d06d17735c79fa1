internal import Foundation
internal import GRDB
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension UseDeletion {
    /// The record in a row of uses; nil for one that is there.
    init?(_ row: Row) {
        guard let time = row["deleted"] as Int64?,
            let scene = (row["deleted_scene"] as String?).flatMap({ SceneCode($0) }),
            let days = row["deleted_days"] as Int64?,
            let digest = (row["deleted_digest"] as Data?).flatMap({ Digest(Array($0)) })
        else { return nil }
        self.init(
            time: UInt64(clamping: time), scene: scene, retentionDays: UInt64(clamping: days), digest: digest)
    }
}

/// What goes when retention ends.
extension RelyingDatabase {
    /// When a use's retention ends, in SQL.
    private static let end = "coalesce(uses.time / 1000, uses.created) + sessions.retention_days * 86400"
    /// True for a use that a hold keeps: for its own case or for that of the request.
    private static let isHeld = """
        EXISTS (SELECT 1 FROM holds WHERE released IS NULL AND case_index IN (uses.case_index, sessions.case_index))
        """

    /// Scenes of which the desk has not heard yet how long data may be kept.
    func scenesOfUnknownRetention() throws -> [SceneCode] {
        try pool.read { connection in
            try String.fetchAll(
                connection, sql: "SELECT DISTINCT scene FROM sessions WHERE retention_days IS NULL LIMIT 100"
            ).compactMap { SceneCode($0) }
        }
    }

    /// Notes what a scene says; a scene does not change.
    func note(retentionDays days: UInt64, of scene: SceneCode) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE sessions SET retention_days = ? WHERE scene = ? AND retention_days IS NULL",
                arguments: [Int64(clamping: days), scene.text])
        }
    }

    /// Uses whose retention had ended then and that no hold keeps, the oldest first.
    func endedUses(at second: UInt64, limit: Int) throws -> [RetainedUse] {
        try retained(
            "uses.deleted IS NULL AND \(RelyingDatabase.end) <= ? AND NOT \(RelyingDatabase.isHeld)",
            [Int64(clamping: second)], limit: limit)
    }

    /// Uses that are there, by the day on which they go.
    func retainedUses(limit: Int) throws -> [RetainedUse] { try retained("uses.deleted IS NULL", [], limit: limit) }

    /// Uses that were deleted, the last first.
    func deletedUses(limit: Int) throws -> [StoredUse] {
        try pool.read { connection in
            try Row.fetchAll(
                connection, cached: "SELECT * FROM uses WHERE deleted IS NOT NULL ORDER BY deleted DESC LIMIT ?",
                [Int64(limit)]
            ).map(storedUse)
        }
    }

    private func retained(_ filter: String, _ arguments: [Int64], limit: Int) throws -> [RetainedUse] {
        try pool.read { connection in
            let rows = try Row.fetchAll(
                connection,
                cached: """
                    SELECT uses.*, sessions.scene, sessions.retention_days, sessions.case_index AS request_index
                    FROM uses JOIN sessions ON sessions.grant_id = uses.grant_id WHERE \(filter)
                    ORDER BY \(RelyingDatabase.end), uses.grant_id, uses.number LIMIT ?
                    """, StatementArguments(arguments + [Int64(limit)]))
            return try rows.compactMap { row in
                let use = try storedUse(row)
                guard let scene = SceneCode(row["scene"] as String) else { return nil }
                let hold = try self.hold(
                    among: [row["case_index"] as Data, row["request_index"] as Data], connection)
                return RetainedUse(
                    use: use, scene: scene,
                    retentionDays: (row["retention_days"] as Int64?).map { UInt64(clamping: $0) },
                    caseNumber: try? CaseOpening(decoding: use.matter).number, hold: hold)
            }
        }
    }

    /// Deletes everything personal of a use, and keeps the record of it: both, or neither. False when a hold came in
    /// between, or another process was first.
    func delete(_ retained: RetainedUse, at second: UInt64) throws -> Bool {
        guard let days = retained.retentionDays else { return false }
        let (use, digest) = (retained.use, retained.use.personalDigest)
        let place: StatementArguments = [Data(use.grant.digest.bytes), Int64(clamping: use.number)]
        return try pool.write { connection in
            let isEnded = try Bool.fetchOne(
                connection,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM uses JOIN sessions ON sessions.grant_id = uses.grant_id
                        WHERE uses.grant_id = ? AND uses.number = ? AND uses.deleted IS NULL
                            AND NOT \(RelyingDatabase.isHeld))
                    """, arguments: place)
            guard isEnded == true else { return false }
            try connection.execute(
                sql: """
                    UPDATE uses SET secret = NULL, matter = x'', case_index = x'', clerk = x'', content = NULL,
                        verdict = NULL, compared = NULL, deleted = ?, deleted_scene = ?, deleted_days = ?,
                        deleted_digest = ?
                    WHERE grant_id = ? AND number = ?
                    """,
                arguments: [
                    Int64(clamping: second), retained.scene.text, Int64(clamping: days), Data(digest.bytes),
                ] + place)
            try connection.execute(
                sql: "UPDATE faults SET evidence = x'' WHERE grant_id = ? AND number = ?", arguments: place)
            try forgetPassings(of: use.grant, use: use.number, connection)
            try endReliance(of: use, connection)
            try tell(.retentionDeleted(use.grant, number: use.number, digest: digest), at: second, connection)
            return true
        }
    }

    /// Takes case number, words and deposits from requests that are over, of which no use is left and whose own
    /// retention has ended: it counts from the end of what was asked for.
    func deleteEndedSessions(at second: UInt64) throws {
        try pool.write { connection in
            let ended = try Data.fetchAll(
                connection,
                sql: """
                    SELECT id FROM sessions WHERE deleted IS NULL AND state IN ('granted', 'refused', 'answered')
                        AND ends + term + retention_days * 86400 <= ?
                        AND NOT EXISTS (SELECT 1 FROM uses WHERE uses.grant_id = sessions.grant_id AND deleted IS NULL)
                        AND NOT EXISTS (SELECT 1 FROM holds
                            WHERE released IS NULL AND holds.case_index = sessions.case_index)
                    """, arguments: [Int64(clamping: second)])
            for id in ended {
                try connection.execute(sql: "DELETE FROM staffed_sessions WHERE session = ?", arguments: [id])
                // Who looked at the case stays in the audit log, without its number.
                try connection.execute(
                    sql: """
                        DELETE FROM reads WHERE case_index = (SELECT case_index FROM sessions WHERE id = ?)
                            AND NOT EXISTS (SELECT 1 FROM uses WHERE uses.case_index = reads.case_index)
                        """, arguments: [id])
                try connection.execute(
                    sql: "UPDATE sessions SET matter = x'', case_index = x'', text = NULL, deleted = ? WHERE id = ?",
                    arguments: [Int64(clamping: second), id])
                try connection.execute(sql: "UPDATE answers SET deposit = NULL WHERE session = ?", arguments: [id])
            }
        }
    }

    /// Writes what waits in the log into the database file and empties the log, so that nothing deleted stands in it.
    func emptyLog() throws { try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
}
