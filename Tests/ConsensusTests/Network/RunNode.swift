import Consensus
import Ledger

/// A node as it stands in memory, and what of it survives a crash.
struct RunNode {
    var machine = Agreement()
    var isUp = true
    var life = 0
    /// Durable.
    var memory = VoteMemory.genesis
    var chain: [CommitCertificate] = []
    var hasHalted = false
}

/// What the nodes of a run know of blocks: which exist, who made them, whether they are valid.
struct RunBlock {
    let id: BlockID
    let proposer: Int
    let round: Round
    let isValid: Bool
}
