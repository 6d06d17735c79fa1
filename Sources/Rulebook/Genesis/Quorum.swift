/// What the validators of a network are assumed to do wrong at worst.
public enum FaultModel: UInt64, Sendable {
    /// They may stop, lose messages and come back; none lies.
    case crash = 0
    /// Up to a third, rounded down, may do anything.
    case byzantine = 1

    /// How many validators out of `count` may lie.
    public func liars(of count: Int) -> Int {
        switch self {
        case .crash: 0
        case .byzantine: (count - 1) / 3
        }
    }
}

/// How many of the validators must sign, and what follows from a number of signatures.
public struct Quorum: Hashable, Sendable {
    /// n: validators in the set.
    public let validators: Int
    /// f: validators that may lie.
    public let liars: Int

    public init(validators: Int, liars: Int) {
        precondition(validators >= 1 && liars >= 0 && validators >= 3 * liars + 1, "no quorum for n and f")
        self.validators = validators
        self.liars = liars
    }

    /// q = floor((n + f) / 2) + 1: the smallest number for which any two quorums share an honest validator.
    public var count: Int { (validators + liars) / 2 + 1 }

    /// How many validators may be silent without stopping progress.
    public var silent: Int { validators - count }

    /// How many lying validators a certificate of `signatures` withstands: q + k − n − 1, never below zero.
    public func assurance(signatures: Int) -> Int {
        max(0, count + signatures - validators - 1)
    }
}
