public import Signing

/// What the strongroom holds, counted.
public struct StrongroomTotals: Sendable {
    /// What one member has there.
    public struct Usage: Hashable, Sendable {
        /// Bodies.
        public internal(set) var entries = 0
        /// Bytes of bodies, and the overhead of all entries that have not expired.
        public internal(set) var bytes = 0
    }

    /// The puts that expire on one day, as one number for comparing.
    public struct Day: Hashable, Sendable {
        public internal(set) var puts = 0
        /// All fingerprints, added bit by bit without carry.
        public internal(set) var sum = Digest.zero
    }

    public internal(set) var entries = 0
    public internal(set) var bytes = 0
    public internal(set) var puts = 0
    /// Bodies that are known and not there: damaged, or not yet fetched.
    public internal(set) var lacking = 0
    public internal(set) var byOwner: [String: Usage] = [:]
    public internal(set) var days: [UInt64: Day] = [:]

    /// Nothing.
    public init() {}

    /// Takes in a put, or with -1 takes it out.
    mutating func count(_ row: PutRow, _ sign: Int = 1) {
        puts += sign
        entries += sign * row.liveCount
        bytes += sign * row.cost
        lacking += sign * row.lacking
        byOwner[row.owner, default: Usage()].entries += sign * row.liveCount
        byOwner[row.owner, default: Usage()].bytes += sign * row.cost
        if byOwner[row.owner] == Usage() { byOwner[row.owner] = nil }
        days[row.day, default: Day()].puts += sign
        days[row.day, default: Day()].sum.mix(row.fingerprint)
        if days[row.day]?.puts == 0 { days[row.day] = nil }
    }

    /// Replaces what was counted of a put.
    mutating func change(_ before: PutRow, to after: PutRow) {
        count(before, -1)
        count(after)
    }
}

/// A put without its list and bodies.
struct PutRow: Hashable {
    let number: Int64
    let id: StatementID
    let owner: String
    let expiry: UInt64
    let count: Int
    var liveCount: Int
    var liveBytes: Int
    var lacking: Int
    /// What it holds: equal on two nodes when the same bodies are erased.
    var fingerprint: Digest

    var day: UInt64 { expiry / 86_400 }
    var cost: Int { liveBytes + count * StoredPut.entryOverhead }

    /// The key of the entry at a position.
    func entry(_ position: Int) -> Int64 { number << 12 | Int64(position) }
}

extension Digest {
    /// Adds another bit by bit, without carry.
    mutating func mix(_ other: Digest) {
        self = Digest(zip(bytes, other.bytes).map { $0 ^ $1 }) ?? self
    }

    /// What a put adds to its day: at first of its id alone, then of each position that is erased.
    static func fingerprint(_ id: StatementID, erased position: Int? = nil) -> Digest {
        var bytes = id.digest.bytes
        if let position { bytes += [UInt8(truncatingIfNeeded: position >> 8), UInt8(truncatingIfNeeded: position)] }
        return SHA256.digest(bytes)
    }
}
