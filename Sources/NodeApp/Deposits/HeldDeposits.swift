internal import Replication
internal import Rulebook
internal import Signing
internal import Storage

/// What this node says of the deposits that acts name: those of grants, and the deals of sealed disclosures.
struct HeldDeposits: DepositReading, Sendable {
    let deposits: Deposits
    let sealed: SealedDeals
    let strongroom: Strongroom

    /// A store that fails holds nothing: the node calls no block with a deposit valid, and goes on.
    func isHeld(_ deposit: NamedDeposit) -> Bool {
        switch deposit.use {
        case .grant(let grant):
            !isOfAnother(deposit.digest, than: grant)
                && (isBody(deposit.digest) || deposits.isHeld(deposit.digest))
        case .disclosure(let member, let seal): sealed.isHeld(deposit.digest, by: member, seal)
        }
    }

    /// Of a body in the strongroom its quorum was told to whoever put it: this node proposes what it holds.
    func isAcknowledged(_ deposit: NamedDeposit) -> Bool {
        switch deposit.use {
        case .grant: isBody(deposit.digest) || deposits.isAcknowledged(deposit.digest)
        case .disclosure: sealed.isAcknowledged(deposit.digest)
        }
    }

    /// True for what is known to have been dealt for another grant: whoever names that is given no vote, and waits
    /// until its time is over. No rule of the ledger asks; one that a quorum took all the same opens nothing.
    private func isOfAnother(_ deposit: Digest, than grant: GrantID) -> Bool {
        guard let database = deposits.database else { return false }
        do { return try database.grant(of: deposit).map { $0 != grant.digest } ?? false } catch { return true }
    }

    /// Whose preimage is a manifest is a deposit's digest, whoever puts that as a body.
    private func isBody(_ deposit: Digest) -> Bool { (try? strongroom.holds(bodyNamed: deposit)) ?? false }

    /// A block is final here.
    func executed(_ block: CheckedBlock) { deposits.executed(block) }
}
