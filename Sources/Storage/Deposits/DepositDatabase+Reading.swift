internal import Foundation
internal import GRDB
public import Releasing
internal import Sealing
public import Signing

extension DepositDatabase {
    /// True when the deposit of a manifest is whole here, or what its grant's events have left of it, and has not
    /// expired.
    public func holds(_ manifest: Digest, now second: UInt64) throws -> Bool {
        try reading { database in
            guard let row = try DepositRow.find(manifest, database, path) else { return false }
            return !row.isLacking && row.expiry > second
        }
    }

    /// The grant for which a deposit was dealt; nil when nothing of it is held.
    public func grant(of manifest: Digest) throws -> Digest? {
        try reading { database in try DepositRow.find(manifest, database, path)?.grant }
    }

    /// The manifest with a digest, as a grant names it; nil when it is not held.
    public func manifest(_ digest: Digest) throws -> DepositManifest? {
        guard
            let bytes = try reading({ database in
                let select = try database.cachedStatement(
                    sql: """
                        SELECT parts.bytes FROM parts JOIN deposits ON deposits.number = parts.deposit
                        WHERE deposits.manifest = ? AND parts.is_manifest
                        """)
                return try Data.fetchOne(select, arguments: [Data(digest.bytes)]).map { Array($0) }
            })
        else { return nil }
        if let manifest = try? DepositManifest(decoding: bytes), manifest.digest == digest { return manifest }
        try noteDamage(of: digest, .manifest)
        return nil
    }

    /// A part of a deposit; nil when it is not there: deleted, damaged, or never held.
    public func part(_ part: DepositPart, of manifest: DepositManifest) throws -> [UInt8]? {
        try self.part(part, of: manifest, manifest.digest)
    }

    private func part(_ part: DepositPart, of manifest: DepositManifest, _ digest: Digest) throws -> [UInt8]? {
        let tag = part.tag(manifest)
        guard
            let bytes = try reading({ database in
                let select = try database.cachedStatement(
                    sql: """
                        SELECT parts.bytes FROM deposits JOIN parts ON parts.deposit = deposits.number
                        WHERE deposits.manifest = ? AND parts.tag = ?
                        """)
                return try Data.fetchOne(select, arguments: [Data(digest.bytes), Data(tag.bytes)]).map { Array($0) }
            })
        else { return nil }
        if SHA256.digest(bytes) == manifest[part] { return bytes }
        try noteDamage(of: digest, .tag(tag))
        return nil
    }

    /// The whole deposit of a manifest; nil when anything of it is not there.
    public func deposit(_ manifest: Digest) throws -> Deposit? {
        guard let list = try self.manifest(manifest) else { return nil }
        var parts: [DepositPart: [UInt8]] = [:]
        for part in list.depositParts {
            guard let bytes = try self.part(part, of: list, manifest) else { return nil }
            parts[part] = bytes
        }
        return try? Deposit(list) { parts[$0] }
    }

    /// The signed leave with which a deposit was handed in; nil when nothing of it is held.
    public func leave(_ manifest: Digest) throws -> [UInt8]? {
        try reading { database in
            let select = try database.cachedStatement(sql: "SELECT leave FROM deposits WHERE manifest = ?")
            return try Data.fetchOne(select, arguments: [Data(manifest.bytes)]).map { Array($0) }
        }
    }

    /// What lies under a tag and has not expired; more than one body when a wallet has used its salt twice.
    public func part(tag: Digest, now second: UInt64) throws -> [[UInt8]] {
        var damaged: [Digest] = []
        let found = try reading { database in
            let select = try database.cachedStatement(
                sql: """
                    SELECT parts.digest, parts.bytes, deposits.manifest FROM parts
                    JOIN deposits ON deposits.number = parts.deposit
                    WHERE parts.tag = ? AND deposits.expiry > ? ORDER BY parts.part LIMIT \(DepositDatabase.maxUnderTag)
                    """)
            return try Row.fetchAll(select, arguments: [Data(tag.bytes), Int64(second)]).compactMap { row -> [UInt8]? in
                let bytes = Array(row[1] as Data)
                if SHA256.digest(bytes).bytes == Array(row[0] as Data) { return bytes }
                if let manifest = Digest(row[2] as Data) { damaged.append(manifest) }
                return nil
            }
        }
        for manifest in damaged { try noteDamage(of: manifest, .tag(tag)) }
        return found
    }

    private static let maxUnderTag = 4

