internal import Foundation
internal import GRDB

/// A claim's row: what the wallet asks on with is sealed.
struct ClaimRow: Sendable {
    let id: Int64
    let content: [UInt8]

    /// Where a claim is sealed.
    static func place(_ id: Int64) -> String { "claim/content/\(id)" }
}

extension WalletDatabase {
    /// Keeps a claim whose code is spent; `seal` seals it for its number. With it the application that it follows.
    func keepClaim(
        issuer: String, application: NewApplication? = nil, at now: UInt64, _ seal: (Int64) -> [UInt8]
    ) throws -> Int64 {
        try writing { database in
            try database.execute(
                sql: "INSERT INTO claim (issuer_url, content, state, begun) VALUES (?, x'', 'open', ?)",
                arguments: [issuer, Int64(now)])
            let id = database.lastInsertedRowID
            try database.execute(
                sql: "UPDATE claim SET content = ? WHERE id = ?", arguments: [Data(seal(id)), id])
            if let application {
                try WalletDatabase.insert(application, claim: id, issuer: issuer, at: now, in: database)
            }
            return id
        }
    }

    /// Keeps how far a claim is.
    func updateClaim(_ id: Int64, _ sealed: [UInt8]) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE claim SET content = ? WHERE id = ?", arguments: [Data(sealed), id])
        }
    }

    /// The claim is over; its secrets go.
    func endClaim(_ id: Int64) throws {
        try writing { database in
            try database.execute(
                sql: "UPDATE claim SET content = x'', state = 'over' WHERE id = ?", arguments: [id])
        }
    }

    /// Claims that are not over, the oldest first.
    func openClaims() throws -> [ClaimRow] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT id, content FROM claim WHERE state = 'open' ORDER BY id")
                .map { ClaimRow(id: $0[0], content: Array($0[1] as Data)) }
        }
    }

    /// Keeps a document that came by a claim; the number of the one that was there already is the same.
    func keep(_ document: NewDocument, at now: UInt64) throws -> Int64 {
        try writing { database in try WalletDatabase.insert(document, at: now, in: database).0 }
    }
}
