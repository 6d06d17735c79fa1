internal import Foundation
internal import GRDB
internal import RelyingAPI
internal import Rulebook
internal import Signing

extension RelyingDatabase {
    /// How many deposits of one session are kept that the ledger has not taken, or not yet.
    static let waitingLimit = 8

    /// Gives up the deposits of answers that failed before then: nobody asks for them any more.
    func dropFailedDeposits(before time: UInt64) throws {
        try pool.write { connection in
            try connection.execute(
                sql:
                    "UPDATE answers SET deposit = NULL WHERE state = 'failed' AND received < ? AND deposit IS NOT NULL",
                arguments: [Int64(clamping: time)])
        }
    }

    /// Keeps an answer before anything is done with it, and returns what stands: the same one, if it came before.
    /// Refuses another answer to a session that has one.
    func keep(_ answer: StoredAnswer, at time: UInt64) throws -> StoredAnswer {
        try pool.write { connection in
            if let same = try self.answer(answer.digest, connection), same.state != .failed { return same }
            let isTaken =
                try Bool.fetchOne(
                    connection,
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM answers WHERE session = ? AND kind < 3 AND state <> 'failed'
                            AND digest <> ?)
                        """,
                    arguments: [Data(answer.session.bytes), Data(answer.digest.bytes)]) ?? true
            if answer.kind != .dealtAgain, isTaken { throw RelyingProblem.answeredOtherwise }
            let waiting =
                try Int.fetchOne(
                    connection,
                    sql: "SELECT count(*) FROM answers WHERE session = ? AND state <> 'final' AND deposit IS NOT NULL",
                    arguments: [Data(answer.session.bytes)]) ?? 0
            guard waiting < RelyingDatabase.waitingLimit else { throw RelyingProblem.tooManyRequests }
            try connection.execute(
                sql: """
                    INSERT OR REPLACE INTO answers
                        (digest, session, grant_id, kind, manifest, deposit, statement, validators, state, received)
                    VALUES (?, ?, ?, ?, ?, ?, ?, 0, 'kept', ?)
                    """,
                arguments: [
                    Data(answer.digest.bytes), Data(answer.session.bytes), Data(answer.grant.digest.bytes),
                    answer.kind.rawValue, answer.manifest.map { Data($0.bytes) }, answer.deposit.map { Data($0) },
                    Data(answer.statement), Int64(clamping: time),
                ])
            if answer.kind != .dealtAgain { try set(.answered, answer.session, connection) }
            return answer
        }
    }

    /// An answer; nil when none of that digest came.
    func answer(_ digest: Digest) throws -> StoredAnswer? { try pool.read { try answer(digest, $0) } }

    private func answer(_ digest: Digest, _ connection: Database) throws -> StoredAnswer? {
        try Row.fetchOne(connection, cached: "SELECT * FROM answers WHERE digest = ?", [Data(digest.bytes)])
            .map(storedAnswer)
    }

    /// All answers for a grant, the oldest first.
    func answers(of grant: GrantID) throws -> [StoredAnswer] {
        try pool.read { connection in
            try Row.fetchAll(
                connection, cached: "SELECT * FROM answers WHERE grant_id = ? ORDER BY received, rowid",
                [Data(grant.digest.bytes)]
            ).map(storedAnswer)
        }
    }

    /// Some of the answers that have been on their way since then or longer, by chance: those that come no further do
    /// not keep the others waiting.
    func keptAnswers(since time: UInt64, limit: Int) throws -> [StoredAnswer] {
        try pool.read { connection in
            try Row.fetchAll(
                connection,
                cached: "SELECT * FROM answers WHERE state = 'kept' AND received <= ? ORDER BY random() LIMIT ?",
                [Int64(clamping: time), Int64(limit)]
            ).map(storedAnswer)
        }
    }

    /// Notes who holds the deposit of an answer.
    func note(_ digest: Digest, words: [[UInt8]], of validators: Int) throws {
        var encoder = CBOREncoder()
        encoder.list(words) { $0.byteString($1) }
        let list = encoder.bytes
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE answers SET words = ?, validators = ? WHERE digest = ? AND state = 'kept'",
                arguments: [Data(list), Int64(validators), Data(digest.bytes)])
        }
    }

    /// Notes where an answer's act stands on the ledger.
    func finish(_ answer: StoredAnswer, _ place: FinalPlace) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE answers SET state = 'final', height = ?, receipt = ? WHERE digest = ?",
                arguments: [Int64(clamping: place.height), place.receipt, Data(answer.digest.bytes)])
            switch answer.kind {
            case .grant:
                try set(.granted, answer.session, connection)
                try tell(.grantFinal(answer.grant, answer.session, place.height), at: place.time / 1_000, connection)
            case .refusal:
                try set(.refused, answer.session, connection)
                try tell(.grantRefused(answer.grant, answer.session, place.height), at: place.time / 1_000, connection)
            case .dealtAgain: break
            }
        }
    }

    /// Notes that an answer came to nothing; the wallet may give another one.
    func fail(_ answer: StoredAnswer, _ refusal: StoredAnswer.RefusalNote) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE answers SET state = 'failed', refusal = ? WHERE digest = ? AND state = 'kept'",
                arguments: [refusal.text, Data(answer.digest.bytes)])
            if answer.kind != .dealtAgain { try set(.asked, answer.session, connection) }
        }
    }

    /// The newest block that is known to have touched a grant; 0 when none is.
    func lastHeight(of grant: GrantID) throws -> UInt64 {
        try pool.read { connection in
            let id = Data(grant.digest.bytes)
            let height = try Int64.fetchOne(
                connection,
                sql: """
                    SELECT max(height) FROM (SELECT height FROM answers WHERE grant_id = ? AND state = 'final'
                        UNION ALL SELECT height FROM uses WHERE grant_id = ?)
                    """,
                arguments: [id, id])
            return UInt64(clamping: height ?? 0)
        }
    }

    /// Deposits that a closed grant needs no more; the release secrets of its uses go too.
    func forgetSecrets(of grant: GrantID) throws {
        try pool.write { connection in
            let id = Data(grant.digest.bytes)
            try connection.execute(sql: "UPDATE answers SET deposit = NULL WHERE grant_id = ?", arguments: [id])
            try connection.execute(
                sql: "UPDATE uses SET secret = NULL WHERE grant_id = ? AND state IN ('opened', 'faulty', 'lost')",
                arguments: [id])
        }
    }

    /// Grants of which deposits or release secrets are still kept.
    func grantsWithSecrets(limit: Int, offset: Int) throws -> [GrantID] {
        try pool.read { connection in
            try Data.fetchAll(
                connection,
                sql: """
                    SELECT DISTINCT grant_id FROM answers WHERE deposit IS NOT NULL AND state = 'final'
                    ORDER BY grant_id LIMIT ? OFFSET ?
                    """,
                arguments: [Int64(limit), Int64(offset)]
            ).compactMap { Digest(Array($0)).map { GrantID($0) } }
        }
    }

    private func set(_ state: Session.State, _ session: SessionID, _ connection: Database) throws {
        try connection.execute(
            sql: "UPDATE sessions SET state = ? WHERE id = ? AND state IN ('open', 'asked', 'answered')",
            arguments: [state.rawValue, Data(session.bytes)])
    }

    private func storedAnswer(_ row: Row) throws -> StoredAnswer {
        guard let digest = Digest(Array(row["digest"] as Data)), let session = SessionID(Array(row["session"] as Data)),
            let grant = Digest(Array(row["grant_id"] as Data)),
            let kind = StoredAnswer.Kind(rawValue: row["kind"] as Int64),
            let state = StoredAnswer.State(rawValue: row["state"] as String)
        else { throw RelyingFailure.wrongStorageKey }
        let words: [[UInt8]] =
            try (row["words"] as Data?).map { bytes in
                var decoder = CBORDecoder(Array(bytes))
                return try decoder.list(max: 64) { (inner) throws(CBORError) in
                    try inner.byteString(max: Statement.maxByteCount)
                }
            } ?? []
        return StoredAnswer(
            digest: digest, session: session, grant: GrantID(grant), kind: kind,
            manifest: (row["manifest"] as Data?).flatMap { Digest(Array($0)) },
            deposit: (row["deposit"] as Data?).map { Array($0) }, statement: Array(row["statement"] as Data),
            words: words, validators: Int(row["validators"] as Int64), state: state,
            height: (row["height"] as Int64?).map { UInt64(clamping: $0) }, receipt: row["receipt"],
            refusal: try (row["refusal"] as String?).map { try StoredAnswer.RefusalNote(parsing: $0) })
    }
}
