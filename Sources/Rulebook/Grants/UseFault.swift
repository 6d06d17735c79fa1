public import Signing

/// What was wrong with what a counted use opened.
public enum FaultKind: UInt64, Sendable, CaseIterable {
    /// A node's signed share is not the one that was dealt: the node's fault.
    case share = 1
    /// The dealing, the ticket, the body or the trace packet is not what it should be: the wallet's fault.
    case dealing = 2
}

/// The kinds of fault that were reported of one use.
public struct UseFaults: OptionSet, Hashable, Sendable {
    public let rawValue: UInt64

    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The flag of one kind.
    public init(_ kind: FaultKind) { rawValue = 1 << (kind.rawValue - 1) }

    static let all: UInt64 = 3
}

/// `use.fault`: the relying party says that a counted use opened nothing good. A flag beside the use, which stays
/// counted.
public struct UseFault: Hashable, Sendable, CBORCodable {
    public let grant: GrantID
    public let index: UInt64
    public let kind: FaultKind
    /// Whose share was false; nil for a bad dealing.
    public let node: MemberID?
    /// Salted: the signed answer, or what shows the bad dealing; shown to whom it concerns.
    public let evidence: Commitment

    /// A share is some node's, a dealing nobody's but the wallet's.
    public init(grant: GrantID, index: UInt64, kind: FaultKind, node: MemberID?, evidence: Commitment) {
        precondition((kind == .share) == (node != nil), "a false share has its node, a bad dealing has none")
        self.grant = grant
        self.index = index
        self.kind = kind
        self.node = node
        self.evidence = evidence
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(5)
        grant.encode(into: &encoder)
        encoder.unsigned(index)
        encoder.unsigned(kind.rawValue)
        encoder.optional(node) { $1.encode(into: &$0) }
        evidence.encode(into: &encoder)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 5)
        grant = try GrantID(from: &decoder)
        index = try decoder.useIndex()
        let start = decoder.offset
        let code = try decoder.unsigned()
        guard let kind = FaultKind(rawValue: code) else { throw .unknownCode(offset: start, code: code) }
        self.kind = kind
        let place = decoder.offset
        node = try decoder.optional { (inner) throws(CBORError) in try MemberID(from: &inner) }
        guard (kind == .share) == (node != nil) else { throw .outOfRange(offset: place) }
        evidence = try Commitment(from: &decoder)
    }
}
