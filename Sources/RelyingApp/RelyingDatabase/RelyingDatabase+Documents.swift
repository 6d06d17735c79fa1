internal import Foundation
internal import GRDB
internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

/// The documents on which uses rely, and what the ledger says of them.
extension RelyingDatabase {
    /// Opened uses of which it was not noted yet on which documents they rely.
    func usesToRelyOn(limit: Int) throws -> [StoredUse] {
        try pool.read { connection in
            try Row.fetchAll(
                connection,
                cached: "SELECT * FROM uses WHERE state = 'opened' AND relied = 0 AND deleted IS NULL LIMIT ?",
                [Int64(limit)]
            ).map(storedUse)
        }
    }

    /// Notes on which documents a use relies, by their places; each is asked of as of the use's block.
    func rely(_ use: StoredUse, on documents: [(place: Int, document: ReliedDocument)], origin: String) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE uses SET relied = 1 WHERE grant_id = ? AND number = ? AND deleted IS NULL",
                arguments: [Data(use.grant.digest.bytes), Int64(clamping: use.number)])
            guard connection.changesCount == 1 else { return }
            for (place, document) in documents {
                try add(document, due: use.height ?? 0, origin, connection)
                try connection.execute(
                    sql: """
                        INSERT OR IGNORE INTO reliances (grant_id, number, place, record, height, case_index)
                        SELECT grant_id, number, ?, ?, ?, case_index FROM uses WHERE grant_id = ? AND number = ?
                        """,
                    arguments: [
                        Int64(place), Int64(clamping: document.record), Int64(clamping: use.height ?? 0),
                        Data(use.grant.digest.bytes), Int64(clamping: use.number),
                    ])
            }
        }
    }

    private func add(
        _ document: ReliedDocument, due: UInt64, _ origin: String, _ connection: Database
    ) throws {
        try connection.execute(
            sql: """
                INSERT INTO documents
                    (record, issuer, type, commitment, expiry, status_prefix, correction_prefix, due)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (record) DO UPDATE SET due = max(coalesce(due, 0), excluded.due)
                """,
            arguments: [
                Int64(clamping: document.record), document.issuer.text, document.type.text,
                Data(document.commitment.digest.bytes), document.expiry.map { Int64(clamping: $0) },
                ReliedDocument.prefix(document.statusKey(origin)),
                ReliedDocument.prefix(document.correctionKey(origin)), Int64(clamping: due),
            ])
    }

    /// Ends what a use relied on: documents that nobody else relies on go, and notices that nobody else needs.
    func endReliance(of use: StoredUse, _ connection: Database) throws {
        try connection.execute(
            sql: "DELETE FROM reliances WHERE grant_id = ? AND number = ?",
            arguments: [Data(use.grant.digest.bytes), Int64(clamping: use.number)])
        try connection.execute(
            sql: """
                DELETE FROM notices WHERE NOT EXISTS (SELECT 1 FROM reliances
                    WHERE reliances.record = notices.record AND reliances.case_index = notices.case_index)
                """)
        try connection.execute(
            sql:
                "DELETE FROM documents WHERE NOT EXISTS "
                + "(SELECT 1 FROM reliances WHERE reliances.record = documents.record)"
        )
    }

    /// True when there is a document to follow.
    func reliesOnAny() throws -> Bool {
        try pool.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM documents)") } ?? false
    }

    /// Up to which block the ledger was followed, and that block's time in ms; nil before the first look.
    func followed() throws -> (height: UInt64, time: UInt64)? {
        try pool.read { try followed($0) }
    }

    func followed(_ connection: Database) throws -> (height: UInt64, time: UInt64)? {
        let row = try Row.fetchOne(connection, cached: "SELECT value FROM meta WHERE key = 'followed'", [])
        guard let bytes = row?["value"] as Data? else { return nil }
        var decoder = CBORDecoder(Array(bytes))
        try decoder.array(count: 2)
        return (try decoder.unsigned(), try decoder.unsigned())
    }

    private func setFollowed(_ height: UInt64, _ time: UInt64, _ connection: Database) throws {
        var encoder = CBOREncoder()
        encoder.array(2)
        encoder.unsigned(height)
        encoder.unsigned(time)
        try connection.execute(
            sql: "INSERT OR REPLACE INTO meta (key, value) VALUES ('followed', ?)", arguments: [Data(encoder.bytes)])
    }

    /// Notes what blocks touched, and that all up to the last of them were looked at: both, or neither.
    func note(_ blocks: [BlockBody]) throws {
        try pool.write { connection in
            for block in blocks {
                for (column, prefixes) in [
                    ("status_prefix", block.touched.status), ("correction_prefix", block.touched.correction),
                ] {
                    for prefix in prefixes {
                        try connection.execute(
                            sql: "UPDATE documents SET due = max(coalesce(due, 0), ?) WHERE \(column) = ?",
                            arguments: [Int64(clamping: block.height), prefix])
                    }
                }
            }
            if let last = blocks.last { try setFollowed(last.height, last.time, connection) }
        }
    }

    /// Has all documents asked of as of a block, instead of looking at each block up to it.
    func askAll(upTo block: BlockBody) throws {
        try pool.write { connection in
            try connection.execute(
                sql: "UPDATE documents SET due = max(coalesce(due, 0), ?)", arguments: [Int64(clamping: block.height)])
            try setFollowed(block.height, block.time, connection)
        }
    }

    /// Documents that a block may have changed, those of the oldest block first.
    func dueDocuments(limit: Int) throws -> [ReliedDocument] {
        try documents("due IS NOT NULL ORDER BY due, record LIMIT ?", [Int64(limit)])
    }

    /// Documents whose proof is older than a block, the oldest first.
    func documents(provenBefore height: UInt64, limit: Int) throws -> [ReliedDocument] {
        try documents(
            "due IS NULL AND proven < ? ORDER BY proven, record LIMIT ?", [Int64(clamping: height), Int64(limit)])
    }

    /// The document of a record; nil when no use relies on it.
    func document(_ record: UInt64) throws -> ReliedDocument? {
        try documents("record = ?", [Int64(clamping: record)]).first
    }

    /// The document at a place of a use; nil when the use relies on none there.
    func document(at place: Int, of number: UInt64, _ grant: GrantID) throws -> ReliedDocument? {
        try documents(
            "record = (SELECT record FROM reliances WHERE grant_id = ? AND number = ? AND place = ?)",
            [Data(grant.digest.bytes), Int64(clamping: number), Int64(place)]
        ).first
    }

    private func documents(_ filter: String, _ arguments: StatementArguments) throws -> [ReliedDocument] {
        try pool.read { connection in
            try Row.fetchAll(connection, cached: "SELECT * FROM documents WHERE \(filter)", arguments)
                .map(reliedDocument)
        }
    }

    private func reliedDocument(_ row: Row) throws -> ReliedDocument {
        guard let issuer = MemberID(row["issuer"] as String), let type = TypeCode(row["type"] as String),
            let commitment = Digest(Array(row["commitment"] as Data))
        else { throw RelyingFailure.wrongStorageKey }
        let proven = UInt64(clamping: row["proven"] as Int64)
        let finding = ReliedDocument.Finding(
            status: try (row["status"] as Data?).map { try StatusEntry(decoding: Array($0)) },
            correction: try (row["correction"] as Data?).map { try CorrectionEntry(decoding: Array($0)) },
            height: proven, time: UInt64(clamping: row["proven_time"] as Int64))
        return ReliedDocument(
            record: UInt64(clamping: row["record"] as Int64), issuer: issuer, type: type,
            commitment: Commitment(commitment), expiry: (row["expiry"] as Int64?).map { UInt64(clamping: $0) },
            finding: proven == 0 ? nil : finding, due: (row["due"] as Int64?).map { UInt64(clamping: $0) })
    }
}
