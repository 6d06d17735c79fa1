/// A rule that must hold in every run that the network tolerates.
public enum Rule: String, CaseIterable, Sendable {
    /// No two different signatures of one validator for one height, round and kind.
    case noEquivocation = "no equivocation"
    /// A lock is given up only for a later proof of lock.
    case strictLock = "strict lock"
    /// Votes for a block rest on a quorum where the rules ask for one.
    case justified = "justified votes"
    /// Heights, rounds and kinds only go up.
    case monotone = "monotone positions"
    case oneCosignature = "one cosignature a height"
    case durableFirst = "durable before sent"
    case oneBlock = "one final block a height"
    case equalStates = "equal states"
    case log = "one log"
    case finalOnce = "a statement is final once"
    case nothingLost = "no accepted statement lost"
    case oneUse = "one winner of each use"
    case noHalt = "no halt and no alarm"
    case honestNotAccused = "no honest node accused"
    case forkExplained = "a fork names a liar"
    case progress = "a quorum goes on"
}

/// A broken rule.
public struct Breach: Sendable, Hashable, CustomStringConvertible {
    public let rule: Rule
    public let text: String

    public var description: String { "\(rule.rawValue): \(text)" }
}
