public import Signing

/// `use`: one counted consumption; its index is one more than the uses counted so far.
public struct Use: Hashable, Sendable, CBORCodable {
    public let grant: GrantID
    public let index: UInt64
    /// To which the nodes seal their shares of this use's ticket.
    public let releaseKey: ReleaseKey
    /// The relying party's case number, salted afresh.
    public let caseCommitment: Commitment
    /// Who at the relying party acts, salted afresh.
    public let clerkCommitment: Commitment

    public init(
        grant: GrantID, index: UInt64, releaseKey: ReleaseKey, caseCommitment: Commitment,
        clerkCommitment: Commitment
    ) {
        self.grant = grant
        self.index = index
        self.releaseKey = releaseKey
        self.caseCommitment = caseCommitment
        self.clerkCommitment = clerkCommitment
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        grant.encode(into: &encoder)
        encoder.unsigned(index)
        releaseKey.encode(into: &encoder)
        caseCommitment.encode(into: &encoder)
        clerkCommitment.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        grant = try GrantID(from: &decoder)
        index = try decoder.useIndex()
        releaseKey = try ReleaseKey(from: &decoder)
        caseCommitment = try Commitment(from: &decoder)
        clerkCommitment = try Commitment(from: &decoder)
    }
}

/// `use.many`: a manifest; the use records that follow it are counted all, or none of them.
public struct UseMany: Hashable, Sendable, CBORCodable {
    /// For all uses below it.
    public let releaseKey: ReleaseKey
    /// Who at the relying party acts, salted afresh.
    public let clerkCommitment: Commitment
    /// How many records follow.
    public let count: Int
    /// The RFC 6962 root over the records.
    public let root: Digest
    /// Most records of one statement.
    public static let maxCount: UInt64 = 4_096

    public init(releaseKey: ReleaseKey, clerkCommitment: Commitment, count: Int, root: Digest) {
        self.releaseKey = releaseKey
        self.clerkCommitment = clerkCommitment
        self.count = count
        self.root = root
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        releaseKey.encode(into: &encoder)
        clerkCommitment.encode(into: &encoder)
        encoder.unsigned(UInt64(count))
        encoder.digest(root)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        releaseKey = try ReleaseKey(from: &decoder)
        clerkCommitment = try Commitment(from: &decoder)
        count = Int(try decoder.unsigned(max: 65_536))
        root = try decoder.digest()
    }
}

/// One use below a manifest of many: `[grant, [index, case]]`, an array of two as every record behind a statement is.
public struct UseRecord: Hashable, Sendable, CBORCodable {
    public let grant: GrantID
    public let index: UInt64
    /// The relying party's case number, salted afresh for each record.
    public let caseCommitment: Commitment

    public init(grant: GrantID, index: UInt64, caseCommitment: Commitment) {
        self.grant = grant
        self.index = index
        self.caseCommitment = caseCommitment
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        grant.encode(into: &encoder)
        encoder.array(2)
        encoder.unsigned(index)
        caseCommitment.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        grant = try GrantID(from: &decoder)
        try decoder.array(count: 2)
        index = try decoder.useIndex()
        caseCommitment = try Commitment(from: &decoder)
    }
}

extension UseMany {
    /// What a record behind this manifest says, as a use of its own would say it.
    public func use(_ record: UseRecord) -> Use {
        Use(
            grant: record.grant, index: record.index, releaseKey: releaseKey, caseCommitment: record.caseCommitment,
            clerkCommitment: clerkCommitment)
    }
}

extension CBORDecoder {
    /// The index of a use, whatever the rules will say to it.
    mutating func useIndex() throws(CBORError) -> UInt64 { try unsigned(max: Scene.maxUsesLimit + 1) }
}
