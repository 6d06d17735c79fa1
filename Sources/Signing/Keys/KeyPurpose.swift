/// What a signing key is for; a key has one purpose and is used for no other.
public enum KeyPurpose: String, Sendable, CaseIterable {
    /// A member's own acts.
    case statement
    /// The documents that a member issues as credentials.
    case credential
    /// What a relying desk asks of wallets of other makers.
    case presentation
    /// One of the institutions that govern together.
    case governance
    /// A node's signature on checkpoints, named like the log.
    case log
    /// A node's cosignature on checkpoints, under its own name.
    case cosigner
    /// A validator's votes.
    case vote
    /// A node's release of key shares.
    case release
    /// A node's links to other nodes.
    case link
    /// One grant of a holder.
    case grant
}
