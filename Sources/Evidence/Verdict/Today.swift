/// What is told of today beside a verdict, which is that of the use.
public enum Today: Hashable, Sendable {
    /// By a proof that is newer than the use, or of a document that stands badly.
    case known(Standing)
    /// The newest proof at hand is that of the use itself.
    case notAsked
    /// No proof of the status is at hand.
    case untold
}

extension Verdict {
    /// What is told of how the documents stand now; nil beside a no, unless they stand badly as well.
    public var today: Today? { today(now) }

    /// What is told of one standing beside this verdict; nil beside a no, unless it is bad.
    public func today(_ standing: Standing?) -> Today? {
        if let standing, standing.isBad { return .known(standing) }
        guard answer != .no else { return nil }
        guard let standing else { return .untold }
        return isNewer(standing.asOf) ? .known(standing) : .notAsked
    }

    private func isNewer(_ place: AsOf) -> Bool {
        guard let asOf else { return true }
        guard let used = asOf.height, let height = place.height else { return place.time > asOf.time }
        return height > used
    }

    /// Why it is no yes, each once: first what makes the verdict what it is. What only follows from another check is
    /// left out.
    public var openReasons: [Reason] {
        let open = allChecks.filter { $0.answer != .yes && $0.reason != .notReached }.compactMap(\.reason)
        let sorted = open.enumerated().sorted { left, right in
            left.element.state == right.element.state
                ? left.offset < right.offset : left.element.state > right.element.state
        }
        return sorted.reduce(into: []) { reasons, next in
            if !reasons.contains(next.element) { reasons.append(next.element) }
        }
    }
}
