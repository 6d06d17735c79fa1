public import Ledger
public import Rulebook
public import Signing

/// What can be said of a use: named checks of the use itself, and of each document in it.
public struct Verdict: Hashable, Sendable {
    /// Of the use: addressed, granted, counted, complete.
    public let checks: [Check]
    public let documents: [DocumentVerdict]
    /// The use, as far as its receipt proves it.
    public let use: ProvenUse?
    /// To whom the use's party has passed it on, when the file has a passing that holds.
    public let passing: ProvenPassing?

    /// All checks, those of the use first.
    public var allChecks: [Check] { checks + documents.flatMap(\.checks) }

    /// No as soon as one check says no; yes only when all do. A dispute alone takes nothing away: it stands beside.
    public var answer: Check.Answer { Verdict.answer(allChecks) }

    /// The verdict in a word: that of what weighs most.
    public var state: VerdictState { VerdictState(allChecks) }

    /// The block of the use and its time, of which the verdict speaks.
    public var asOf: AsOf? { use?.asOf }

    static func answer(_ checks: [Check]) -> Check.Answer {
        let weighing = checks.filter { $0.name != .undisputed }
        if weighing.contains(where: { $0.answer == .no }) { return .no }
        return weighing.contains { $0.answer == .unknown } ? .unknown : .yes
    }
}

/// The use that a verdict speaks of, as the ledger has it.
public struct ProvenUse: Hashable, Sendable {
    public let grant: GrantID
    public let index: UInt64
    public let statement: StatementID
    public let party: MemberID
    /// Where it stands in the log.
    public let leaf: LeafIndex
    public let asOf: AsOf
    /// How many lying validators the receipt withstands.
    public let assurance: Int
}

/// What can be said of one document of a use, and what it showed.
public struct DocumentVerdict: Hashable, Sendable {
    /// The type and the issuer as the record names them, or else as the text does; nil when it does not read.
    public let type: TypeCode?
    public let issuer: MemberID?
    /// Where its record stands in the log.
    public let record: LeafIndex?
    public let checks: [Check]
    /// The fields that were shown, in the order in which they stand; empty when the document does not read.
    public let fields: [ShownField]
    /// POSIX seconds: when the data was true at its source; nil when it does not say.
    public let dataAsOf: UInt64?
    /// How it stands now, by the newest proof of its status; nil when none is at hand.
    public let standing: Standing?

    public var answer: Check.Answer { Verdict.answer(checks) }
    public var state: VerdictState { VerdictState(checks) }
}

/// A field as it was shown.
public struct ShownField: Hashable, Sendable {
    /// Group and name with a dot between, or the name alone.
    public let path: String
    /// The name that the catalogue and scenes know it by.
    public let name: String
    public let value: JSONValue
}
