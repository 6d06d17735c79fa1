public import Accounts
internal import Foundation
internal import Identifiers
internal import Importing
public import Rulebook
public import Signing

/// When documents of a type are proposed for renewal by the desk itself. Nothing is renewed without an approver.
public struct RenewalRule: Hashable, Sendable {
    public let type: TypeCode
    /// How long before their end, in days.
    public let days: UInt64
    /// For how long they are renewed.
    public let years: UInt64
    /// Only documents whose row an import has shown within so many days; nil: whatever the source says.
    public let seenDays: UInt64?

    /// Who proposes by rule: no person has this name.
    static let proposer = "desk"

    /// A rule; nil for numbers out of bounds: 1 to 400 days, 1 to 50 years, seen within 1 to 4,000 days.
    public init?(checking type: TypeCode, days: UInt64, years: UInt64, seenDays: UInt64?) {
        guard (1...400).contains(days), (1...50).contains(years), (1...4_000).contains(seenDays ?? 1) else {
            return nil
        }
        self.init(type: type, days: days, years: years, seenDays: seenDays)
    }

    init(type: TypeCode, days: UInt64, years: UInt64, seenDays: UInt64?) {
        self.type = type
        self.days = days
        self.years = years
        self.seenDays = seenDays
    }

    /// As programs read it.
    public var json: JSONValue {
        [
            "type": .string(type.text), "days": .integer(Int64(clamping: days)),
            "years": .integer(Int64(clamping: years)),
            "seenDays": seenDays.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
    }
}

extension Desk {
    /// Most documents of one proposal, and how long a rule rests after one, in seconds.
    private static let renewalWindow = 1_000
    private static let renewalPause: UInt64 = 86_400

    /// Sets a rule. Throws `DeskRefusal`, `AccountRefusal`.
    public func set(_ rule: RenewalRule, by caller: Caller) throws {
        try caller.must(.admin)
        guard try database.definitions().contains(where: { $0.type.code == rule.type }) else {
            throw DeskRefusal.unknownType(rule.type, version: 1)
        }
        try accounts.audit(
            AuditLine(
                caller, "renewal-set", subject: rule.type.text,
                facts: "\(rule.days) \(rule.years) \(rule.seenDays.map { "\($0)" } ?? "-")"), at: second)
        try database.keep(rule, by: caller.label, at: second)
    }

    /// Ends a rule. Throws `DeskRefusal.unknownRenewal`, `AccountRefusal`.
    public func removeRenewal(of type: TypeCode, by caller: Caller) throws {
        try caller.must(.admin)
        guard try database.removeRenewal(of: type) else { throw DeskRefusal.unknownRenewal(type) }
        try accounts.audit(AuditLine(caller, "renewal-remove", subject: type.text), at: second)
    }

    /// Files what the rules want; how many documents.
    func proposeRenewals() throws -> Int {
        try database.renewalRules().reduce(0) { sum, rule in
            try sum
                + database.proposeRenewals(
                    by: rule, pauseSeconds: Desk.renewalPause, limit: Desk.renewalWindow, at: second)
        }
    }

    /// The documents in the place of those that were approved for renewal, or that followed their holder to another
    /// device since. Left out: those that have ended meanwhile or have a successor, and those whose values do not pass
    /// the gate of today; a clerk sees them by their reminders.
    func renewed(_ documents: [DocumentID], years: UInt64) throws -> [NewDocument] {
        var new: [NewDocument] = []
        for id in try documents.map({ try database.current($0) }) {
            guard let old = try database.document(id), let content = try content(of: id), let expiry = old.expiry,
                let day = Desk.day(at: expiry - min(expiry, 1))?.adding(years: years), let end = day.endInBeijing
            else { continue }
            let hasDay = content.fields.contains { $0.path == ValueGate.lastDayPath }
            do {
                new.append(
                    try replacement(
                        of: id, values: hasDay ? [ValueGate.lastDayPath: day.description] : [:], expiry: end))
            } catch is DeskRefusal { continue }
        }
        return new
    }
}

extension CivilDate {
    /// The same day of a later year; of 29 February the day before, where the year has none.
    fileprivate func adding(years: UInt64) -> CivilDate? {
        let later = year + Int(years)
        return CivilDate(year: later, month: month, day: day)
            ?? CivilDate(year: later, month: month, day: day - 1)
    }
}
