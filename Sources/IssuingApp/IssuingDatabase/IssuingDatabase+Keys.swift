internal import Foundation
internal import GRDB
internal import Signing

/// Which key signs documents, and the public halves of those that did.
extension IssuingDatabase {
    private static let replacements = "key-replacements"

    /// How often the key was replaced: the number in the names of its files.
    func keyReplacements() throws -> UInt64 {
        try reading { try IssuingDatabase.counter(IssuingDatabase.replacements, $0) }
    }

    /// Keys that signed documents once, the latest first.
    func formerIssuerKeys() throws -> [PublicKey] {
        try reading { database in
            try Data.fetchAll(database, sql: "SELECT key FROM former_issuer_keys ORDER BY replaced DESC, key")
        }.map { data in
            guard let key = PublicKey(.es256, bytes: Array(data)) else {
                throw DeskFailure(file: path, fact: "holds a former key that is none of ES256")
            }
            return key
        }
    }

    /// The next key counts from now on: the former stays among those that are published, and every status list is due
    /// to be made anew.
    func replaceIssuerKey(_ former: PublicKey, at second: UInt64) throws {
        let lists = try statusListCount()
        try writing { database in
            try database.execute(
                sql: "INSERT INTO former_issuer_keys VALUES (?, ?)", arguments: [Data(former.bytes), second.stored])
            let count = try IssuingDatabase.counter(IssuingDatabase.replacements, database) + 1
            try IssuingDatabase.set(IssuingDatabase.replacements, Data(String(count).utf8), database)
            for list in 0..<lists { try IssuingDatabase.set("status-dirty/\(list)", Data([1]), database) }
        }
    }
}
