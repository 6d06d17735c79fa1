/// What a person or a machine may do at a desk.
public enum StaffRole: String, Sendable, CaseIterable, Codable {
    /// Prepares: imports, offers, answers, proposals.
    case clerk
    /// Decides what a clerk has proposed. Never a machine, and never one's own proposal.
    case approver
    /// Manages staff, machines and the desk's settings.
    case admin
    /// Reads everything, the audit log too, and changes nothing.
    case auditor
    /// Asks at the counter whether what somebody shows is genuine, for another office too, and reads nothing else.
    case inquirer

    /// Roles from their words with commas between them; nil when one is none, or there is none.
    public static func roles(_ text: String) -> Set<StaffRole>? {
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let roles = words.compactMap { StaffRole(rawValue: String($0)) }
        guard roles.count == words.count, !roles.isEmpty else { return nil }
        return Set(roles)
    }
}

extension Set<StaffRole> {
    /// The words, in the order of the declaration, with commas between them.
    public var words: String {
        StaffRole.allCases.filter(contains).map(\.rawValue).joined(separator: ",")
    }
}

/// Who acts: a person or a machine that has shown who it is.
public struct Caller: Hashable, Sendable {
    /// How the caller has shown it.
    public enum Kind: String, Sendable {
        /// A person, by password and code.
        case person
        /// A machine, by its token.
        case machine
        /// Whoever may read the desk's folder: the operator's console, for what needs no second person.
        case console
    }

    public let name: String
    public let roles: Set<StaffRole>
    public let kind: Kind

    public init(name: String, roles: Set<StaffRole>, kind: Kind) {
        self.name = name
        self.roles = roles
        self.kind = kind
    }

    /// True when the caller has that role.
    public func has(_ role: StaffRole) -> Bool { roles.contains(role) }

    /// As the audit log names it.
    public var label: String { kind == .person ? name : "\(kind.rawValue):\(name)" }
}
