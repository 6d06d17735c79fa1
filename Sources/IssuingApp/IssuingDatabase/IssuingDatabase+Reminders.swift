internal import GRDB

extension IssuingDatabase {
    /// Queues one reminder for each delivered document in force that ends before a time; how many.
    func remind(endingBefore end: UInt64, at second: UInt64, limit: Int) throws -> Int {
        let select = """
            SELECT id FROM documents WHERE expiry IS NOT NULL AND expiry > ?1 AND expiry < ?2 AND reminded IS NULL
                AND stage = ?3 AND state = 1 AND account IS NOT NULL LIMIT ?4
            """
        let arguments: StatementArguments = [
            second.stored, end.stored, DocumentStage.delivered.rawValue, limit,
        ]
        let due = try reading { try Int64.fetchAll($0, sql: select, arguments: arguments) }
        guard !due.isEmpty else { return 0 }
        return try writing { database in
            for id in due {
                try database.execute(
                    sql: "UPDATE documents SET reminded = ? WHERE id = ? AND reminded IS NULL",
                    arguments: [second.stored, id])
                guard database.changesCount == 1 else { continue }
                try IssuingDatabase.queueNotice(
                    .expiry, document: DocumentID(id), subject: id, at: second, database)
            }
            return due.count
        }
    }
}
