internal import Replication
internal import Signing

/// What this node says of the deposits that acts name: those of grants, and the sealed bodies of disclosures, which lie
/// in the strongroom.
struct HeldDeposits: DepositReading, Sendable {
    let deposits: Deposits
    let strongroom: Strongroom

    /// A store that fails holds nothing: the node calls no block with a deposit valid, and goes on.
    func isHeld(_ deposit: Digest) -> Bool { isBody(deposit) || deposits.isHeld(deposit) }

    /// Of a body in the strongroom its quorum was told to whoever put it: this node proposes what it holds.
    func isAcknowledged(_ deposit: Digest) -> Bool { isBody(deposit) || deposits.isAcknowledged(deposit) }

    /// Whose preimage is a manifest is a deposit's digest, whoever puts that as a body.
    private func isBody(_ deposit: Digest) -> Bool { (try? strongroom.holds(bodyNamed: deposit)) ?? false }

    /// A block is final here.
    func executed(_ block: CheckedBlock) { deposits.executed(block) }
}
