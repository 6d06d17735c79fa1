public import Consensus
public import Ledger
public import Rulebook
public import Signing

/// Questions to what the node itself has, answered at once.
public protocol RecordReading: DepositReading {
    /// The document record that stands at this position of the log; nil when none does.
    func record(at index: LeafIndex) -> RecordedDocument?
    /// A statement whose signatures are known to be good; for any other one, nil, they are checked.
    func checked(_ id: StatementID) -> CheckedStatement?
}

extension RecordReading {
    /// Nothing is known beforehand.
    public func checked(_ id: StatementID) -> CheckedStatement? { nil }
}

/// What a replica of several is told. Times are the node's clock, ms UTC.
public enum QuorumInput: Sendable {
    /// The first input, once: everything that survived was given to `init`.
    case started(now: UInt64)
    /// Statements whose signatures are good and whose bytes are durable here, from clients or forwarded. The driver
    /// looks first whether its index has them; those of the last few blocks are passed over here.
    case admitted([CheckedStatement], now: UInt64)
    /// A word by a validator's authenticated link.
    case received(PeerWord, from: Int, now: UInt64)
    /// A link to that validator is open; nothing sent before counts on it.
    case connected(Int, now: UInt64)
    /// Whom this node has a link to from now on, by number: as before, with new ones behind. A number is never given to
    /// another key.
    case linked([PublicKey])
    /// That validator does not take this node's link, for it has one, alive, with another process of the same keys.
    case refusedAsSecond(by: Int, now: UInt64)
    /// The clock: at the time of the last `wake`, or at any other.
    case clock(now: UInt64)
    /// The candidate's leaves are durable.
    case candidateKept(BlockID)
    /// The guard's record of that number, and with it every one before, is durable.
    case guardWritten(UInt64)
    /// The block's leaves are durable; the head was recomputed from the stored bytes.
    case appended(TreeHead, now: UInt64)
}

/// What a replica of several wants done, in the order of the list. An effect that answers with an input comes first
/// with that input's effects, and then the rest of the list.
public enum QuorumEffect: Sendable {
    /// All that the word rests on is durable by the time this is carried out. Words may be lost.
    case send(PeerWord, to: Int)
    /// As `send`, to every other validator.
    case broadcast(PeerWord)
    /// Make a block's leaves, framed in a few runs, durable outside the log; then `candidateKept`.
    case keepCandidate(BlockID, Height, runs: [[UInt8]])
    /// Candidates of these heights are of no more use; whether they are removed at once matters to nobody.
    case forgetCandidates(through: Height)
    /// Make the record durable in the guard's file; then `guardWritten` with the number. It stands at most once in its
    /// list, ahead of all others that are answered, so that records are written in the order of their numbers; and
    /// behind those that make a block final, for its answer may append the next one.
    case writeGuard(GuardRecord, UInt64)
    /// Append the block's leaves to the log and sync them; then `appended`.
    case append(CheckedBlock)
    /// Keep this step from one epoch to the next; it may leave the node. The block that takes it is settled behind it.
    case keepEpoch(EpochStep)
    /// Make this checkpoint durable beside the one before it. It stands ahead of the last block that it is over:
    /// whoever counts a block as final after a start can then show the others that it is.
    case keepCheckpoint(FinalCheckpoint)
    /// The block is final, and `state` is the one after it: index it. Who waits for its statements is told with
    /// `publish`.
    case settle(CheckedBlock)
    /// This checkpoint over all that was settled may leave the node; it was kept before. The same head may come
    /// again, with more cosignatures, which nobody need keep.
    case publish(FinalCheckpoint)
    /// The statement is no part of any block, and this is why; what the reason rests on is final.
    case refuse(StatementID, Refusal)
    /// Read the log and send a `BlockRun`.
    case serve(BlockRequest)
    /// Say `clock` at this time; it replaces every earlier wish.
    case wake(at: UInt64)
    /// Store and show this proof that validators lied, and submit it as an act of this node's own.
    case report(OffenceProof)
    /// Tell the operator; the node goes on.
    case alarm(QuorumAlarm)
    /// Nothing may be signed any more: people must look.
    case halt(QuorumFault)

    /// True for what must be done before anything of the next block is.
    var isOfFinalBlock: Bool {
        switch self {
        case .keepEpoch, .keepCheckpoint, .settle, .publish: true
        case .send, .broadcast, .keepCandidate, .forgetCandidates, .writeGuard, .append, .refuse, .serve, .wake,
            .report, .alarm, .halt:
            false
        }
    }
}

/// A peer's wish for final blocks, and what the answer must carry beside the leaves.
public struct BlockRequest: Sendable {
    public let peer: Int
    /// The first leaf wanted; at most the checkpoint's size.
    public let from: UInt64
    /// The checkpoint to send. The leaves are whole blocks below its size.
    public let checkpoint: FinalCheckpoint
    public let commit: CommitCertificate?

    /// The answer's leaves are not more than this, but for a first block that alone is larger: a body on its way to the
    /// same node waits behind no more.
    public static let preferredByteCount = 1 << 20
}

/// What an operator should look at.
public enum QuorumAlarm: Equatable, Sendable {
    case agreement(Alarm)
    /// A validator cosigned another head than this node at one height: proof that its log is another.
    case otherHead(validator: Int, Cosignature)
    /// The guard did not sign what the agreement asked for.
    case voteRefused(VoteRefusal)
    /// A peer's answer to a request for blocks was not what it must be.
    case badBlocks(validator: Int, reason: String)
    /// The node is not sure what it has signed, and from here on signs nothing.
    case doubt(DoubtCause)
    /// Enough others have answered: the node signs again from this height on.
    case signsAgain(at: Height)
    /// An offence was recorded on the ledger.
    case offenceRecorded(Offence)
}

/// What must never happen, and stops the node.
public enum QuorumFault: Error, Sendable {
    case storedHeadDiffers(expected: TreeHead, found: TreeHead)
    case guardRefused(GuardRefusal)
    case agreement(HaltReason)
    /// Cosignatures that were each checked do not satisfy the network's policy.
    case ownCheckpointRefused(NoteError)
    /// A final checkpoint is over another log than the one stored here.
    case storedOtherThanFinal(Height, stored: TreeHead)
}
