internal import Rulebook
internal import Sealing
internal import Signing

/// What the ledger said last of a grant, proven when it was read; sealed wherever it lies.
struct SeenGrant: Hashable, Sendable, CBORCodable {
    /// It speaks as of this block and its time, in ms.
    let height: UInt64
    let time: UInt64
    /// False when the grant has left the state: it was closed, some time after its end.
    let isThere: Bool
    /// As it stood last.
    let grant: Grant
    /// How often it was traced, and the last of these; nil when never.
    let trace: TraceEntry?
    /// What its party has passed on of it, in order.
    let passings: [PassingEntry]

    /// Where it is sealed.
    static func place(_ number: UInt64) -> String { "request/seen/\(number)" }

    init(height: UInt64, time: UInt64, isThere: Bool, grant: Grant, trace: TraceEntry?, passings: [PassingEntry] = []) {
        self.height = height
        self.time = time
        self.isThere = isThere
        self.grant = grant
        self.trace = trace
        self.passings = passings
    }

    func encode(into encoder: inout CBOREncoder) {
        encoder.array(7)
        encoder.unsigned(2)
        encoder.unsigned(height)
        encoder.unsigned(time)
        encoder.bool(isThere)
        grant.encode(into: &encoder)
        encoder.optional(trace) { $1.encode(into: &$0) }
        encoder.list(passings) { $1.encode(into: &$0) }
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let count = try decoder.array(max: 7)
        let version = try decoder.unsigned()
        // The first version knew no passings.
        guard (version, count) == (2, 7) || (version, count) == (1, 6) else {
            throw .unknownCode(offset: start, code: version)
        }
        height = try decoder.unsigned(max: 1 << 53)
        time = try decoder.unsigned()
        isThere = try decoder.bool()
        grant = try Grant(from: &decoder)
        trace = try decoder.optional { (inner) throws(CBORError) in try TraceEntry(from: &inner) }
        passings =
            version == 1
            ? []
            : try decoder.list(max: Int(PassEvidence.maxCount)) { (inner) throws(CBORError) in
                try PassingEntry(from: &inner)
            }
    }
}

extension Wallet {
    /// Keeps what the ledger says now; with a state that follows from it.
    func keep(_ seen: SeenGrant, _ row: RequestRow, state: RequestState? = nil) throws {
        let sealed = keys.storage.seal(seen.encoded, at: SeenGrant.place(row.number))
        try database.keepSeen(row.id, sealed, height: seen.height, state: state)
    }

    /// What the ledger said last; nil when the grant was never seen there.
    func seen(_ row: RequestRow) throws -> SeenGrant? {
        try row.seen.map { try SeenGrant(decoding: opened($0, at: SeenGrant.place(row.number))) }
    }
}
