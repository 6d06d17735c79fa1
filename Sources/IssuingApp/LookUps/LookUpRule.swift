public import Accounts
public import Rulebook
public import Signing

/// By what a type's documents may be asked for at the counter, without their holders.
public struct LookUpRule: Hashable, Sendable {
    public let type: TypeCode
    /// Paths of the fields that serve as a number: the certificate's, the contract's.
    public let keys: [String]
    /// What of the holder must be right beside the number.
    public let identity: LookUpIdentity

    static let maxKeys = 4

    /// A rule; nil unless it has one to four different keys.
    public init?(checking type: TypeCode, keys: [String], identity: LookUpIdentity) {
        guard (1...LookUpRule.maxKeys).contains(keys.count), Set(keys).count == keys.count else { return nil }
        self.init(type: type, keys: keys, identity: identity)
    }

    init(type: TypeCode, keys: [String], identity: LookUpIdentity) {
        self.type = type
        self.keys = keys
        self.identity = identity
    }

    /// As programs read it.
    public var json: JSONValue {
        [
            "type": .string(type.text), "keys": .array(keys.map { .string($0) }),
            "identity": .string(identity.rawValue),
        ]
    }
}

/// What of a holder is asked for at the counter.
public enum LookUpIdentity: String, Hashable, Sendable, CaseIterable {
    /// The holder's identity number or credit code.
    case number
    /// The holder's name: easier to guess, so only where people do not tell their numbers.
    case name
}

extension Desk {
    /// Sets the rule of a type; its documents are indexed by it from now on. Throws `DeskRefusal`, `AccountRefusal`.
    public func set(_ rule: LookUpRule, by caller: Caller) throws {
        try caller.must(.admin)
        let definitions = try database.definitions().filter { $0.type.code == rule.type }
        guard !definitions.isEmpty else { throw DeskRefusal.unknownType(rule.type, version: 1) }
        let paths = Set(definitions.flatMap { $0.type.fields.map(\.path) })
        if let unknown = rule.keys.first(where: { !paths.contains($0) }) { throw DeskRefusal.badLookUp(unknown) }
        try accounts.audit(
            AuditLine(
                caller, "look-up-rule-set", subject: rule.type.text,
                facts: rule.keys.joined(separator: ",") + " " + rule.identity.rawValue), at: second)
        try database.keep(rule, by: caller.label, at: second)
    }

    /// Ends the rule of a type. Throws `DeskRefusal.lookUpNotOffered`, `AccountRefusal`.
    public func removeLookUpRule(of type: TypeCode, by caller: Caller) throws {
        try caller.must(.admin)
        guard try database.removeLookUpRule(of: type) else { throw DeskRefusal.lookUpNotOffered(type) }
        try accounts.audit(AuditLine(caller, "look-up-rule-remove", subject: type.text), at: second)
    }
}
