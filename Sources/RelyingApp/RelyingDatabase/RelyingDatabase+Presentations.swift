internal import Credentials
internal import Foundation
internal import GRDB
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension RelyingDatabase {
    // What was asked of whom in which case, and what was shown, are sealed; `kept_until` is when the retention ends.
    static let presentationTables = """
        CREATE TABLE presentation_keys (
            client TEXT NOT NULL PRIMARY KEY, secret BLOB NOT NULL, certificates BLOB NOT NULL,
            added INTEGER NOT NULL) STRICT;
        CREATE TABLE presentations (
            id BLOB NOT NULL PRIMARY KEY, scene TEXT NOT NULL, profile TEXT NOT NULL, matter BLOB NOT NULL,
            case_index BLOB NOT NULL, client TEXT NOT NULL, query TEXT NOT NULL, nonce TEXT NOT NULL UNIQUE,
            request_state TEXT NOT NULL, return_address TEXT, secret BLOB, created INTEGER NOT NULL,
            ends INTEGER NOT NULL, state TEXT NOT NULL, answered INTEGER, kept_until INTEGER, content BLOB,
            verdict BLOB, code BLOB) STRICT;
        CREATE INDEX presentations_case ON presentations (case_index);
        CREATE INDEX presentations_end ON presentations (kept_until);
        """

    /// Keeps the key by which plain requests are signed from now on.
    func set(_ key: PresentationKey, at time: UInt64) throws {
        var encoder = CBOREncoder()
        encoder.list(key.certificates) { $0.byteString($1) }
        let certificates = Data(encoder.bytes)
        let secret = storage.seal(key.key.secret, at: "presentation_keys/secret/\(key.clientID)")
        try pool.write { connection in
            try connection.execute(
                sql: """
                    INSERT OR REPLACE INTO presentation_keys (client, secret, certificates, added) VALUES (?, ?, ?, ?)
                    """,
                arguments: [key.clientID, Data(secret), certificates, Int64(clamping: time)])
        }
    }

    /// The newest key with its certificates; nil when there is none.
    func presentationKey() throws -> (key: PrivateKey, certificates: [[UInt8]])? {
        let row = try pool.read { connection in
            try Row.fetchOne(
                connection, sql: "SELECT * FROM presentation_keys ORDER BY added DESC, rowid DESC LIMIT 1")
        }
        guard let row else { return nil }
        let secret = try storage.open(
            Array(row["secret"] as Data), at: "presentation_keys/secret/\(row["client"] as String)")
        guard let key = PrivateKey(.es256, secret: secret) else { throw RelyingFailure.wrongStorageKey }
        var decoder = CBORDecoder(Array(row["certificates"] as Data))
        let certificates = try decoder.list(max: PresentationKey.maxCertificates) { (inner) throws(CBORError) in
            try inner.byteString(max: 1 << 16)
        }
        return (key, certificates)
    }

    /// Opens a plain request with the key to which its answer is sealed, unless so many are open already.
    func open(_ presentation: Presentation, _ key: AgreementKey, limit: Int) throws {
        let place = presentation.id.description
        try pool.write { connection in
            let open = try Int.fetchOne(
                connection, sql: "SELECT count(*) FROM presentations WHERE state IN ('open', 'asked') AND ends > ?",
                arguments: [Int64(clamping: presentation.created)])
            guard open ?? 0 < limit else { throw RelyingRefusal.tooManySessions(limit) }
            try connection.execute(
                sql: """
                    INSERT INTO presentations (id, scene, profile, matter, case_index, client, query, nonce,
                        request_state, return_address, secret, created, ends, state)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')
                    """,
                arguments: [
                    Data(presentation.id.bytes), presentation.scene.text, presentation.profile.text,
                    Data(storage.seal(presentation.matter.encoded, at: "presentations/matter/\(place)")),
                    Data(caseIndex(presentation.matter.number).bytes), presentation.clientID,
                    presentation.query.json.compact, presentation.nonce, presentation.requestState,
                    presentation.returnAddress?.description,
                    Data(storage.seal(key.secret, at: "presentations/secret/\(place)")),
                    Int64(clamping: presentation.created), Int64(clamping: presentation.ends),
                ])
        }
    }

    /// The key to which the answer is sealed; it is gone once one came.
    func answerKey(of id: SessionID) throws -> AgreementKey {
        let sealed = try pool.read { connection in
            try Data.fetchOne(
                connection, sql: "SELECT secret FROM presentations WHERE id = ?", arguments: [Data(id.bytes)])
        }
        guard let sealed else { throw RelyingProblem.presentationDone }
        guard let key = AgreementKey(secret: try storage.open(Array(sealed), at: "presentations/secret/\(id)")) else {
            throw RelyingFailure.wrongStorageKey
        }
        return key
    }

    /// Notes what the first wallet fetched; false when another was first.
    func keepAsked(_ id: SessionID, _ content: PresentationContent) throws -> Bool {
        let sealed = Data(storage.seal(content.encoded, at: "presentations/content/\(id)"))
        return try pool.write { connection in
            try connection.execute(
                sql: "UPDATE presentations SET state = 'asked', content = ? WHERE id = ? AND state = 'open'",
                arguments: [sealed, Data(id.bytes)])
            return connection.changesCount > 0
        }
    }

    /// Keeps an answer; false when one came before. The key to which it was sealed opens nothing more.
    func keepAnswer(_ id: SessionID, _ content: PresentationContent, _ kept: KeptAnswer) throws -> Bool {
        let sealed = Data(storage.seal(content.encoded, at: "presentations/content/\(id)"))
        return try pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE presentations SET state = ?, content = ?, answered = ?, kept_until = ?, code = ?,
                        secret = NULL WHERE id = ? AND state = 'asked'
                    """,
                arguments: [
                    kept.state.rawValue, sealed, Int64(clamping: kept.answered), Int64(clamping: kept.keptUntil),
                    kept.code.map { Data(SHA256.digest($0.utf8).bytes) }, Data(id.bytes),
                ])
            return connection.changesCount > 0
        }
    }

    func keepVerdict(_ verdict: String, of id: SessionID) throws {
        let sealed = Data(storage.seal(Array(verdict.utf8), at: "presentations/verdict/\(id)"))
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE presentations SET verdict = ? WHERE id = ?", arguments: [sealed, Data(id.bytes)])
        }
    }

    /// Takes the code that a browser brought back, once. A wrong one spends nothing: it has 128 bits.
    func redeem(_ id: SessionID, code: String) throws -> Bool {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    UPDATE presentations SET state = 'shown', code = NULL
                    WHERE id = ? AND state = 'returning' AND code = ?
                    """,
                arguments: [Data(id.bytes), Data(SHA256.digest(code.utf8).bytes)])
            return connection.changesCount > 0
        }
    }
}

