internal import Foundation
internal import GRDB
internal import Rulebook
internal import Signing

/// What holders' wallets apply for by themselves.
extension IssuingDatabase {
    private static let day: UInt64 = 86_400

    /// Counts a wallet's try, before anything is asked for it; false when the day's are used up.
    func countApplication(of account: [UInt8], limit: UInt64, at second: UInt64) throws -> Bool {
        try writing { database in
            try database.execute(
                sql: "DELETE FROM application_tries WHERE time <= ?",
                arguments: [(second - min(second, IssuingDatabase.day)).stored])
            let count = try Int64.fetchOne(
                database, sql: "SELECT COUNT(*) FROM application_tries WHERE account = ?", arguments: [Data(account)])
            guard UInt64(stored: count ?? 0) < limit else { return false }
            try database.execute(
                sql: "INSERT INTO application_tries VALUES (?, ?)", arguments: [Data(account), second.stored])
            return true
        }
    }

    /// By when an application of a holder for a type is to be answered; nil when none waits.
    func openApplication(of holder: Digest, _ type: TypeCode) throws -> UInt64? {
        try reading { try IssuingDatabase.openApplication(of: holder, type, $0) }
    }

    static func openApplication(of holder: Digest, _ type: TypeCode, _ database: Database) throws -> UInt64? {
        try Int64.fetchOne(
            database,
            sql: """
                SELECT a.due FROM offers o JOIN claims c ON c.offer = o.id JOIN applications a ON a.claim = c.id
                WHERE o.holder = ? AND o.type = ? AND a.answered IS NULL LIMIT 1
                """, arguments: [Data(holder.bytes), type.text]
        ).map { UInt64(stored: $0) }
    }
}
