public import Releasing
public import Signing

/// A change of the deposits that a node keeps.
public enum DepositChange: Sendable {
    /// Keeps a deposit that came at a second (POSIX), with the signed leave to hand it in.
    case keep(FittingDeposit, leave: [UInt8], received: UInt64)
    /// Keeps the node's own opened shares of a deposit that is held, apart from what was sealed.
    case keepShares(OwnShares)
    /// Keeps a validator's word over a deposit that is held; whoever asks has checked it.
    case acknowledge(Digest, at: Position, word: [UInt8])
    /// A block names the deposit: it is kept until its expiry, or until events delete it.
    case claim(Digest)
    /// Deletes for good what an event asks for, and keeps the node's signed word of it; the first word stays.
    case delete(DepositEvent, of: Digest, word: [UInt8]?)
}

/// What became of a change, durably.
public enum DepositOutcome: Hashable, Sendable {
    /// It is so from now on.
    case kept
    /// It was so before.
    case held
    /// No such deposit is held.
    case absent
    /// The party has so many parts.
    case overEntries(held: Int)
    /// The party has so many bytes.
    case overBytes(held: Int)
    /// All parties have so many bytes.
    case full(bytes: Int)
    /// So many deposits of this grant wait for a block that names one.
    case unclaimed(Int)
}

/// What the deposits of a node are, counted.
public struct DepositTotals: Hashable, Sendable {
    /// Deposits, whole or what is left of them.
    public internal(set) var deposits = 0
    /// Deposits that no block has named.
    public internal(set) var unclaimed = 0
    /// Deposits of which a part is damaged.
    public internal(set) var lacking = 0
    /// Parts.
    public internal(set) var entries = 0
    /// Bytes of parts, `StoredPut.entryOverhead` a part counted.
    public internal(set) var bytes = 0
    /// The same by the relying party that asked.
    public internal(set) var byParty: [String: StrongroomTotals.Usage] = [:]

    /// Nothing.
    public init() {}

    /// Takes in a deposit, or with -1 takes it out.
    mutating func count(_ row: DepositRow, _ sign: Int = 1) {
        deposits += sign
        unclaimed += row.isClaimed ? 0 : sign
        lacking += row.isLacking ? sign : 0
        entries += sign * row.entries
        bytes += sign * row.bytes
        byParty[row.party, default: StrongroomTotals.Usage()].entries += sign * row.entries
        byParty[row.party, default: StrongroomTotals.Usage()].bytes += sign * row.bytes
        if byParty[row.party] == StrongroomTotals.Usage() { byParty[row.party] = nil }
    }

    /// Replaces what was counted of a deposit.
    mutating func change(_ before: DepositRow, to after: DepositRow) {
        count(before, -1)
        count(after)
    }
}
