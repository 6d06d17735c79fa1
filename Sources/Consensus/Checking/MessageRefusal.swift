public import Ledger

/// Why a message counts for nothing at a height.
public enum MessageRefusal: Error, Equatable, Sendable {
    case wrongHeight(expected: Height, found: Height)
    case noSuchValidator(Int)
    /// A proposal by someone whose turn it is not.
    case notTheProposer(validator: Int, proposer: Int)
    /// A vote where a proposal should stand, or the other way round; a vote for no block that names a valid round.
    case wrongKind
    case falseSignature(validator: Int)
    /// The signers of a certificate stand not in ascending order, each once.
    case signersOutOfOrder
    case tooFewSignatures(needed: Int, found: Int)
    /// A proposal of an earlier block without the proof, or a new one with a proof.
    case proofMissing
    /// The proof is of another block, round or height.
    case proofOfOther
    /// What is called evidence proves nothing.
    case provesNothing
}
