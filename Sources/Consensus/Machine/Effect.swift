public import Ledger

/// One act of the driver. The acts of one input are done in the order of their list.
public enum Effect: Equatable, Sendable {
    /// Build a block on the parent and make it durable; then `built`. With nothing to put in, wait.
    case build(Height, Round)
    /// Check this block, whose body travels beside its proposal; make it durable if it is valid; then `checked`.
    case check(BlockQuestion)
    /// As `check`, for a block that this node may never have seen: any of these validators has it.
    case fetch(BlockID, from: [Int])
    /// Ask the vote guard; once its memory is durable, `signed`. The blocks named are durable already: they were said
    /// valid. Nothing of the signature leaves before that. A refusal is recorded, and nothing else follows.
    case sign(VoteRequest)
    /// Send to all nodes. What it rests on is durable: this stands behind the `signed` that made it.
    case broadcast(Message)
    /// Check a message that came early against the new height's set; if it is true, `received`.
    case verify(Message)
    /// After so many milliseconds, `timeout`. Never cancelled: late ones mean nothing.
    case schedule(Timeout, milliseconds: UInt64)
    /// Store block and certificate durably, execute, cosign; then send the certificate to all, and open the next
    /// height. Only then may anything of the next height be sent, or a client be told.
    case decide(BlockID, CommitCertificate)
    /// Store and show this, put it on the ledger, and send it to the others.
    case report(Evidence)
    /// Tell the operator.
    case alarm(Alarm)
    /// Stop for good, after telling the operator: people must decide.
    case halt(HaltReason)
}

/// What an operator should look at; the machine goes on.
public enum Alarm: Hashable, Sendable {
    /// A quorum prevoted what this node finds invalid: the software differs, or there are too many liars.
    case quorumForInvalid(BlockID, Round)
    /// A proposer offered two blocks in one round; that cannot break agreement.
    case twoProposals(validator: Int, Round)
}

/// Why a node may not go on.
public enum HaltReason: Hashable, Sendable {
    /// Two blocks are decided at one height.
    case conflictingDecisions(Height, BlockID, BlockID)
    /// A quorum decided what this node finds invalid.
    case decidedInvalid(Height, BlockID)
}