    /// The node's own shares of a deposit; nil when it has none.
    public func ownShares(_ manifest: Digest) throws -> OwnShares? {
        let sealed = try reading { database in
            let select = try database.cachedStatement(
                sql: """
                    SELECT shares.sealed FROM shares JOIN deposits ON deposits.number = shares.deposit
                    WHERE deposits.manifest = ?
                    """)
            return try Data.fetchOne(select, arguments: [Data(manifest.bytes)]).map { Array($0) }
        }
        return try sealed.map { try DepositDatabase.open($0, of: manifest, by: key, path) }
    }

    static func place(_ manifest: Digest) -> String { "shares.\(manifest)" }

    static func open(
        _ sealed: [UInt8], of manifest: Digest, by key: StorageKey, _ path: String
    ) throws -> OwnShares {
        guard let bytes = try? key.open(sealed, at: place(manifest)), let shares = try? OwnShares(decoding: bytes)
        else {
            throw StrongroomDatabase.damage(path, "holds shares that its key does not open")
        }
        return shares
    }

    /// The words of validators over a deposit, by their position, their own among them.
    public func acknowledgements(_ manifest: Digest) throws -> [Position: [UInt8]] {
        try reading { database in
            let select = try database.cachedStatement(
                sql: """
                    SELECT acknowledgements.position, acknowledgements.word FROM acknowledgements
                    JOIN deposits ON deposits.number = acknowledgements.deposit WHERE deposits.manifest = ?
                    """)
            var words: [Position: [UInt8]] = [:]
            for row in try Row.fetchAll(select, arguments: [Data(manifest.bytes)]) {
                if let position = Position(row[0] as Int) { words[position] = Array(row[1] as Data) }
            }
            return words
        }
    }

    /// True when words of as many validators are kept as open the deposit.
    public func isAcknowledged(_ manifest: Digest) throws -> Bool {
        try reading { database in
            let select = try database.cachedStatement(
                sql: """
                    SELECT quorum <= (SELECT count(*) FROM acknowledgements WHERE deposit = deposits.number)
                    FROM deposits WHERE manifest = ?
                    """)
            return try Bool.fetchOne(select, arguments: [Data(manifest.bytes)]) ?? false
        }
    }

    /// The node's signed words of what it has deleted of a deposit, also once nothing else of it is left.
    public func deletionWords(_ manifest: Digest) throws -> [[UInt8]] {
        try reading { database in
            let select = try database.cachedStatement(
                sql: "SELECT word FROM deletions WHERE manifest = ? ORDER BY event")
            return try Data.fetchAll(select, arguments: [Data(manifest.bytes)]).map { Array($0) }
        }
    }

    /// The manifests of a grant's deposits, the oldest first.
    public func manifests(of grant: Digest) throws -> [Digest] {
        try reading { database in
            try DepositRow.all("grant_id = ?", [Data(grant.bytes)], limit: 1_024, database, path).map(\.manifest)
        }
    }

    /// How many deposits of a grant, besides that of a manifest, no block has named; `maxUnclaimed` at most.
    public func unclaimed(of grant: Digest, but manifest: Digest) throws -> Int {
        try reading { database in
            try DepositRow.all(
                "grant_id = ? AND NOT is_claimed AND manifest <> ?", [Data(grant.bytes), Data(manifest.bytes)],
                limit: DepositDatabase.maxUnclaimed, database, path
            ).count
        }
    }

    /// Up to so many deposits behind a manifest in the order of digests, for walks over all of them.
    public func manifests(after manifest: Digest, limit: Int) throws -> [(manifest: Digest, grant: Digest)] {
        try reading { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT \(DepositRow.columns) FROM deposits WHERE manifest > ? ORDER BY manifest LIMIT ?
                    """, arguments: [Data(manifest.bytes), limit])
            return try rows.map { try DepositRow($0, path) }.map { ($0.manifest, $0.grant) }
        }
    }

    /// Up to so many whole deposits behind a manifest, in the order of digests, of which the node has no shares.
    public func withoutShares(after manifest: Digest, limit: Int) throws -> [Digest] {
        try reading { database in
            let digests = try Data.fetchAll(
                database,
                sql: """
                    SELECT manifest FROM deposits LEFT JOIN shares ON shares.deposit = deposits.number
                    WHERE manifest > ? AND shares.deposit IS NULL AND NOT is_cut ORDER BY manifest LIMIT ?
                    """, arguments: [Data(manifest.bytes), limit])
            return digests.compactMap { Digest($0) }
        }
    }

    /// Deposits of which something is damaged, the oldest first.
    public func lacking(limit: Int) throws -> [Digest] {
        try reading { database in
            try DepositRow.all("is_lacking AND NOT is_cut", [], limit: limit, database, path).map(\.manifest)
        }
    }
}
