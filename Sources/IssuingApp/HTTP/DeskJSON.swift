internal import Accounts
public import Ledger
internal import NodeAPI
internal import Rulebook
public import Signing

/// What the API and `--json` tell of things: the same words in both.
extension StoredRun {
    public var json: JSONValue {
        [
            "run": .integer(id.value), "file": .string(file), "fileDigest": .string(fileDigest.hex),
            "type": .string(type.text), "typeVersion": .integer(Int64(clamping: typeVersion)), "dry": .bool(isDry),
            "staff": .string(staff), "started": .integer(Int64(clamping: started)),
            "finished": finished.map { .integer(Int64(clamping: $0)) } ?? .null,
            "read": .integer(Int64(clamping: read)), "accepted": .integer(Int64(clamping: accepted)),
            "faulty": .integer(Int64(clamping: faulty)), "repeated": .integer(Int64(clamping: repeated)),
            "blank": .integer(Int64(clamping: blank)),
            "takenBack": takenBack.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
    }
}

extension StoredDocument {
    public var json: JSONValue {
        [
            "document": .integer(id.value), "run": run.map { .integer($0.value) } ?? .null,
            "row": .integer(Int64(clamping: row)), "type": .string(type.text),
            "typeVersion": .integer(Int64(clamping: typeVersion)), "stage": .string(stage.word),
            "since": .integer(Int64(clamping: since)),
            "expiry": expiry.map { .integer(Int64(clamping: $0)) } ?? .null,
            "record": record.map { .integer(Int64(clamping: $0.value)) } ?? .null, "state": .string(state.word),
            "supersedes": supersedes.map { .integer($0.value) } ?? .null,
            "offer": offer.map { .integer($0.value) } ?? .null,
        ]
    }
}

extension ContentAttachment {
    public var json: JSONValue {
        [
            "name": .string(name), "mediaType": .string(mediaType), "sha256": .string(sha256.hex),
            "size": .integer(Int64(clamping: size)),
        ]
    }
}

extension StoredStatusChange {
    public var json: JSONValue {
        [
            "act": .integer(act.value), "state": .string(state.word), "reason": .string(reason),
            "staff": .string(staff), "stage": .string(stage.word),
            "height": height.map { .integer(Int64(clamping: $0)) } ?? .null,
            "time": time.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
    }
}

extension StoredApproval {
    public var json: JSONValue {
        [
            "approval": .integer(id.value), "kind": .string(proposal.kind), "proposal": proposal.json,
            "proposer": .string(proposer), "proposed": .integer(Int64(clamping: proposed)),
            "decider": decider.map { .string($0) } ?? .null,
            "decided": decided.map { .integer(Int64(clamping: $0)) } ?? .null,
            "approved": isApproved.map { .bool($0) } ?? .null, "remark": remark.map { .string($0) } ?? .null,
        ]
    }
}

extension StoredAct {
    /// The act with its receipt as people pass it on, once it is final, and with what that is worth.
    func json(_ receipt: Receipt?, _ assurance: AssuranceBody?) -> JSONValue {
        [
            "act": .integer(id.value), "kind": .string(name.rawValue), "stage": .string(stage.word),
            "height": height.map { .integer(Int64(clamping: $0.value)) } ?? .null,
            "time": time.map { .integer(Int64(clamping: $0)) } ?? .null,
            "receipt": receipt.map { .string($0.text) } ?? .null, "assurance": assurance?.json ?? .null,
            "refusal": refusal.map {
                ["code": .string($0.code), "zh": .string($0.detail.zh), "en": .string($0.detail.en)]
            } ?? .null,
        ]
    }
}

extension StoredOffer {
    public var json: JSONValue {
        [
            "offer": .integer(id.value), "type": .string(type.text),
            "document": document.map { .integer($0.value) } ?? .null, "staff": .string(staff),
            "created": .integer(Int64(clamping: created)), "expiry": .integer(Int64(clamping: expiry)),
            "tries": .integer(Int64(tries)), "redeemed": redeemed.map { .integer(Int64(clamping: $0)) } ?? .null,
            "ended": ended.map { .integer(Int64(clamping: $0)) } ?? .null,
        ]
    }
}

extension MadeOffer {
    public var json: JSONValue {
        [
            "offer": .string(link), "address": .string(offerAddress), "id": .integer(id.value),
            "txCode": transactionCode.map { .string($0) } ?? .null,
            "expiry": .integer(Int64(clamping: expiry)),
        ]
    }
}

extension Desk {
    /// How many documents are in each stage, of one run or of all; and what waits.
    public func workReport(of run: RunID? = nil) throws -> JSONValue {
        let counts = try database.stageCounts(of: run)
        var stages = JSONObject()
        for stage in DocumentStage.allCases {
            stages.append(stage.word, .integer(Int64(clamping: counts[stage] ?? 0)))
        }
        return [
            "stages": .object(stages), "deliveries": .integer(Int64(clamping: try database.openDeliveryCount())),
            "corrections": .integer(Int64(try database.corrections(isOpen: true).count)),
            "applications": .integer(Int64(try database.applications(isOpen: true).count)),
            "approvals": .integer(Int64(try database.approvals(isOpen: true, at: second).count)),
            "alerts": .integer(Int64(try database.lookUpAlerts(isOpen: true).count)),
            "held": .array(try database.heldTypes().map(\.json)),
            "waiting": .array(try waitingWork().map(\.json)),
        ]
    }

