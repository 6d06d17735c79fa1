public import NodeAPI
public import Rulebook
internal import Signing
internal import Storage

extension Strongroom {
    /// The longest prefix, in bits, whose buckets hold 32 entries or more on average.
    public var bucketBits: Int {
        let entries = totals.entries
        var bits = 0
        while bits < Strongroom.maxBucketBits, entries >> (bits + 1) >= Strongroom.bucketEntries { bits += 1 }
        return bits
    }

    /// Longer prefixes are not asked for: two bytes name one of 65,536 buckets.
    public static let maxBucketBits = 16
    private static let bucketEntries = 32

    /// What lies in a bucket, behind a tag when one is given.
    public func bucket(_ prefix: BucketPrefix, after: StrongroomTag?) throws(StrongroomError) -> StrongroomListing {
        let shelf = try open()
        let (first, last) = Strongroom.bounds(prefix)
        do {
            let found = try shelf.database.list(
                from: first, through: last, after: after?.digest, now: WallClock.now / 1_000,
                limit: StrongroomListing.maxEntries + 1)
            let listed = found.prefix(StrongroomListing.maxEntries).map { entry in
                StrongroomListed(
                    name: StrongroomName(tag: StrongroomTag(entry.tag), digest: entry.digest), size: entry.size,
                    expiry: entry.expiry)
            }
            return StrongroomListing(hasMore: found.count > StrongroomListing.maxEntries, entries: listed)
        } catch { throw note(error) }
    }

    private static func bounds(_ prefix: BucketPrefix) -> (first: Digest, last: Digest) {
        let head = prefix.bits == 0 ? 0 : prefix.value << UInt64(64 - prefix.bits)
        let tail = prefix.bits == 0 ? UInt64.max : head | UInt64.max >> UInt64(prefix.bits)
        return (
            Digest(words: (head, 0, 0, 0)), Digest(words: (tail, .max, .max, .max))
        )
    }

    /// The bodies under tags, and the parts of deposits, those that are there; stops behind the tag at which the answer
    /// is long enough.
    public func bodies(_ tags: [StrongroomTag]) throws(StrongroomError) -> StrongroomBodies {
        let shelf = try open()
        var bodies: [SealedBody] = []
        var bytes = 0
        let now = WallClock.now / 1_000
        for tag in tags {
            guard bytes < StrongroomBodies.maxByteCount else {
                return StrongroomBodies(isComplete: false, bodies: bodies)
            }
            let found: [StrongroomDatabase.Found]
            do { found = try shelf.database.bodies(under: tag.digest, now: now) } catch { throw note(error) }
            for case .body(let body) in found {
                bytes += body.count
                bodies.append(SealedBody(tag: tag, bytes: body))
            }
            for part in (try? deposits.parts(under: tag.digest)) ?? [] {
                bytes += part.count
                bodies.append(SealedBody(tag: tag, bytes: part))
            }
        }
        return StrongroomBodies(isComplete: true, bodies: bodies)
    }

    /// True when the body with a digest is held here, durably, and it is not a manifest with its tag: the digest of
    /// that names a deposit, which is held elsewhere or not at all.
    func holds(bodyNamed digest: Digest) throws(StrongroomError) -> Bool {
        let database = try open().database
        do {
            let now = WallClock.now / 1_000
            guard try database.holds(digest, now: now), case .body(let body) = try database.body(digest, now: now)
            else {
                return false
            }
            return !body.starts(with: Purpose.manifest)
        } catch { throw note(error) }
    }
}
