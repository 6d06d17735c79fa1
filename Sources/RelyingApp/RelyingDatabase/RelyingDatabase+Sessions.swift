internal import Foundation
internal import GRDB
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension RelyingDatabase {
    /// Opens a session, unless so many are open already, and notes whose it is. `tag` names the item of a bulk order
    /// that it is for.
    func open(_ session: Session, by staffed: StaffedSession?, limit: Int, tag: Digest? = nil) throws {
        let place = session.id.description
        try pool.write { connection in
            let open = try Int.fetchOne(
                connection, sql: "SELECT count(*) FROM sessions WHERE state IN ('open', 'asked') AND ends > ?",
                arguments: [Int64(clamping: session.created)])
            guard open ?? 0 < limit else { throw RelyingRefusal.tooManySessions(limit) }
            try connection.execute(
                sql: """
                    INSERT INTO sessions
                        (id, scene, profile, uses, term, matter, case_index, text, created, ends, state, tag)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)
                    """,
                arguments: [
                    Data(session.id.bytes), session.scene.text, session.profile.text, Int64(clamping: session.uses),
                    Int64(clamping: session.term),
                    Data(storage.seal(session.matter.encoded, at: "sessions/matter/\(place)")),
                    Data(caseIndex(session.matter.number).bytes),
                    session.text.map { Data(storage.seal($0.encoded, at: "sessions/text/\(place)")) },
                    Int64(clamping: session.created), Int64(clamping: session.ends), tag.map { Data($0.bytes) },
                ])
            if let staffed { try note(staffed, connection) }
        }
    }

    /// A session; nil when there is none.
    func session(_ id: SessionID) throws -> Session? {
        try pool.read { connection in
            try Row.fetchOne(connection, cached: "SELECT * FROM sessions WHERE id = ?", [Data(id.bytes)])
                .map(storedSession)
        }
    }

    /// The session that was opened for an item of a bulk order; nil when none was.
    func session(tagged tag: Digest) throws -> Session? {
        try pool.read { connection in
            try Row.fetchOne(connection, cached: "SELECT * FROM sessions WHERE tag = ?", [Data(tag.bytes)])
                .map(storedSession)
        }
    }

    /// The session of a grant; nil when it is none of this desk's.
    func session(of grant: GrantID) throws -> Session? {
        try pool.read { connection in
            try Row.fetchOne(
                connection, cached: "SELECT * FROM sessions WHERE grant_id = ?", [Data(grant.digest.bytes)]
            ).map(storedSession)
        }
    }

    /// The newest sessions.
    func sessions(limit: Int) throws -> [Session] {
        try pool.read { connection in
            try Row.fetchAll(
                connection, cached: "SELECT * FROM sessions ORDER BY created DESC, rowid DESC LIMIT ?", [Int64(limit)]
            ).map(storedSession)
        }
    }

    /// The sessions of a case number.
    func sessions(ofCase number: String) throws -> [Session] {
        try pool.read { connection in
            try Row.fetchAll(
                connection, cached: "SELECT * FROM sessions WHERE case_index = ? ORDER BY created, rowid",
                [Data(caseIndex(number).bytes)]
            ).map(storedSession)
        }
    }

    /// Deletes sessions that nobody answered and that were over then.
    func dropUnanswered(before time: UInt64) throws {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    DELETE FROM sessions WHERE state IN ('open', 'asked') AND ends < ?
                        AND NOT EXISTS (SELECT 1 FROM answers WHERE session = sessions.id)
                        AND NOT EXISTS (SELECT 1 FROM holds
                            WHERE released IS NULL AND holds.case_index = sessions.case_index)
                    """,
                arguments: [Int64(clamping: time)])
        }
    }

    /// Gives a session to the wallet with this key, once and for all: nobody else's key is taken afterwards. Returns
    /// the request that stands, whichever wallet it names.
    func claim(_ id: SessionID, by key: PublicKey, _ grant: GrantID, request: [UInt8]) throws -> [UInt8] {
        try pool.write { connection in
            let isUsed = try Bool.fetchOne(
                connection, sql: "SELECT EXISTS (SELECT 1 FROM sessions WHERE grant_id = ? AND id <> ?)",
                arguments: [Data(grant.digest.bytes), Data(id.bytes)])
            if isUsed ?? true { throw RelyingProblem.keyUsed }
            try connection.execute(
                sql: """
                    UPDATE sessions SET grant_key = ?, grant_id = ?, request = ?, state = 'asked'
                    WHERE id = ? AND grant_key IS NULL
                    """,
                arguments: [
                    Data(key.bytes), Data(grant.digest.bytes), Data(request), Data(id.bytes),
                ])
            let standing = try Row.fetchOne(
                connection, sql: "SELECT grant_key, request FROM sessions WHERE id = ?", arguments: [Data(id.bytes)])
            let owner: Data? = standing?["grant_key"]
            guard owner == Data(key.bytes), let kept: Data = standing?["request"] else {
                throw RelyingProblem.otherWallet
            }
            return Array(kept)
        }
    }

    func storedSession(_ row: Row) throws -> Session {
        guard let id = SessionID(Array(row["id"] as Data)), let scene = SceneCode(row["scene"] as String),
            let profile = ProfileID(row["profile"] as String),
            let state = Session.State(rawValue: row["state"] as String)
        else { throw RelyingFailure.wrongStorageKey }
        // What was deleted is empty.
        let sealed = Array(row["matter"] as Data)
        let matter = try sealed.isEmpty ? nil : storage.open(sealed, at: "sessions/matter/\(id)")
        let text = try (row["text"] as Data?).map { try storage.open(Array($0), at: "sessions/text/\(id)") }
        return Session(
            id: id, scene: scene, profile: profile, uses: UInt64(clamping: row["uses"] as Int64),
            term: UInt64(clamping: row["term"] as Int64),
            matter: try matter.map { try CaseOpening(decoding: $0) } ?? Session.deletedMatter,
            text: try text.map { try Bilingual(decoding: $0) },
            created: UInt64(clamping: row["created"] as Int64), ends: UInt64(clamping: row["ends"] as Int64),
            grantKey: (row["grant_key"] as Data?).flatMap { PublicKey(.ed25519, bytes: Array($0)) },
            grant: (row["grant_id"] as Data?).flatMap { Digest(Array($0)) }.map { GrantID($0) },
            request: (row["request"] as Data?).map { Array($0) }, state: state)
    }
}
