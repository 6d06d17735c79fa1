internal import Accounts
internal import RelyingAPI
internal import Rulebook
public import Signing

/// What the API tells of things.
extension PartyScene {
    func json(at time: UInt64) -> JSONValue {
        [
            "code": .string(scene.code.text), "purpose": scene.purpose.json, "basis": scene.basis.json,
            "profiles": .array(
                scene.profiles.map { profile in
                    [
                        "id": .string(profile.id.text),
                        "types": .array(profile.fields.map { .string($0.type.text) }),
                    ]
                }),
            "maxUses": .integer(Int64(clamping: scene.maxUses)),
            "termSeconds": .integer(Int64(clamping: scene.term)),
            "retentionDays": .integer(Int64(clamping: scene.retentionDays)),
            "allowsUncounted": .bool(scene.allowsUncounted), "approved": .bool(entry.isApproved),
            "ended": entry.ended.map { .integer(Int64(clamping: $0 / 1_000)) } ?? .null,
            "agreementUntil": agreement.map { .string($0.description) } ?? .null,
            "agreementState": .string(agreementWord(at: time)),
        ]
    }

    /// `none`, `good`, `ends-soon`, `over`.
    func agreementWord(at time: UInt64) -> String {
        guard let agreement else { return "none" }
        if agreement.isOver(at: time) { return "over" }
        return agreement.endsSoon(at: time) ? "ends-soon" : "good"
    }
}

extension Matter {
    func json(_ staffed: StaffedSession?, link: RequestLink, at time: UInt64) -> JSONValue {
        [
            "session": .string(session.id.description), "case": .string(session.matter.number),
            "scene": .string(session.scene.text), "profile": .string(session.profile.text),
            "state": .string(session.state.rawValue), "created": .integer(Int64(clamping: session.created)),
            "ends": .integer(Int64(clamping: session.ends)), "link": .string(link.link),
            "address": .string(link.plain), "clerk": staffed.map { .string($0.clerk.description) } ?? .null,
            "counter": staffed.flatMap { $0.json(at: time) } ?? .null,
            "grant": session.grant.map { .string($0.description) } ?? .null,
            "usesGranted": usesGranted.map { .integer(Int64(clamping: $0)) } ?? .null,
            "usesCounted": .integer(Int64(clamping: usesCounted)),
            "uses": .array(
                uses.map { use in
                    ["number": .integer(Int64(clamping: use.number)), "state": .string(use.state.rawValue)]
                }),
        ]
    }
}

extension StaffedSession {
    /// The counter and its number; nil for a request from afar.
    func json(at time: UInt64) -> JSONValue? {
        guard let counter else { return nil }
        return [
            "name": .string(counter.name), "place": .string(counter.place),
            "numberState": .string(state(at: time).rawValue),
            "numberUntil": numberUntil.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
    }
}

extension StoredUse {
    /// The use with its verdict as it was judged last.
    func json() throws -> JSONValue {
        [
            "grant": .string(grant.description), "number": .integer(Int64(clamping: number)),
            "state": .string(state.rawValue), "case": caseNumber.map { .string($0) } ?? .null,
            "clerk": clerkNumber.map { .string($0.description) } ?? .null,
            "height": height.map { .integer(Int64(clamping: $0)) } ?? .null,
            "time": time.map { .integer(Int64(clamping: $0)) } ?? .null,
            "compared": compared.map { .integer(Int64(clamping: $0)) } ?? .null,
            "verdict": try verdict.map { try JSONValue(parsing: $0, maxByteCount: 8 << 20) } ?? .null,
            "note": note.map {
                ["code": .string($0.code), "detail": $0.detail.json, "next": $0.next.json]
            } ?? .null,
        ]
    }

    /// Who took it at the desk; nil for a use of a command, which commits to whatever it was told.
    var clerkNumber: ClerkNumber? {
        (try? RelyingAPI.CaseOpening(decoding: clerk)).flatMap { ClerkNumber($0.number) }
    }
}

extension CounterRead {
    var json: JSONValue {
        [
            "time": .integer(Int64(clamping: time)), "clerk": .string(clerk.description),
            "kind": .string(kind.rawValue), "case": .string(caseNumber), "subject": .string(subject),
            "warning": warning.map { .string($0.rawValue) } ?? .null,
        ]
    }
}

extension Bilingual {
    var json: JSONValue { ["zh": .string(zh), "en": .string(en)] }
}

extension RelyingDesk {
    /// People and machines that may act here, with the numbers by which logs and pages show them.
    public func staffReport() throws -> JSONValue {
        let numbers = try database.clerks()
        func number(_ label: String) -> JSONValue { numbers[label].map { .string($0.description) } ?? .null }
        let people: [JSONValue] = try accounts.staff().map {
            [
                "name": .string($0.name), "roles": .string($0.roles.words), "disabled": .bool($0.isDisabled),
                "clerk": number($0.name),
            ]
        }
        let machines: [JSONValue] = try accounts.machines().map {
            [
                "name": .string($0.name), "roles": .string($0.roles.words),
                "expiry": .integer(Int64(clamping: $0.expiry)), "removed": .bool($0.isRemoved),
                "clerk": number("machine:" + $0.name),
            ]
        }
        return ["staff": .array(people), "machines": .array(machines)]
    }

    /// Lines of the audit log after a number, and whether the whole log is one chain.
    func auditReport(after number: UInt64) throws -> JSONValue {
        let chain: JSONValue =
            switch try accounts.auditVerdict() {
            case .whole(let count, let head):
                ["whole": true, "lines": .integer(Int64(clamping: count)), "head": .string(head.hex), "broken": .null]
            case .broken(let line):
                ["whole": false, "lines": .null, "head": .null, "broken": .integer(Int64(clamping: line))]
            }
        return ["entries": .array(try accounts.auditLines(after: number).map(\.json)), "chain": chain]
    }
}