    /// A proposal with its acts, the first hundred. Throws `DeskRefusal.unknownApproval`.
    public func json(of id: ApprovalID) async throws -> JSONValue {
        guard let approval = try database.approval(id) else { throw DeskRefusal.unknownApproval(id) }
        guard case .object(var json) = approval.json else { return approval.json }
        var acts: [JSONValue] = []
        for act in try database.acts(of: id) { acts.append(await self.json(of: act)) }
        json.append("acts", .array(acts))
        return .object(json)
    }

    /// The reason of a record's last change of status with what opens it; nil when none is known here.
    public func json(ofReason record: LeafIndex) throws -> JSONValue? {
        guard let opening = try reason(ofRecord: record) else { return nil }
        let reason = opening.body
        return [
            "record": .integer(Int64(clamping: record.value)), "state": .string(reason.state.word),
            "reason": .string(reason.code), "text": .string(reason.text), "basis": .string(reason.legalBasis),
            "opening": .string(Base64URL.encode(opening.encoded)),
        ]
    }

    /// What a receipt is worth is told as soon as the ledger is there to say who was in office.
    private func json(of act: StoredAct) async -> JSONValue {
        guard let receipt = act.receipt.flatMap({ try? Receipt(decoding: $0) }) else { return act.json(nil, nil) }
        let network = try? await ledger.network(for: receipt.checkpoint)
        return act.json(receipt, network.flatMap { AssuranceBody(receipt.checkpoint, in: $0) })
    }

    /// A dispute with what the holder says is wrong, for who answers it.
    public func json(of correction: StoredCorrection) throws -> JSONValue {
        let claim = try claim(of: correction)
        return [
            "correction": .integer(correction.id.value), "document": .integer(correction.document.value),
            "opened": .integer(Int64(clamping: correction.opened)),
            "height": .integer(Int64(clamping: correction.height)), "due": .integer(Int64(clamping: correction.due)),
            "paths": claim.map { .array($0.paths.map { .string($0) }) } ?? .null,
            "claim": claim.map { .string($0.text) } ?? .null,
            "outcome": correction.outcome.map { .string($0.word) } ?? .null,
            "successor": correction.successor.map { .integer($0.value) } ?? .null,
            "staff": correction.staff.map { .string($0) } ?? .null,
        ]
    }
}

extension JSONElement {
    /// An object of texts by name, at most 400.
    func texts() throws(JSONError) -> [String: String] {
        let pairs = try entries(max: 400) { (name, item) throws(JSONError) in
            (name, try item.string(maxByteCount: 1 << 16))
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }
}

extension Desk {
    /// People and machines that may act here.
    public func staffReport() throws -> JSONValue {
        let people: [JSONValue] = try accounts.staff().map {
            ["name": .string($0.name), "roles": .string($0.roles.words), "disabled": .bool($0.isDisabled)]
        }
        let machines: [JSONValue] = try accounts.machines().map {
            [
                "name": .string($0.name), "roles": .string($0.roles.words),
                "expiry": .integer(Int64(clamping: $0.expiry)), "removed": .bool($0.isRemoved),
            ]
        }
        return ["staff": .array(people), "machines": .array(machines)]
    }

    /// Lines of the audit log after a number, a thousand at most; and whether the whole log is one chain: its head, or
    /// the first line that does not follow.
    public func auditReport(after number: UInt64) throws -> JSONValue {
        let verdict: JSONObject =
            switch try accounts.auditVerdict() {
            case .whole(let count, let head):
                ["whole": true, "lines": .integer(Int64(clamping: count)), "head": .string(head.hex), "broken": .null]
            case .broken(let line):
                ["whole": false, "lines": .null, "head": .null, "broken": .integer(Int64(clamping: line))]
            }
        return [
            "entries": .array(try accounts.auditLines(after: number).map(\.json)), "chain": .object(verdict),
        ]
    }
}
