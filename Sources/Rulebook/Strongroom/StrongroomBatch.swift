public import Signing

/// A put with its bodies, each of which hashes to its entry: as it travels, and as it is stored.
public struct StrongroomBatch: Sendable {
    public let put: StrongroomPut
    /// In the order of the entries.
    public let bodies: [[UInt8]]

    /// Most bytes of the framed form.
    public static let maxByteCount =
        8 + Statement.maxByteCount + StrongroomPut.maxListingByteCount + StrongroomPut.maxByteCount

    /// Signs a batch of sealed bodies in the name of a member, to be kept until `expiry` (POSIX seconds).
    ///
    /// `notAfter` is the last second at which a node takes it, ten minutes ahead at most.
    public init(
        _ items: [StrongroomItem], expiry: UInt64, notAfter: UInt64, by key: PrivateKey, of member: MemberID,
        in origin: String
    ) throws(StrongroomRefusal) {
        for (position, item) in items.enumerated() where !StrongroomBatch.sizes.contains(item.body.count) {
            throw .bodySize(position: position, bytes: item.body.count, limit: StrongroomEntry.maxByteCount)
        }
        guard (1...StrongroomPut.maxEntries).contains(items.count) else {
            throw .entryCount(items.count, limit: StrongroomPut.maxEntries)
        }
        put = try StrongroomPut.signed(
            items.map(\.entry), expiry: expiry, notAfter: notAfter, by: key, of: member, in: origin)
        bodies = items.map(\.body)
    }

    private static let sizes = 1...StrongroomEntry.maxByteCount

    /// Length (4) ‖ statement ‖ length (4) ‖ list ‖ the bodies back to back. Lengths are big-endian.
    public var framed: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + put.statement.bytes.count + put.listing.count + put.byteCount)
        StrongroomBatch.append(put.statement.bytes, to: &bytes)
        StrongroomBatch.append(put.listing, to: &bytes)
        for body in bodies { bytes += body }
        return bytes
    }

    /// Reads the framed form; refuses a body that is not the one in the list.
    public init(framed bytes: [UInt8]) throws(StrongroomRefusal) {
        var rest = bytes[...]
        let statement = try StrongroomBatch.take(Statement.maxByteCount, from: &rest)
        let listing = try StrongroomBatch.take(StrongroomPut.maxListingByteCount, from: &rest)
        put = try StrongroomPut(statement: statement, listing: listing)
        guard rest.count == put.byteCount else { throw .bodyBytes(found: rest.count, expected: put.byteCount) }
        var bodies: [[UInt8]] = []
        bodies.reserveCapacity(put.entries.count)
        for (position, entry) in put.entries.enumerated() {
            let body = Array(rest.prefix(entry.size))
            guard SHA256.digest(body) == entry.digest else { throw .bodyDiffers(position: position) }
            rest = rest.dropFirst(entry.size)
            bodies.append(body)
        }
        self.bodies = bodies
    }

    private static func append(_ part: [UInt8], to bytes: inout [UInt8]) {
        let count = UInt32(part.count)
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
        bytes += part
    }

    private static func take(_ limit: Int, from rest: inout ArraySlice<UInt8>) throws(StrongroomRefusal) -> [UInt8] {
        guard rest.count >= 4 else { throw .cutOff }
        let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard count <= limit else { throw .partTooLong(bytes: count, limit: limit) }
        guard rest.count - 4 >= count else { throw .cutOff }
        defer { rest = rest.dropFirst(4 + count) }
        return Array(rest.dropFirst(4).prefix(count))
    }
}
