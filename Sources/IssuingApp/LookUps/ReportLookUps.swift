public import Accounts
internal import Rulebook
public import Signing

/// What staff read of the questions at the counter.
extension Desk {
    /// A question with what opens its entry: for the holder who asks what was read and why. The look is noted.
    public func lookUpReport(_ id: LookUpID, by caller: Caller) throws -> JSONValue {
        try caller.must(.clerk, .approver, .auditor)
        guard let lookUp = try database.lookUp(id) else { throw DeskRefusal.unknownLookUp(id) }
        let opening = try details(of: lookUp)
        try accounts.audit(AuditLine(caller, "look-up-read", subject: "\(id)"), at: second)
        guard case .object(var json) = lookUp.json else { return lookUp.json }
        json.append("case", .string(opening.body.caseNumber))
        json.append("fields", .array(opening.body.fields.map { .string($0) }))
        json.append("opening", .string(Base64URL.encode(opening.encoded)))
        return .object(json)
    }

    /// Notes that a supervisor has looked at an alert. Throws `DeskRefusal.unknownLookUpAlert`, `AccountRefusal`.
    public func markSeen(_ alert: LookUpAlertID, by caller: Caller) throws {
        try caller.must(.approver, .admin)
        guard try database.markSeen(alert, by: caller.label) else { throw DeskRefusal.unknownLookUpAlert(alert) }
        try accounts.audit(AuditLine(caller, "look-up-alert-seen", subject: "\(alert)"), at: second)
    }
}

extension StoredLookUp {
    /// As programs read it.
    public var json: JSONValue {
        [
            "lookUp": .integer(id.value), "document": document.map { .integer($0.value) } ?? .null,
            "office": .string(office),
            "clerk": .string(clerk), "asked": .integer(Int64(clamping: asked)), "ground": .string(ground.word),
            "height": height.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
    }
}
