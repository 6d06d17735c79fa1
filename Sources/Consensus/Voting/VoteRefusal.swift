public import Ledger

/// Why the guard does not sign a vote, or does not open a height.
public enum VoteRefusal: Error, Equatable, Sendable {
    /// The guard votes at one height, and this is another.
    case otherHeight(open: Height, asked: Height)
    /// It signed in a later step or round.
    case past(round: Round, kind: VoteKind)
    /// It signed something else for this step: signing would be the proof of a lie.
    case signedOther(VoteContent)
    /// This node is no validator of the height.
    case notAValidator
    /// A proposal out of turn.
    case notTheProposer
    /// A round above 0 without the certificate that leads to it.
    case noEntry
    /// A new block while locked on one (R1 with deviation D2).
    case locked(Round, BlockID)
    /// The polka that would allow this is missing, of something else, or false.
    case notJustified
    /// A height is opened by the decision of the one below, and only upward.
    case notDecided(height: Height)
}
