public import Consensus
internal import Ledger
public import Signing

/// All that a validator must remember of what it signed: one record of the guard's file.
///
/// It is durable before a byte of any signature in it leaves the node. Losing it is losing the right to sign.
public struct GuardRecord: Hashable, Sendable, CBORCodable {
    /// Proposals and votes of the height being decided.
    public let memory: VoteMemory
    /// The last block cosigned; nil before the first.
    public let attestation: Attestation?
    /// The last decision seen; nil before the first.
    public let commit: CommitCertificate?
    /// Set once the node was not sure what it signed; nil for one that always was.
    public let doubt: Doubt?

    public init(
        memory: VoteMemory, attestation: Attestation?, commit: CommitCertificate?, doubt: Doubt? = nil
    ) {
        self.memory = memory
        self.attestation = attestation
        self.commit = commit
        self.doubt = doubt
    }

    /// The same in this doubt.
    public func doubting(_ doubt: Doubt) -> GuardRecord {
        GuardRecord(memory: memory, attestation: attestation, commit: commit, doubt: doubt)
    }

    /// Of a node of which nothing is known but that it is in doubt.
    public static func lost(_ doubt: Doubt) -> GuardRecord {
        GuardRecord(memory: .genesis, attestation: nil, commit: nil, doubt: doubt)
    }

    /// True for a stored block that is not final yet, and whose very bytes this node cosigned or saw decided.
    ///
    /// Any other came as a final block from the others and was not settled, or has changed on the disk since: nothing
    /// here says which. It is dropped at a start, and asked for again; cosigned, it might be proof of a lie.
    public func vouches(for stored: CheckedBlock) -> Bool {
        if attestation?.height == stored.height { return true }
        return commit.map { $0.height == stored.height && $0.block == stored.seal.id } ?? false
    }

    /// Most bytes of a record; the guard's file takes less than 64 KiB.
    public static let maxByteCount = 60_000

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(4)
        memory.encode(into: &encoder)
        encoder.optional(attestation) { $1.encode(into: &$0) }
        encoder.optional(commit) { $1.encode(into: &$0) }
        encoder.optional(doubt) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 4)
        memory = try VoteMemory(from: &decoder)
        attestation = try decoder.optional { (inner) throws(CBORError) in try Attestation(from: &inner) }
        commit = try decoder.optional { (inner) throws(CBORError) in try CommitCertificate(from: &inner) }
        doubt = try decoder.optional { (inner) throws(CBORError) in try Doubt(from: &inner) }
    }
}