/// What is kept, and until when.
extension RelyingDatabase {
    /// A plain request; nil when there is none.
    func presentation(_ id: SessionID) throws -> Presentation? {
        try pool.read { connection in
            try Row.fetchOne(connection, cached: "SELECT * FROM presentations WHERE id = ?", [Data(id.bytes)])
                .map(presentation)
        }
    }

    /// The newest plain requests, or those of a case; what waits for its browser is left without its answer.
    func presentations(ofCase number: String?, limit: Int) throws -> [Presentation] {
        try pool.read { connection in
            let rows =
                if let number {
                    try Row.fetchAll(
                        connection,
                        sql:
                            "SELECT * FROM presentations WHERE case_index = ? ORDER BY created DESC, rowid DESC "
                            + "LIMIT ?",
                        arguments: [Data(caseIndex(number).bytes), Int64(limit)])
                } else {
                    try Row.fetchAll(
                        connection, sql: "SELECT * FROM presentations ORDER BY created DESC, rowid DESC LIMIT ?",
                        arguments: [Int64(limit)])
                }
            return try rows.map(presentation).map { $0.state == .returning ? $0.withoutAnswer : $0 }
        }
    }

    /// Deletes presentations whose retention ended before then, and requests that nobody answered for a week, unless a
    /// hold keeps their case; how many.
    func dropPresentations(before time: UInt64) throws -> Int {
        try pool.write { connection in
            try connection.execute(
                sql: """
                    DELETE FROM presentations WHERE (kept_until < ? OR (kept_until IS NULL AND ends < ?))
                        AND NOT EXISTS (SELECT 1 FROM holds
                            WHERE released IS NULL AND holds.case_index = presentations.case_index)
                    """,
                arguments: [Int64(clamping: time), Int64(clamping: time - min(time, 7 * 86_400))])
            return connection.changesCount
        }
    }

    private func presentation(_ row: Row) throws -> Presentation {
        guard let id = SessionID(Array(row["id"] as Data)), let scene = SceneCode(row["scene"] as String),
            let profile = ProfileID(row["profile"] as String),
            let state = Presentation.State(rawValue: row["state"] as String)
        else { throw RelyingFailure.wrongStorageKey }
        let matter = try storage.open(Array(row["matter"] as Data), at: "presentations/matter/\(id)")
        let query = try JSONElement(parsing: row["query"] as String, maxByteCount: 1 << 20)
        return Presentation(
            id: id, scene: scene, profile: profile, matter: try CaseOpening(decoding: matter), clientID: row["client"],
            query: try PresentationQuery(query), nonce: row["nonce"], requestState: row["request_state"],
            returnAddress: (row["return_address"] as String?).flatMap { WebAddress($0) },
            created: UInt64(clamping: row["created"] as Int64), ends: UInt64(clamping: row["ends"] as Int64),
            state: state, answered: (row["answered"] as Int64?).map { UInt64(clamping: $0) },
            keptUntil: (row["kept_until"] as Int64?).map { UInt64(clamping: $0) },
            content: try (row["content"] as Data?).map { bytes in
                try PresentationContent(decoding: storage.open(Array(bytes), at: "presentations/content/\(id)"))
            },
            verdict: try (row["verdict"] as Data?).map { bytes in
                String(decoding: try storage.open(Array(bytes), at: "presentations/verdict/\(id)"), as: UTF8.self)
            })
    }
}
