internal import Foundation
internal import GRDB
public import Signing

/// Puts that expire on one day and whose ids begin with the same bits: what two nodes compare.
public struct PutRange: Hashable, Sendable {
    public let day: UInt64
    /// How many half-bytes of the id are given.
    public let depth: Int
    /// They, as a number.
    public let prefix: UInt64

    /// Deeper ranges hold one put each.
    public static let maxDepth = 8

    /// A range; nil for a prefix that does not fit its depth.
    public init?(day: UInt64, depth: Int, prefix: UInt64) {
        guard (0...PutRange.maxDepth).contains(depth), prefix < 1 << UInt64(4 * depth), day <= UInt64(UInt32.max) else {
            return nil
        }
        self.day = day
        self.depth = depth
        self.prefix = prefix
    }

    /// The sixteen ranges that it is made of; empty where none is deeper.
    public var parts: [PutRange] {
        (0..<16).compactMap { PutRange(day: day, depth: depth + 1, prefix: prefix << 4 | $0) }
    }

    /// The first and the last id that it could hold.
    var bounds: (first: [UInt8], last: [UInt8]) {
        let shift = UInt64(64 - 4 * depth)
        let head = depth == 0 ? 0 : prefix << shift
        let tail = depth == 0 ? UInt64.max : head | (UInt64.max >> UInt64(4 * depth))
        var first: [UInt8] = []
        var last: [UInt8] = []
        Words.append(head, to: &first)
        Words.append(tail, to: &last)
        return (
            first + [UInt8](repeating: 0, count: Digest.byteCount - 8),
            last + [UInt8](repeating: 255, count: Digest.byteCount - 8)
        )
    }
}

extension StrongroomDatabase {
    /// What lies in a range, as one number, and how many puts.
    public func sum(of range: PutRange) throws -> StrongroomTotals.Day {
        if range.depth == 0 { return totals.days[range.day] ?? StrongroomTotals.Day() }
        var day = StrongroomTotals.Day()
        for (_, fingerprint) in try puts(in: range, limit: .max) {
            day.puts += 1
            day.sum.mix(fingerprint)
        }
        return day
    }

    /// The puts of a range with their fingerprints, in the order of their ids.
    public func puts(in range: PutRange, limit: Int) throws -> [(id: StatementID, fingerprint: Digest)] {
        let (first, last) = range.bounds
        return try reading { database in
            let select = try database.cachedStatement(
                sql: "SELECT id, fingerprint FROM puts WHERE day = ? AND id BETWEEN ? AND ? ORDER BY id LIMIT ?")
            let rows = try Row.fetchAll(
                select, arguments: [Int64(range.day), Data(first), Data(last), Int64(clamping: limit)])
            return try rows.map { row in
                guard let id = Digest(row[0] as Data), let fingerprint = Digest(row[1] as Data) else {
                    throw StrongroomDatabase.damage(path, "holds a put whose id is none")
                }
                return (StatementID(id), fingerprint)
            }
        }
    }

    /// Puts that lack bodies, the oldest first.
    public func lacking(limit: Int) throws -> [StatementID] {
        guard totals.lacking > 0 else { return [] }
        return try reading { try PutRow.after(0, limit: limit, $0, path, and: "AND lacking > 0").map(\.id) }
    }
}
