public import Ledger
public import Rulebook

/// A passing of this very use, as the ledger has it.
public struct ProvenPassing: Hashable, Sendable {
    public let to: Addressee
    /// Nil: with the holder's leave.
    public let ground: LegalGround?
    /// Where it stands in the log.
    public let leaf: LeafIndex
}
