internal import Foundation
internal import GRDB
public import Ledger
public import Rulebook
internal import Signing

/// Records that came after the backup from which the desk was restored.
extension IssuingDatabase {
    static func lostOpeningPlace(_ commitment: Commitment) -> String {
        "lost_records/opening/" + commitment.digest.hex
    }

    /// Records that stand on the ledger and that this database knows nothing of, by type, unresolved, in their order.
    public func lostRecords() throws -> [(record: LeafIndex, commitment: Commitment, type: TypeCode)] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT * FROM lost_records WHERE resolved IS NULL ORDER BY record")
                .map { row in
                    (
                        LeafIndex(UInt64(stored: row["record"])),
                        Commitment(try StoredDocument.digest(row["commitment"])), TypeCode(checked: row["type"])
                    )
                }
        }
    }

    /// Lost records up to one of them are revoked, or kept as they are; when none is left, minting goes on.
    static func resolveLost(
        _ revocations: [LostRevocation], through last: LeafIndex, word: String, approval: ApprovalID,
        at second: UInt64, _ database: Database
    ) throws {
        let update = try database.cachedStatement(
            sql: "UPDATE lost_records SET opening_sealed = ?, act = ? WHERE record = ?")
        for revocation in revocations {
            let record = revocation.record.value.stored
            let isOpen = try Row.fetchOne(
                database, sql: "SELECT 1 FROM lost_records WHERE record = ? AND resolved IS NULL", arguments: [record])
            // Decided meanwhile by another proposal: then it has its act.
            guard isOpen != nil else { continue }
            let act = try queue(revocation.act, subject: nil, approval: approval, at: second, database)
            try update.execute(arguments: [Data(revocation.openingSealed), act.value, record])
        }
        try database.execute(
            sql: "UPDATE lost_records SET resolved = ? WHERE resolved IS NULL AND record <= ?",
            arguments: [word, last.value.stored])
    }

    /// The sealed reason of the last change of a record's status, and where it stands.
    func sealedReason(ofRecord record: LeafIndex) throws -> (sealed: [UInt8], place: String)? {
        try reading { database in
            let own = try Row.fetchOne(
                database,
                sql: """
                    SELECT d.row_key, s.opening_sealed FROM documents d JOIN status_changes s ON s.document = d.id
                    JOIN acts a ON a.id = s.act WHERE d.record = ? AND a.stage = ? ORDER BY s.act DESC LIMIT 1
                    """, arguments: [record.value.stored, LedgerStage.final.rawValue])
            if let own {
                let key = try StoredDocument.digest(own["row_key"])
                return (Array(own["opening_sealed"] as Data), IssuingDatabase.openingPlace(key))
            }
            let lost = try Row.fetchOne(
                database,
                sql: """
                    SELECT l.commitment, l.opening_sealed FROM lost_records l JOIN acts a ON a.id = l.act
                    WHERE l.record = ? AND a.stage = ?
                    """, arguments: [record.value.stored, LedgerStage.final.rawValue])
            return try lost.map { row in
                let commitment = Commitment(try StoredDocument.digest(row["commitment"]))
                return (Array(row["opening_sealed"] as Data), IssuingDatabase.lostOpeningPlace(commitment))
            }
        }
    }
}
