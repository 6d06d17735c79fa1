public import Consensus
public import Ledger

/// Where a replica of several stands, and whom it waits for: what a stall needs to explain itself.
public struct QuorumStatus: Hashable, Sendable {
    /// What the node is doing.
    public enum Activity: Hashable, Sendable {
        /// Nothing waits to be decided.
        case idle
        case deciding(Step)
        /// The block is decided and on its way to the disk.
        case storing
        /// The block is stored, and waits for cosignatures.
        case gathering
        /// Blocks of others come first.
        case catchingUp(from: Int)
        case halted
    }

    public let activity: Activity
    /// The height being decided or made final.
    public let height: Height
    public let round: Round
    /// Whose turn it is.
    public let proposer: Int
    /// Validators of whom no prevote of this round is known here; likewise below.
    public let prevotesMissing: [Int]
    public let precommitsMissing: [Int]
    public let cosignaturesMissing: [Int]
    /// Validators of whom nothing was heard for a second.
    public let silent: [Int]
    /// Since when it has been so, ms.
    public let since: UInt64
}
