import Signing

/// The sealed package of a grant: the manifest, and every part that it lists. Each part hashes to the manifest's
/// digest.
///
/// Nothing here is known to open: validators and relying party check their own parts.
public struct Deposit: Hashable, Sendable {
    public let manifest: DepositManifest
    /// The relying party's secret, sealed to its key.
    public let partyPart: [UInt8]
    /// The sealed presentations.
    public let bodies: [[UInt8]]
    /// In the order of the uses.
    public let tickets: [[UInt8]]
    /// In the order of the positions.
    public let sealedShares: [[UInt8]]
    /// The trace packet.
    public let trace: [UInt8]

    /// Most bytes of an encoded deposit.
    public static let maxByteCount = 8 << 20

    /// Parts of which the manifest was made.
    init(
        manifest: DepositManifest, partyPart: [UInt8], bodies: [[UInt8]], tickets: [[UInt8]], sealedShares: [[UInt8]],
        trace: [UInt8]
    ) {
        self.manifest = manifest
        self.partyPart = partyPart
        self.bodies = bodies
        self.tickets = tickets
        self.sealedShares = sealedShares
        self.trace = trace
    }

    /// Reads a deposit as a wallet hands it over; refuses any part that is not the one of the manifest.
    public init(decoding bytes: [UInt8]) throws(DepositRefusal) {
        guard bytes.count <= Deposit.maxByteCount else {
            throw .tooLarge(bytes: bytes.count, limit: Deposit.maxByteCount)
        }
        do throws(CBORError) { try self.init(strictly: bytes) } catch { throw .encoding(error) }
        for part in parts.dropFirst() where SHA256.digest(self[part]) != manifest[part] { throw .differs(part) }
    }

    /// Puts a deposit together from parts that lie one by one in a strongroom.
    public init(_ manifest: DepositManifest, part: (DepositPart) -> [UInt8]?) throws(DepositRefusal) {
        func take(_ wanted: DepositPart) throws(DepositRefusal) -> [UInt8] {
            guard let bytes = part(wanted) else { throw .missing(wanted) }
            guard SHA256.digest(bytes) == manifest[wanted] else { throw .differs(wanted) }
            return bytes
        }
        func all(_ wanted: [DepositPart]) throws(DepositRefusal) -> [[UInt8]] {
            var found: [[UInt8]] = []
            for part in wanted { found.append(try take(part)) }
            return found
        }
        self.init(
            manifest: manifest, partyPart: try take(.partyPart),
            bodies: try all(manifest.bodies.indices.map(DepositPart.body)),
            tickets: try all(manifest.uses.indices.map(DepositPart.ticket)),
            sealedShares: try all(Position.all(of: manifest.count).map(DepositPart.sealedShares)),
            trace: try take(.trace))
    }

    /// Every part, the manifest first.
    public var parts: [DepositPart] { manifest.depositParts }

    /// The bytes of a part; empty when the deposit has none of that name.
    public subscript(part: DepositPart) -> [UInt8] {
        switch part {
        case .manifest: manifest.encoded
        case .partyPart: partyPart
        case .body(let number): bodies.indices.contains(number) ? bodies[number] : []
        case .ticket(let index): ticket(index) ?? []
        case .sealedShares(let position):
            position.value <= sealedShares.count ? sealedShares[position.value - 1] : []
        case .trace: trace
        }
    }

    /// The sealed ticket of a use; nil when the deposit has none.
    public func ticket(_ index: SecretIndex) -> [UInt8]? {
        guard index.isUse, let place = manifest.uses.place(of: index) else { return nil }
        return tickets[place - 1]
    }

    /// Bytes of all parts together: what a quota counts.
    public var byteCount: Int { parts.reduce(0) { $0 + self[$1].count } }
}

extension Deposit {
    /// `[version, manifest, party's part, [* body], [* ticket], [* sealed shares], trace packet]`, each a byte
    /// string.
    public var encoded: [UInt8] {
        var encoder = CBOREncoder(reserving: byteCount + 1_024)
        encoder.array(7)
        encoder.unsigned(1)
        encoder.byteString(manifest.encoded)
        encoder.byteString(partyPart)
        encoder.list(bodies) { $0.byteString($1) }
        encoder.list(tickets) { $0.byteString($1) }
        encoder.list(sealedShares) { $0.byteString($1) }
        encoder.byteString(trace)
        return encoder.bytes
    }

    private init(strictly bytes: [UInt8]) throws(CBORError) {
        var decoder = CBORDecoder(bytes)
        try decoder.array(count: 7)
        try decoder.code(1)
        let manifest = try DepositManifest(decoding: try decoder.byteString(max: DepositManifest.maxByteCount))
        let partyPart = try decoder.byteString(count: Deposit.partyPartByteCount)
        let bodies = try decoder.byteStrings(manifest.bodies.count, max: DepositBody.maxSealedByteCount)
        let tickets = try decoder.byteStrings(manifest.uses.count, max: UseTicket.maxSealedByteCount)
        let sealedShares = try decoder.byteStrings(manifest.count, max: Deposit.maxSealedSharesByteCount)
        self.init(
            manifest: manifest, partyPart: partyPart, bodies: bodies, tickets: tickets, sealedShares: sealedShares,
            trace: try decoder.byteString(max: Deposit.maxTraceByteCount))
        try decoder.finish()
    }

    private static let partyPartByteCount = PartySecret.byteCount + 48
    private static let maxSealedSharesByteCount = 8_192
    private static let maxTraceByteCount = 2_048
}

extension CBORDecoder {
    /// A list of exactly so many byte strings.
    fileprivate mutating func byteStrings(_ count: Int, max: Int) throws(CBORError) -> [[UInt8]] {
        try array(count: count)
        var strings: [[UInt8]] = []
        for _ in 0..<count { strings.append(try byteString(max: max)) }
        return strings
    }
}
