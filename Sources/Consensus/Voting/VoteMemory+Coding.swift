import Ledger
public import Signing

extension VoteMemory: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(6)
        height.encode(into: &encoder)
        round.encode(into: &encoder)
        encoder.list(votes) { $1.encode(into: &$0) }
        encoder.optional(proposalProof) { $1.encode(into: &$0) }
        encoder.optional(lock) { $1.encode(into: &$0) }
        encoder.optional(entry) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        try decoder.array(count: 6)
        self.init(
            height: try Height(from: &decoder),
            round: try Round(from: &decoder),
            votes: try decoder.list(max: 3, Vote.init(from:)),
            proposalProof: try decoder.optional { (inner) throws(CBORError) in try PolkaCertificate(from: &inner) },
            lock: try decoder.optional { (inner) throws(CBORError) in try PolkaCertificate(from: &inner) },
            entry: try decoder.optional { (inner) throws(CBORError) in try RoundCertificate(from: &inner) })
        guard isCoherent else { throw .outOfRange(offset: start) }
    }

    /// Votes of this height and round, each kind once and in order, and a lock that is no later.
    private var isCoherent: Bool {
        let kinds = votes.map(\.content.kind)
        return votes.allSatisfy { $0.content.height == height && $0.content.round == round }
            && zip(kinds, kinds.dropFirst()).allSatisfy { $0 < $1 }
            && (lock.map { $0.height == height && $0.round <= round } ?? true)
            && !(votes.isEmpty && (round > .zero || lock != nil || proposalProof != nil || entry != nil))
    }
}
