internal import Foundation
internal import GRDB
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// The evidence store: what is kept, found by what is asked of it.
extension RelyingDatabase {
    /// Everything of a use but what it opened: a list does not open documents.
    private static let columns = """
        uses.grant_id, uses.number, uses.statement, uses.matter, uses.clerk, uses.created, uses.state, uses.height,
        uses.block, uses.time, uses.receipt, uses.verdict, uses.note, uses.tag, uses.deleted, uses.deleted_scene,
        uses.deleted_days, uses.deleted_digest, uses.compared, sessions.scene
        """

    /// Uses, the last first.
    func uses(_ search: UseSearch) throws -> [ListedUse] {
        var conditions = ["1"]
        var arguments = StatementArguments()
        func add(_ condition: String, _ values: StatementArguments) {
            conditions.append(condition)
            arguments += values
        }
        if let number = search.caseNumber {
            let index = Data(caseIndex(number).bytes)
            add("(uses.case_index = ? OR uses.deleted IS NULL AND sessions.case_index = ?)", [index, index])
        }
        if let grant = search.grant { add("uses.grant_id = ?", [Data(grant.digest.bytes)]) }
        if let scene = search.scene { add("sessions.scene = ?", [scene.text]) }
        if let since = search.since { add("uses.created >= ?", [Int64(clamping: since)]) }
        if let until = search.until { add("uses.created < ?", [Int64(clamping: until)]) }
        if let state = search.state { add("uses.state = ?", [state.rawValue]) }
        if let isDeleted = search.isDeleted { add("(uses.deleted IS NOT NULL) = ?", [isDeleted]) }
        if let after = search.after {
            let (created, grant) = (Int64(clamping: after.created), Data(after.grant.digest.bytes))
            add(
                "(uses.created < ? OR uses.created = ? AND (uses.grant_id, uses.number) > (?, ?))",
                [created, created, grant, Int64(clamping: after.number)])
        }
        arguments += [Int64(search.limit)]
        let sql = """
            SELECT \(RelyingDatabase.columns) FROM uses LEFT JOIN sessions ON sessions.grant_id = uses.grant_id
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY uses.created DESC, uses.grant_id, uses.number LIMIT ?
            """
        let asked = arguments
        return try pool.read { connection in
            try Row.fetchAll(connection, sql: sql, arguments: asked).map { row in
                let use = try storedUse(row)
                return ListedUse(
                    use: use, scene: (row["scene"] as String?).flatMap { SceneCode($0) },
                    caseNumber: try? CaseOpening(decoding: use.matter).number)
            }
        }
    }

    /// Cases with their uses, those of the last use first.
    func cases(limit: Int) throws -> [(caseNumber: String, uses: Int, last: UInt64)] {
        try pool.read { connection in
            try Row.fetchAll(
                connection,
                cached: """
                    SELECT grant_id, number, matter, count(*) AS uses, max(created) AS last FROM uses
                    WHERE deleted IS NULL GROUP BY case_index ORDER BY last DESC LIMIT ?
                    """, [Int64(limit)]
            ).compactMap { row in
                guard let grant = Digest(Array(row["grant_id"] as Data)) else { return nil }
                let place = RelyingDatabase.place(GrantID(grant), UInt64(clamping: row["number"] as Int64))
                let matter = try storage.open(Array(row["matter"] as Data), at: "uses/matter/\(place)")
                return (
                    try CaseOpening(decoding: matter).number, Int(row["uses"] as Int64),
                    UInt64(clamping: row["last"] as Int64)
                )
            }
        }
    }
}
