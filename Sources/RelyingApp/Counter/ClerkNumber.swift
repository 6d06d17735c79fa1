public import Accounts
internal import Signing

/// A clerk as pages and logs of the desk show one: a number that is drawn once, and says no name.
public struct ClerkNumber: Hashable, Sendable, CustomStringConvertible {
    public let value: UInt64

    init(_ value: UInt64) { self.value = value }

    /// Six digits: more than the clerks of any one desk.
    static let range: ClosedRange<Int64> = 100_000...999_999

    public var description: String { "clerk-\(value)" }

    /// Reads that form; nil for anything else.
    init?(_ text: String) {
        let digits = text.dropFirst(6)
        guard text.hasPrefix("clerk-"), digits.utf8.count == 6, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int64(digits), ClerkNumber.range.contains(value)
        else { return nil }
        self.init(UInt64(value))
    }
}

extension RelyingDesk {
    /// The number of whoever acts.
    public func clerk(_ caller: Caller) throws -> ClerkNumber { try database.clerkNumber(of: caller.label) }

    /// Notes in the audit log what a clerk did for a case: the clerk by number, the case by its blind index.
    func audit(_ action: String, by caller: Caller, caseNumber: String, subject: String, facts: String = "") throws {
        let clerk = Caller(name: try clerk(caller).description, roles: caller.roles, kind: .person)
        let index = "case \(database.caseIndex(caseNumber).hex.prefix(16))"
        try accounts.audit(
            AuditLine(
                clerk, action, subject: subject, facts: facts.isEmpty ? index : "\(index), \(facts)"), at: now())
    }
}
