internal import Replication
public import Ledger
public import Rulebook

/// A node that is not sure what it signed: why, and what it waits for.
public struct DoubtState: Hashable, Sendable {
    /// The stable word for the cause.
    public let code: String
    /// The cause in a sentence.
    public let words: String
    /// The operator has let it come back.
    public let isAllowed: Bool
    /// Answers of others that it needs; nil where it can never come back.
    public let needed: Int?
    /// Members whose answers are missing, while it asks.
    public let missing: [MemberID]
    /// The first height that it signs; nil until enough have answered.
    public let resume: Height?

    init(_ status: DoubtStatus, _ members: [MemberID]) {
        code = status.doubt.cause.code
        words = status.doubt.cause.words
        isAllowed = status.doubt.isAllowed
        needed = status.needed
        missing = status.missing.map { members[$0] }
        resume = status.doubt.resume
    }

    /// For people, in a sentence.
    var problem: String {
        if let resume { return "in doubt: signs nothing below block \(resume); this node \(words)" }
        guard let needed else { return "in doubt for good, for the others are no quorum: this node \(words)" }
        guard isAllowed else { return "in doubt: signs nothing until its operator allows it; this node \(words)" }
        let names = missing.map(\.text).joined(separator: ", ")
        return "in doubt: signs nothing; needs \(needed) answers of others, missing from \(names); this node \(words)"
    }
}
