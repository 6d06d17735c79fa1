internal import Ledger
internal import Rulebook
internal import Signing
internal import Storage

/// A put on its way from node to node: what is left of it, and the proof for each body that is not.
///
/// `[statement, list, [* [position, secret / null]], [* deletion], bodies]`: the positions are those whose bodies are
/// not behind; with a secret it is erased, without one it is deleted by a deletion, or not there.
struct TravellingPut: Sendable {
    let put: StrongroomPut
    let bodies: [[UInt8]?]
    let secrets: [(position: Int, secret: Digest)]
    let deletions: [StrongroomDeletion]

    /// Most bytes of the encoding.
    static let maxByteCount = StrongroomBatch.maxByteCount + StoredPut.maxEntries * 40 + (4 << 20)
    /// Most deletions that travel with a put.
    private static let maxDeletions = 64

    /// A batch as a client has just put it.
    init(_ batch: StrongroomBatch) {
        put = batch.put
        bodies = batch.bodies
        secrets = []
        deletions = []
    }

    /// The encoding of a put as it is stored.
    static func encoded(_ passed: PassedPut) -> [UInt8] {
        var secrets: [Int: Digest] = [:]
        for case (let position, .secret(let secret)) in passed.erased { secrets[position] = secret }
        return encode(
            passed.put.statement, passed.put.listing, passed.put.bodies, secrets,
            Array(passed.deletions.prefix(maxDeletions)))
    }

    /// The one encoding.
    var encoded: [UInt8] {
        TravellingPut.encode(put.statement.bytes, put.listing, bodies, [:], [])
    }

    private static func encode(
        _ statement: [UInt8], _ listing: [UInt8], _ bodies: [[UInt8]?], _ secrets: [Int: Digest],
        _ deletions: [[UInt8]]
    ) -> [UInt8] {
        let size = bodies.reduce(0) { $0 + ($1?.count ?? 40) }
        var encoder = CBOREncoder(reserving: size + statement.count + listing.count + 64)
        encoder.array(5)
        encoder.byteString(statement)
        encoder.byteString(listing)
        encoder.list(bodies.indices.filter { bodies[$0] == nil }) { encoder, position in
            encoder.array(2)
            encoder.unsigned(UInt64(position))
            encoder.optional(secrets[position]) { $0.digest($1) }
        }
        encoder.list(deletions) { $0.byteString($1) }
        var joined: [UInt8] = []
        joined.reserveCapacity(size)
        for case let body? in bodies { joined += body }
        encoder.byteString(joined)
        return encoder.bytes
    }

    /// Reads the encoding; refuses a body that is not the one in the list.
    init(decoding bytes: [UInt8]) throws(StrongroomRefusal) {
        let parts: Parts
        do throws(CBORError) { parts = try TravellingPut.parts(bytes) } catch { throw .badPayload(error) }
        put = try StrongroomPut(statement: parts.statement, listing: parts.listing)
        var deletions: [StrongroomDeletion] = []
        for deletion in parts.deletions { deletions.append(try StrongroomDeletion(decoding: deletion)) }
        self.deletions = deletions
        secrets = parts.absent.compactMap { position, secret in secret.map { (position, $0) } }
        let absent = Set(parts.absent.map(\.position))
        guard absent.allSatisfy(put.entries.indices.contains) else { throw .cutOff }
        let expected = put.entries.enumerated().reduce(0) { $0 + (absent.contains($1.offset) ? 0 : $1.element.size) }
        guard parts.bodies.count == expected else { throw .bodyBytes(found: parts.bodies.count, expected: expected) }
        var rest = parts.bodies[...]
        var bodies: [[UInt8]?] = []
        bodies.reserveCapacity(put.entries.count)
        for (position, entry) in put.entries.enumerated() {
            guard !absent.contains(position) else {
                bodies.append(nil)
                continue
            }
            let body = Array(rest.prefix(entry.size))
            guard SHA256.digest(body) == entry.digest else { throw .bodyDiffers(position: position) }
            rest = rest.dropFirst(entry.size)
            bodies.append(body)
        }
        self.bodies = bodies
    }

    private struct Parts {
        let statement: [UInt8]
        let listing: [UInt8]
        let absent: [(position: Int, secret: Digest?)]
        let deletions: [[UInt8]]
        let bodies: [UInt8]
    }

    private static func parts(_ bytes: [UInt8]) throws(CBORError) -> Parts {
        var decoder = CBORDecoder(bytes)
        try decoder.array(count: 5)
        let statement = try decoder.byteString(max: Statement.maxByteCount)
        let listing = try decoder.byteString(max: StrongroomPut.maxListingByteCount)
        let absent = try decoder.list(max: StoredPut.maxEntries) { (inner) throws(CBORError) -> (Int, Digest?) in
            try inner.array(count: 2)
            let position = Int(try inner.unsigned(max: UInt64(StoredPut.maxEntries - 1)))
            return (position, try inner.optional { (value) throws(CBORError) in try value.digest() })
        }
        let deletions = try decoder.list(max: maxDeletions) { (inner) throws(CBORError) in
            try inner.byteString(max: Statement.maxByteCount)
        }
        let bodies = try decoder.byteString(max: StrongroomPut.maxByteCount)
        try decoder.finish()
        return Parts(statement: statement, listing: listing, absent: absent, deletions: deletions, bodies: bodies)
    }
}

extension StoredPut {
    /// A put as the store keeps it.
    init(_ put: StrongroomPut, bodies: [[UInt8]?], owner: MemberID) {
        self.init(
            id: put.id, owner: owner.text, expiry: put.terms.expiry, statement: put.statement.bytes,
            listing: put.listing,
            entries: put.entries.map {
                StoredEntry(tag: $0.tag.digest, digest: $0.digest, size: $0.size, eraser: $0.eraser)
            }, bodies: bodies)
    }
}

extension StrongroomChange {
    /// A member's deletion, its signature checked.
    static func delete(_ deletion: StrongroomDeletion, by owner: StrongroomDepositor) -> StrongroomChange {
        .delete(
            owner: owner.member.text,
            names: deletion.names.map { StoredName(tag: $0.tag.digest, digest: $0.digest) },
            id: deletion.statement.id, statement: deletion.statement.bytes)
    }
}
