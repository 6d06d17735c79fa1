internal import GRDB

/// The tags of sealed disclosures that were given away: nobody else knows while they are closed.
extension IssuingDatabase {
    /// How many of a document's tags were given, from number 0 on without a gap.
    func sealedTagCount(of document: DocumentID) throws -> UInt64 {
        try reading { database in try IssuingDatabase.count(document, database) }
    }

    /// Takes the next number, unless with it more than so many would be closed; `open` of them are open on the ledger.
    func takeSealedTag(of document: DocumentID, open: UInt64, mostClosed: UInt64, at second: UInt64) throws -> UInt64? {
        try writing { database in
            let next = try IssuingDatabase.count(document, database)
            guard next < open + mostClosed else { return nil }
            try database.execute(
                sql: "INSERT INTO sealed_tags VALUES (?, ?, ?)",
                arguments: [document.value, Int64(next), Int64(second)])
            return next
        }
    }

    private static func count(_ document: DocumentID, _ database: Database) throws -> UInt64 {
        let count = try Int64.fetchOne(
            database, sql: "SELECT count(*) FROM sealed_tags WHERE document = ?", arguments: [document.value])
        return UInt64(clamping: count ?? 0)
    }
}
