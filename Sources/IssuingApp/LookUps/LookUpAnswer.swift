public import Signing

/// What is told at the counter: that something matches, and no more than a yes or no needs.
public enum LookUpAnswer: Hashable, Sendable {
    /// No document on the ledger has this number and this holder; which of them is wrong is not told, nor looked at.
    case missed
    case found(FoundDocument)

    /// As programs read it.
    public var json: JSONValue {
        switch self {
        case .missed: ["match": false]
        case .found(let found): found.json
        }
    }
}

/// A document that was found by its number and its holder.
public struct FoundDocument: Hashable, Sendable {
    public let lookUp: LookUpID
    public let standing: LookUpStanding
    /// Since when it is not in force, POSIX seconds; nil while it is, or when the desk does not know.
    public let since: UInt64?
    /// How many holders have a document in force with that number.
    public let holders: UInt64
    /// When that was so, POSIX seconds.
    public let asOf: UInt64
    /// The block in which the question stands.
    public let height: UInt64

    var json: JSONValue {
        [
            "match": true, "lookUp": .integer(lookUp.value), "inForce": .bool(standing == .inForce),
            "standing": .string(standing.rawValue), "since": since.map { .integer(Int64(clamping: $0)) } ?? .null,
            "rightsHolders": .integer(Int64(clamping: holders)), "asOf": .integer(Int64(clamping: asOf)),
            "height": .integer(Int64(clamping: height)),
        ]
    }
}

/// How a document stands, in the words of its status and of its own end.
public enum LookUpStanding: String, Hashable, Sendable, CaseIterable {
    case inForce, suspended, revoked, superseded, expired
}
