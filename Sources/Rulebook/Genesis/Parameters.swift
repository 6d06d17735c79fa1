public import Signing

/// The limits and delays that every node keeps, hashed into each seal.
public struct Parameters: Hashable, Sendable, CBORCodable {
    /// Most leaves in a block, its seal counted.
    public var blockLeaves: UInt64 = 131_072
    /// Most bytes of a block's leaves, their two-byte lengths counted.
    public var blockBytes: UInt64 = 16 << 20
    /// Most records below one manifest.
    public var manifestRecords: UInt64 = 16_384
    /// How far ahead of the block's time a statement's not-after may be, in seconds.
    public var statementLifetime: UInt64 = 600
    /// The same for governance acts.
    public var governanceLifetime: UInt64 = 14 * 86_400
    /// The same for a relying party's request to a holder.
    public var requestLifetime: UInt64 = 7 * 86_400
    /// How long a change of members waits before it is effective, in milliseconds; none when all governance keys sign.
    public var governanceDelay: UInt64 = 86_400_000
    /// How long a grant that is over stays in the state, in milliseconds.
    public var grantRetention: UInt64 = 3_600_000
    /// Most grants that one block closes.
    public var closedPerBlock: UInt64 = 4_096
    /// A block without work is due after this, in milliseconds.
    public var heartbeat: UInt64 = 60_000
    /// How long an issuer may take to answer a correction, in seconds.
    public var correctionTerm: UInt64 = 15 * 86_400
    /// Most grants to one relying party that stand in the state.
    public var openGrants: UInt64 = 1_000_000
    /// Most corrections that wait for the answer of one issuer.
    public var openCorrections: UInt64 = 1_000_000
    /// Most sealed disclosures of one member that nobody has opened, overdue or not.
    public var sealedDisclosures: UInt64 = 10_000
    /// Most passings by one party, ever, whose grants were not in the state any more.
    public var closedPassings: UInt64 = 100_000

    /// How many are always written. Of the later ones those at the end that have their defaults are not: parameters
    /// that were hashed before they were known stay the same.
    private static let alwaysWritten = 10

    public init() {}

    /// Name and value of each, in the order of the encoding.
    public var all: [(name: String, value: UInt64)] {
        [
            ("blockLeaves", blockLeaves), ("blockBytes", blockBytes), ("manifestRecords", manifestRecords),
            ("statementLifetime", statementLifetime), ("governanceLifetime", governanceLifetime),
            ("requestLifetime", requestLifetime), ("governanceDelay", governanceDelay),
            ("grantRetention", grantRetention), ("closedPerBlock", closedPerBlock), ("heartbeat", heartbeat),
            ("correctionTerm", correctionTerm), ("openGrants", openGrants), ("openCorrections", openCorrections),
            ("sealedDisclosures", sealedDisclosures), ("closedPassings", closedPassings),
        ]
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.list(all.prefix(writtenCount)) { $0.unsigned($1.value) }
    }

    /// Up to the last one that is not as it would be without being written.
    private var writtenCount: Int {
        let last = zip(all, Parameters().all).map { $0.value != $1.value }.lastIndex(of: true) ?? 0
        return max(last + 1, Parameters.alwaysWritten)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        let count = try decoder.array(max: all.count)
        guard count >= Parameters.alwaysWritten else {
            throw .wrongCount(offset: start, expected: Parameters.alwaysWritten, found: UInt64(count))
        }
        blockLeaves = try decoder.unsigned(max: .parameter)
        blockBytes = try decoder.unsigned(max: .parameter)
        manifestRecords = try decoder.unsigned(max: .parameter)
        statementLifetime = try decoder.unsigned(max: .parameter)
        governanceLifetime = try decoder.unsigned(max: .parameter)
        requestLifetime = try decoder.unsigned(max: .parameter)
        governanceDelay = try decoder.unsigned(max: .parameter)
        grantRetention = try decoder.unsigned(max: .parameter)
        closedPerBlock = try decoder.unsigned(max: .parameter)
        heartbeat = try decoder.unsigned(max: .parameter)
        if count > 10 { correctionTerm = try decoder.unsigned(max: .parameter) }
        if count > 11 { openGrants = try decoder.unsigned(max: .parameter) }
        if count > 12 { openCorrections = try decoder.unsigned(max: .parameter) }
        if count > 13 { sealedDisclosures = try decoder.unsigned(max: .parameter) }
        if count > 14 { closedPassings = try decoder.unsigned(max: .parameter) }
        guard count == writtenCount else { throw .outOfRange(offset: start) }
    }

    /// Bytes of a block that are kept free for its closed records and its seal.
    public var reservedBytes: UInt64 { 64 * closedPerBlock + 1_024 }

    /// Bytes of the largest statement with the most and longest records, lengths counted.
    private var largestSubmission: UInt64 {
        2 + UInt64(Statement.maxByteCount) + max(46 * manifestRecords, 75 * min(manifestRecords, UseMany.maxCount))
    }

    func check() throws(GenesisError) {
        func require(_ name: String, _ value: UInt64, _ range: ClosedRange<UInt64>) throws(GenesisError) {
            guard range.contains(value) else { throw .parameterOutOfRange(name, value: value, allowed: range) }
        }
        try require("manifestRecords", manifestRecords, 1...65_536)
        try require("closedPerBlock", closedPerBlock, 1...65_536)
        try require("blockLeaves", blockLeaves, (manifestRecords + closedPerBlock + 2)...1_048_576)
        try require("blockBytes", blockBytes, max(1 << 20, reservedBytes + largestSubmission)...(64 << 20))
        try require("statementLifetime", statementLifetime, 1...3_600)
        try require("governanceLifetime", governanceLifetime, 1...(90 * 86_400))
        try require("requestLifetime", requestLifetime, 1...(90 * 86_400))
        try require("governanceDelay", governanceDelay, 0...(90 * 86_400_000))
        // A use or a withdrawal has no replay mark: it must not outlive the entry of its grant.
        try require("grantRetention", grantRetention, (statementLifetime * 1_000)...(90 * 86_400_000))
        try require("heartbeat", heartbeat, 100...86_400_000)
        try require("correctionTerm", correctionTerm, 1...(366 * 86_400))
        try require("openGrants", openGrants, 1...1_000_000_000)
        try require("openCorrections", openCorrections, 1...1_000_000_000)
        try require("sealedDisclosures", sealedDisclosures, 1...1_000_000)
        try require("closedPassings", closedPassings, 1...1_000_000_000)
    }
}

extension UInt64 {
    /// No parameter is larger, so sums of a few never overflow.
    fileprivate static let parameter: UInt64 = 1 << 40
}
