import Ledger
package import Rulebook
package import Signing

/// All that the log tells of one party: what it was granted and refused, what it used, reported and passed on, what was
/// passed on to it, what it read and traced.
package struct PartyReading {
    let party: MemberID
    let origin: String
    let period: ReportPeriod
    let scene: SceneCode?
    /// Grants of the party that are in the state.
    private var grants: [GrantID: AskedGrant] = [:]
    private var scenes: [SceneCode: Scene] = [:]
    package private(set) var lines: [JSONObject] = []
    package private(set) var totals: [Kind: UInt64] = [:]

    /// What a line tells.
    package enum Kind: String, CaseIterable, Sendable {
        case grant, limit, withdrawal, refusal, use, fault
        /// A use that the party passed on, and one that another passed on to it.
        case passing, received
        case disclosure, trace
    }

    package init(of party: MemberID, origin: String, period: ReportPeriod, scene: SceneCode?) {
        self.party = party
        self.origin = origin
        self.period = period
        self.scene = scene
    }

    /// Takes the next block.
    package mutating func take(_ block: PassedBlock) throws {
        for act in block.acts { try take(act, block) }
        for grant in block.closed { grants[grant] = nil }
    }

    private mutating func take(_ passed: PassedAct, _ block: PassedBlock) throws {
        let isOwn = passed.member == party
        if case .grant(let act) = passed.act {
            let asked = try AskedGrant(act.request, origin: origin)
            guard asked.party == party else { return }
            grants[asked.id] = asked
            add(.grant, asked, passed, block) {
                $0.append("uses", .integer(Int64(clamping: act.uses)))
                $0.append("until", .string(UTCTime(seconds: act.expiry).description))
                $0.append("case", .string(asked.caseCommitment.description))
            }
        } else if case .limitGrant(let act) = passed.act {
            addOwn(.limit, act.grantKey, passed, block)
        } else if case .withdraw(let act) = passed.act {
            addOwn(.withdrawal, act.grantKey, passed, block)
        } else if case .refuseRequest(let act) = passed.act {
            let asked = try AskedGrant(act.request, origin: origin)
            guard asked.party == party else { return }
            add(.refusal, asked, passed, block) { $0.append("case", .string(asked.caseCommitment.description)) }
        } else if case .use(let act) = passed.act, isOwn {
            addUse(act.grant, act.index, act.caseCommitment, nil, passed, block)
        } else if case .useMany = passed.act, isOwn {
            for (place, use) in passed.uses.enumerated() {
                addUse(use.grant, use.index, use.caseCommitment, place, passed, block)
            }
        } else if case .reportFault(let act) = passed.act, isOwn {
            add(.fault, grants[act.grant], passed, block) {
                $0.append("use", .integer(Int64(clamping: act.index)))
                $0.append("by", .string(act.node?.text ?? "wallet"))
            }
        } else if case .passEvidence(let act) = passed.act {
            if isOwn { addPassing(.passing, act, passed, block) }
            if act.recipient == .member(party) { addPassing(.received, act, passed, block) }
        } else if case .declareScene(let act) = passed.act, isOwn {
            scenes[act.scene.code] = act.scene
        } else if isOwn {
            takeReading(passed, block)
        }
    }

    /// What the party did beside grants: reading and tracing on a legal ground.
    private mutating func takeReading(_ passed: PassedAct, _ block: PassedBlock) {
        guard scene == nil else { return }
        if case .disclose(let act) = passed.act {
            add(.disclosure, nil, passed, block) {
                $0.append("ground", .string(LegalGround(rawValue: act.ground)?.word ?? "\(act.ground)"))
                if case .tag(let tag) = act.mark { $0.append("tag", .string(tag.hex)) }
                $0.append("isSealed", .bool(act.isSealed))
            }
        } else if case .trace(let act) = passed.act {
            add(.trace, nil, passed, block) {
                $0.append("ground", .string(LegalGround(rawValue: act.ground)?.word ?? "\(act.ground)"))
                $0.append("grant", .string("\(act.grant)"))
            }
        }
    }

    private mutating func addOwn(_ kind: Kind, _ key: PublicKey, _ passed: PassedAct, _ block: PassedBlock) {
        guard let asked = grants[GrantID(origin: origin, key: key)] else { return }
        add(kind, asked, passed, block) { _ in }
    }

    private mutating func addUse(
        _ grant: GrantID, _ index: UInt64, _ matter: Commitment, _ record: Int?, _ passed: PassedAct,
        _ block: PassedBlock
    ) {
        add(.use, grants[grant], passed, block) {
            $0.append("use", .integer(Int64(clamping: index)))
            $0.append("case", .string(matter.description))
            if let record { $0.append("record", .integer(Int64(record))) }
        }
    }

    /// A passing names its grant, which may have left the state long ago, or be another party's.
    private mutating func addPassing(
        _ kind: Kind, _ act: PassEvidence, _ passed: PassedAct, _ block: PassedBlock
    ) {
        let asked = grants[act.grant]
        add(kind, asked, passed, block) {
            if asked == nil { $0.append("grant", .string("\(act.grant)")) }
            $0.append("use", .integer(Int64(clamping: act.index)))
            $0.append("from", passed.member.map { .string($0.text) } ?? .null)
            switch act.recipient {
            case .member(let member): $0.append("to", .string(member.text))
            case .outside(let name): $0.append("toOutside", .string(name.description))
            }
            switch act.basis {
            case .ground(let code, let matter):
                $0.append("ground", .string(LegalGround(rawValue: code)?.word ?? "\(code)"))
                $0.append("case", .string(matter.description))
            case .leave: $0.append("ground", "leave")
            }
        }
    }

    private mutating func add(
        _ kind: Kind, _ asked: AskedGrant?, _ passed: PassedAct, _ block: PassedBlock,
        _ details: (inout JSONObject) -> Void
    ) {
        guard period.contains(block.time), scene == nil || asked?.scene == scene else { return }
        totals[kind, default: 0] += 1
        var line: JSONObject = [
            "kind": .string(kind.rawValue), "time": .string(Moment.text(ms: block.time)),
            "height": .integer(Int64(clamping: block.height)), "index": .integer(Int64(clamping: passed.index)),
            "statement": .string(passed.id.description),
        ]
        if let asked {
            line.append("grant", .string("\(asked.id)"))
            line.append("scene", .string(asked.scene.text))
            line.append("profile", .string(asked.profile.text))
        }
        details(&line)
        lines.append(line)
    }

    /// The totals by kind, for programs.
    package var totalsJSON: JSONValue {
        var object = JSONObject()
        for kind in Kind.allCases { object.append(kind.rawValue, .integer(Int64(clamping: totals[kind] ?? 0))) }
        return .object(object)
    }

    /// True when the party has declared this scene, at whatever time.
    package func hasDeclared(_ code: SceneCode) -> Bool { scenes[code] != nil }

    /// The scenes that the party declared: which fields of which types a profile means.
    package var scenesJSON: JSONValue {
        .array(scenes.values.filter { scene == nil || $0.code == scene }.sorted { $0.code < $1.code }.map(\.readable))
    }
}

extension Disclose {
    /// True for one that its holder finds later.
    var isSealed: Bool {
        if case .tag = mark { return false }
        return true
    }
}
