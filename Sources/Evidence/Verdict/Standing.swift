/// How a document stands now, by the newest proof at hand: it takes nothing from the verdict, which is that of the use.
public struct Standing: Hashable, Sendable {
    /// Valid, in dispute, superseded, suspended or revoked.
    public let state: VerdictState
    /// The block that made it so, and its time; nil when nothing was ever said against it.
    public let since: AsOf?
    /// Of which block it speaks: what came later, the proof does not know.
    public let asOf: AsOf

    public init(state: VerdictState, since: AsOf?, asOf: AsOf) {
        self.state = state
        self.since = since
        self.asOf = asOf
    }

    /// True when who relies on the document now must know of it before all else.
    public var isBad: Bool { state > .inDispute }
}

extension Verdict {
    /// How the documents stand now: as the worst of them, and of equals as the one whose proof is oldest.
    ///
    /// Nil when one of them has no proof, unless another stands badly: then nothing can be said of today.
    public var now: Standing? {
        let told = documents.compactMap(\.standing)
        let heaviest = told.max { left, right in
            left.state == right.state ? left.asOf.time > right.asOf.time : left.state < right.state
        }
        guard let heaviest, heaviest.isBad || told.count == documents.count else { return nil }
        return heaviest
    }

    /// Whether the use may be relied on today: no when it does not hold or a document stands badly now.
    public var answerNow: Check.Answer {
        guard answer != .no, now?.isBad != true else { return .no }
        return now == nil ? .unknown : answer
    }
}
