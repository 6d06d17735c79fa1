public import Signing

/// A proposer's signed offer; one that a quorum prevoted before brings the proof along (deviation D3).
///
/// The block itself travels beside it: here it is only named.
public struct Proposal: Hashable, Sendable {
    /// The signed content, of kind `proposal`.
    public let vote: Vote
    /// Of exactly the valid round and the block of the content; nil for a new block.
    public let proof: PolkaCertificate?

    public init(vote: Vote, proof: PolkaCertificate?) {
        self.vote = vote
        self.proof = proof
    }

    var round: Round { vote.content.round }
}

extension Proposal: CBORCodable {
    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(2)
        vote.encode(into: &encoder)
        encoder.optional(proof) { $1.encode(into: &$0) }
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 2)
        vote = try Vote(from: &decoder)
        proof = try decoder.optional { (inner) throws(CBORError) in try PolkaCertificate(from: &inner) }
    }
}
