internal import Foundation
internal import GRDB
public import Releasing
internal import Sealing
public import Signing

/// The deals of sealed disclosures, beside the deposits of grants: each whole under its digest, and apart from it the
/// node's own opened share, under the node's key.
extension DepositDatabase {
    /// Most deals of one member that no block has named.
    public static let maxUnclaimedDeals = 64

    /// Keeps a deal with the signed disclosure that came with it; false when as many of its member wait for a block as
    /// may. What is held stays as it is.
    public func keep(_ deal: SealedDeal, _ digest: Digest, leave: [UInt8], received: UInt64) throws -> Bool {
        try writing { database, _ in
            let name = Data(digest.bytes)
            let isHeld = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM sealed_deals WHERE digest = ?)", arguments: [name])
            if isHeld == true { return true }
            let waiting = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM sealed_deals WHERE discloser = ? AND NOT is_claimed",
                arguments: [deal.terms.discloser])
            guard (waiting ?? 0) < DepositDatabase.maxUnclaimedDeals else { return false }
            try database.execute(
                sql: "INSERT INTO sealed_deals VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL)",
                arguments: [
                    name, Data(leave), Data(deal.encoded), deal.terms.discloser, deal.terms.quorum,
                    Int64(deal.terms.latest), Int64(received),
                ])
            return true
        }
    }

    /// Keeps the node's own share of a deal that is held.
    public func keep(_ share: OwnSealedShare) throws {
        let sealed = Data(key.seal(share.encoded, at: DepositDatabase.sealedPlace(share.deposit)))
        try writing { database, _ in
            try database.execute(
                sql: "UPDATE sealed_deals SET share = ? WHERE digest = ?",
                arguments: [sealed, Data(share.deposit.bytes)])
        }
    }

    /// Keeps validators' words over a deal that is held; whoever asks has checked them.
    public func acknowledge(deal digest: Digest, _ words: [(position: Position, word: [UInt8])]) throws {
        try writing { database, _ in
            for (position, word) in words {
                try database.execute(
                    sql: """
                        INSERT OR IGNORE INTO sealed_words SELECT digest, ?, ? FROM sealed_deals WHERE digest = ?
                        """, arguments: [position.value, Data(word), Data(digest.bytes)])
            }
        }
    }

    /// Blocks name these: they are kept while anybody may ask for them. Gives those that are not held.
    public func claim(deals digests: [Digest]) throws -> [Digest] {
        try writing { database, _ in
            try digests.filter { digest in
                try database.execute(
                    sql: "UPDATE sealed_deals SET is_claimed = 1 WHERE digest = ?",
                    arguments: [Data(digest.bytes)])
                return database.changesCount == 0
            }
        }
    }

    /// Drops what no block has named since a second, but for these, and what was over before another.
    public func dropDeals(unclaimedSince received: UInt64, overBefore latest: UInt64, except kept: [Digest]) throws {
        try writing { database, _ in
            let wanted = Set(kept)
            let found = try Data.fetchAll(
                database, sql: "SELECT digest FROM sealed_deals WHERE NOT is_claimed AND received < ? OR latest < ?",
                arguments: [Int64(received), Int64(latest)])
            for name in found where Digest(name).map({ !wanted.contains($0) }) ?? true {
                for table in ["sealed_words", "sealed_deals"] {
                    try database.execute(sql: "DELETE FROM \(table) WHERE digest = ?", arguments: [name])
                }
            }
        }
    }

    /// A deal with the signed disclosure that came with it; nil when it is not held, or not what it was.
    public func deal(_ digest: Digest) throws -> (deal: SealedDeal, leave: [UInt8])? {
        let row = try reading { database in
            try Row.fetchOne(
                database, sql: "SELECT deal, leave FROM sealed_deals WHERE digest = ?",
                arguments: [Data(digest.bytes)])
        }
        guard let row else { return nil }
        if let deal = try? SealedDeal(decoding: Array(row[0] as Data)), deal.digest == digest {
            return (deal, Array(row[1] as Data))
        }
        // It is fetched anew from the others.
        try writing { database, _ in
            try database.execute(sql: "DELETE FROM sealed_deals WHERE digest = ?", arguments: [Data(digest.bytes)])
        }
        return nil
    }

    /// The node's own share of a deal; nil when it has none.
    public func sealedShare(_ digest: Digest) throws -> OwnSealedShare? {
        let sealed = try reading { database in
            try Data.fetchOne(
                database, sql: "SELECT share FROM sealed_deals WHERE digest = ? AND share IS NOT NULL",
                arguments: [Data(digest.bytes)])
        }
        guard let sealed, let bytes = try? key.open(Array(sealed), at: DepositDatabase.sealedPlace(digest)) else {
            return nil
        }
        return try? OwnSealedShare(decoding: bytes)
    }

    /// The words of validators over a deal, by their position.
    public func acknowledgements(deal digest: Digest) throws -> [Position: [UInt8]] {
        try reading { database in
            var words: [Position: [UInt8]] = [:]
            let rows = try Row.fetchAll(
                database, sql: "SELECT position, word FROM sealed_words WHERE digest = ?",
                arguments: [Data(digest.bytes)])
            for row in rows {
                if let position = Position(row[0] as Int) { words[position] = Array(row[1] as Data) }
            }
            return words
        }
    }

    /// True when words of as many validators are kept as open the deal.
    public func isAcknowledged(deal digest: Digest) throws -> Bool {
        try reading { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT quorum <= (SELECT count(*) FROM sealed_words WHERE digest = sealed_deals.digest)
                    FROM sealed_deals WHERE digest = ?
                    """, arguments: [Data(digest.bytes)]) ?? false
        }
    }

    private static func sealedPlace(_ digest: Digest) -> String { "sealed.\(digest)" }
}
