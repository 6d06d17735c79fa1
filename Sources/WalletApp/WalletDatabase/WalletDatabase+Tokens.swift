internal import Foundation
internal import GRDB
package import Signing

/// A trace token's row: its secret and the registrar's word are sealed.
package struct TokenRow: Sendable {
    package let key: PublicKey
    package let secret: [UInt8]
    /// Nil while the registrar has not signed it.
    package let issued: [UInt8]?

    /// Where both are sealed.
    static func place(_ key: PublicKey) -> String { "token/" + Hex.encode(key.bytes) }
}

extension WalletDatabase {
    /// The token of a grant; for a new grant one that no other has had. Nil when none is left.
    ///
    /// The grant is named by a blind index: what lies on the disk tells nobody which grant of the ledger it is. Looking
    /// and taking are one transaction, and a token has one grant by a constraint.
    package func takeToken(for grant: Digest) throws -> TokenRow? {
        let id = Data(grant.bytes)
        return try writing { database in
            let mine = "SELECT key, secret, issued FROM trace_token WHERE grant_id = ?"
            if let row = try Row.fetchOne(database, sql: mine, arguments: [id]) { return try TokenRow(row, path) }
            try database.execute(
                sql: """
                    UPDATE trace_token SET grant_id = ? WHERE key = (
                        SELECT key FROM trace_token WHERE issued IS NOT NULL AND grant_id IS NULL ORDER BY key LIMIT 1)
                    """, arguments: [id])
            return try Row.fetchOne(database, sql: mine, arguments: [id]).map { try TokenRow($0, path) }
        }
    }

    /// Tokens that no grant has had yet.
    package func tokensLeft() throws -> Int {
        try reading { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM trace_token WHERE issued IS NOT NULL AND grant_id IS NULL") ?? 0
        }
    }

    /// Keys that the registrar has not signed yet.
    package func unsignedTokenKeys(limit: Int) throws -> [PublicKey] {
        try reading { database in
            try Data.fetchAll(
                database, sql: "SELECT key FROM trace_token WHERE issued IS NULL ORDER BY key LIMIT ?",
                arguments: [limit]
            ).map { try TokenRow.key($0, path) }
        }
    }

    /// Keeps keys, each with its sealed secret, before they are sent to the registrar.
    package func drawTokens(_ tokens: [(key: PublicKey, secret: [UInt8])], at now: UInt64) throws {
        try writing { database in
            for token in tokens {
                try database.execute(
                    sql: "INSERT INTO trace_token (key, secret, drawn) VALUES (?, ?, ?)",
                    arguments: [Data(token.key.bytes), Data(token.secret), Int64(now)])
            }
        }
    }

    /// Keeps the registrar's word on each key.
    package func keepTokens(_ tokens: [(key: PublicKey, issued: [UInt8])]) throws {
        try writing { database in
            for token in tokens {
                try database.execute(
                    sql: "UPDATE trace_token SET issued = ? WHERE key = ?",
                    arguments: [Data(token.issued), Data(token.key.bytes)])
            }
        }
    }

    /// Gives up keys that the registrar will not sign.
    package func forgetUnsignedTokens() throws {
        try writing { try $0.execute(sql: "DELETE FROM trace_token WHERE issued IS NULL") }
    }
}

extension TokenRow {
    fileprivate init(_ row: Row, _ path: String) throws {
        key = try TokenRow.key(row["key"], path)
        secret = Array(row["secret"] as Data)
        issued = (row["issued"] as Data?).map { Array($0) }
    }

    fileprivate static func key(_ bytes: Data, _ path: String) throws -> PublicKey {
        guard let key = PublicKey(.ed25519, bytes: Array(bytes)) else {
            throw WalletFailure.database(path, reason: "the key of a token does not read")
        }
        return key
    }
}
