internal import Replication
internal import Signing

/// What this node's strongroom says of the deposits that acts name.
struct HeldDeposits: DepositReading, Sendable {
    let strongroom: Strongroom

    /// A strongroom that fails holds nothing: the node calls no block with a deposit valid, and goes on.
    func isHeld(_ deposit: Digest) -> Bool { (try? strongroom.holds(deposit)) ?? false }

    /// A desk submits a grant once a quorum has acknowledged its deposit to it: this node proposes what it holds.
    func isAcknowledged(_ deposit: Digest) -> Bool { isHeld(deposit) }
}
