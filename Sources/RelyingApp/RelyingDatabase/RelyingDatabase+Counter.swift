internal import Foundation
internal import GRDB
internal import Rulebook
internal import Sealing
internal import Signing

/// Sessions that staff opened.
extension RelyingDatabase {
    /// Notes whose session it is, in the transaction that opens it.
    func note(_ staffed: StaffedSession, _ connection: Database) throws {
        let place = "staffed_sessions/place/\(staffed.session)"
        try connection.execute(
            sql: "INSERT INTO staffed_sessions (session, clerk, place, state) VALUES (?, ?, ?, ?)",
            arguments: [
                Data(staffed.session.bytes), Int64(staffed.clerk.value),
                staffed.counter.map { Data(storage.seal(Array($0.text.utf8), at: place)) }, staffed.state.rawValue,
            ])
    }

    /// Whose session it is; nil for one that a command opened.
    func staffed(_ id: SessionID) throws -> StaffedSession? {
        try pool.read { connection in
            try Row.fetchOne(
                connection, cached: "SELECT * FROM staffed_sessions WHERE session = ?", [Data(id.bytes)]
            ).map(storedStaffed)
        }
    }

    /// A clerk's sessions since a moment, the newest first.
    func staffed(of clerk: ClerkNumber, since time: UInt64, limit: Int) throws -> [StaffedSession] {
        try pool.read { connection in
            try Row.fetchAll(
                connection,
                cached: """
                    SELECT staffed_sessions.* FROM staffed_sessions JOIN sessions ON sessions.id = session
                    WHERE clerk = ? AND created >= ? ORDER BY created DESC, sessions.rowid DESC LIMIT ?
                    """, [Int64(clerk.value), Int64(clamping: time), Int64(limit)]
            ).map(storedStaffed)
        }
    }

    /// Notes that a phone shows its number from now on; once it does, the first moment stands.
    func noteShown(_ id: SessionID, at time: UInt64) throws -> StaffedSession? {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE staffed_sessions SET state = 'shown', shown = ? WHERE session = ? AND state = 'waiting'",
                arguments: [Int64(clamping: time), Data(id.bytes)])
        }
        return try staffed(id)
    }

    /// Settles the one try: of two that come at once, one counts. False when it was settled before.
    func settle(_ id: SessionID, isMatch: Bool, at time: UInt64) throws -> Bool {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE staffed_sessions SET state = ?, matched = ? WHERE session = ? AND state = 'shown'",
                arguments: [
                    (isMatch ? StaffedSession.State.matched : .failed).rawValue, Int64(clamping: time), Data(id.bytes),
                ])
            return connection.changesCount == 1
        }
    }

    /// Each use has a comparison of its own.
    static let comparisonTables = """
        ALTER TABLE staffed_sessions DROP COLUMN compared;
        ALTER TABLE uses ADD COLUMN compared INTEGER;
        """

    /// Notes that the clerk has compared the person with a portrait, for a use that goes on; the first moment stands.
    func noteCompared(_ use: StoredUse, at time: UInt64) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE uses SET compared = ? WHERE grant_id = ? AND number = ? AND compared IS NULL",
                arguments: [
                    Int64(clamping: time), Data(use.grant.digest.bytes), Int64(clamping: use.number),
                ])
        }
    }

    private func storedStaffed(_ row: Row) throws -> StaffedSession {
        guard let id = SessionID(Array(row["session"] as Data)),
            let state = StaffedSession.State(rawValue: row["state"] as String)
        else { throw RelyingFailure.wrongStorageKey }
        let place = try (row["place"] as Data?).map {
            try storage.open(Array($0), at: "staffed_sessions/place/\(id)")
        }
        func time(_ column: String) -> UInt64? { (row[column] as Int64?).map { UInt64(clamping: $0) } }
        return StaffedSession(
            session: id, clerk: ClerkNumber(UInt64(clamping: row["clerk"] as Int64)),
            counter: place.flatMap { CounterOrder(stored: String(decoding: $0, as: UTF8.self)) }, state: state,
            shown: time("shown"), matched: time("matched"))
    }
}
