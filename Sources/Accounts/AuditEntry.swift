public import Signing

/// One line of the audit log: who did what to what, chained to the line before by its hash.
public struct AuditEntry: Hashable, Sendable {
    /// From 1, without a gap.
    public let number: UInt64
    /// POSIX seconds.
    public let time: UInt64
    /// `Caller.label`.
    public let actor: String
    /// A stable word: `sign-in`, `import`, `approve` …
    public let action: String
    /// What it was done to, as a number or a code; never a person's data.
    public let subject: String
    /// More facts, as JSON text of codes and counts.
    public let facts: String
    public let previous: Digest
    public let hash: Digest

    init(
        number: UInt64, time: UInt64, actor: String, action: String, subject: String, facts: String,
        previous: Digest
    ) {
        self.number = number
        self.time = time
        self.actor = actor
        self.action = action
        self.subject = subject
        self.facts = facts
        self.previous = previous
        hash = AuditEntry.hash(
            number: number, time: time, texts: [actor, action, subject, facts], previous: previous)
    }

    /// The hash that the line before the first one would have.
    static let start = Digest.zero

    private static func hash(number: UInt64, time: UInt64, texts: [String], previous: Digest) -> Digest {
        var encoder = CBOREncoder()
        encoder.array(4 + texts.count)
        encoder.text("deedbox/audit/v1")
        encoder.digest(previous)
        encoder.unsigned(number)
        encoder.unsigned(time)
        for text in texts { encoder.text(text) }
        return SHA256.digest(encoder.bytes)
    }
}

/// What a walk along the audit log found.
public enum AuditVerdict: Hashable, Sendable {
    /// Every line follows from the one before; the last hash.
    case whole(count: UInt64, head: Digest)
    /// The first line that does not follow.
    case broken(number: UInt64)
}
