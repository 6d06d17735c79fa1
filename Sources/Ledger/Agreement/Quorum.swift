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

    /// So many validators share an honest one with every quorum: n − q + f + 1.
    public var witnesses: Int { validators - count + liars + 1 }

    /// How many lying validators a certificate of `signatures` withstands: q + k − n − 1, never below zero.
    public func assurance(signatures: Int) -> Int {
        max(0, count + signatures - validators - 1)
    }
}
