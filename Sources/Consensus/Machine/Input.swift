public import Ledger

/// What can happen to the machine; it knows of nothing else.
public enum Input: Equatable, Sendable {
    /// The block below is decided and durable, and this height begins. The memory is the vote guard's, opened at this
    /// height; nil for a node that only follows. A restarted node begins here too, and goes on where it stopped.
    case opened(HeightSetup, VoteMemory?)
    /// Something waits to be put into a block, or the heartbeat is due. Said again at each height.
    case work
    /// A message that was checked against the set of its height; `Agreement.interest(in:)` says which are wanted.
    case received(Verified<Message>)
    /// A message of the next height, unchecked, with the number of the link that it came by.
    case early(Message, link: Int)
    /// The block that `build` asked for, valid, durable.
    case built(Height, Round, BlockID)
    /// What the driver found out about a block; a block said valid is durable.
    case checked(BlockQuestion, BlockAnswer)
    /// The vote guard signed what `sign` asked for, and its memory is durable.
    case signed(Vote)
    /// A scheduled wait is over.
    case timeout(Timeout)
    /// Time to repeat what others may have missed: every 200 ms at first, doubling to 2 s, until the decision.
    case retransmit
    /// The validators of whom nothing authenticated was heard for a second; replaces the list before.
    case silent([Int])
    /// Evidence of this height's set from elsewhere: another node, or the journal after a restart.
    case learnt(Verified<Evidence>)
}

/// What to find out about a block.
public struct BlockQuestion: Hashable, Sendable {
    public let block: BlockID
    /// The round in which it is proposed for the first time: its seal must name that round's proposer and a timely
    /// time. Nil when a quorum vouched for it before: those two no longer matter.
    public let newIn: Round?

    public init(block: BlockID, newIn: Round?) {
        self.block = block
        self.newIn = newIn
    }
}

/// What was found out about a block.
public enum BlockAnswer: Hashable, Sendable {
    case valid
    /// Valid in itself, but not as new in that round: another proposer, or a time too far from the clock.
    case untimely
    case invalid
}
