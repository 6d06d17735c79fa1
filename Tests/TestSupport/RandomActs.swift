import Ledger
import Replication
public import Rulebook
public import Signing
import Simulation

/// Members, holders and desks that do whatever a seed says, right or wrong.
public struct RandomActs: Sendable {
    public private(set) var ledger: TestLedger
    private var random: SeededNumbers
    /// Sent before, to be sent again.
    private var sent: [Submission] = []
    private(set) var serial = 0
    /// The names of the documents that were sent to be minted.
    private var names: [Commitment: String] = [:]
    /// The acts that were refused, when they were sent or in a block.
    public private(set) var refused: Set<ActName> = []

    /// The desks of `minted` with this seed.
    public init(seed: UInt64) {
        random = SeededNumbers(seed: seed)
        ledger = .minted
    }

    /// Seals a block without statements at a time, in ms.
    public mutating func wait(until time: UInt64) throws {
        ledger.clock = time
        try ledger.heartbeat()
    }

    /// Sends a few submissions into one block, under a clock that now and then steps back before it.
    public mutating func block() throws -> [(id: StatementID, refusal: Refusal)] {
        ledger.pass(seconds: chance(4) ? number(0...200) : 0)
        var admitted: [CheckedStatement] = []
        for _ in 0..<number(0...7) {
            let submission = chance(6) ? sent.randomElement(using: &random) ?? act() : act()
            sent.append(submission)
            if let checked = try? ledger.admit(submission) {
                admitted.append(checked)
            } else {
                try note(refused: submission)
            }
        }
        if chance(5) { ledger.clock -= number(0...5_000) }
        let refused = try ledger.propose(admitted).refused
        let ids = Set(refused.map(\.id))
        for checked in admitted where ids.contains(checked.id) { self.refused.insert(checked.act.name) }
        return refused
    }

    private mutating func note(refused submission: Submission) throws {
        let statement = try Statement(decoding: submission.statement)
        if let name = ActName(contentType: statement.header.contentType) { refused.insert(name) }
    }

    mutating func number(_ range: ClosedRange<UInt64>) -> UInt64 { .random(in: range, using: &random) }

    /// True once in so many times.
    mutating func chance(_ count: UInt64) -> Bool { number(1...count) == 1 }

    mutating func pick<Item>(_ items: [Item]) -> Item {
        items[Int(number(0...UInt64(items.count - 1)))]
    }

    private mutating func act() -> Submission {
        serial += 1
        return switch number(0...24) {
        case 18...19: correction()
        case 20: limit()
        case 21: chance(2) ? refusal() : fault()
        case 22: many()
        case 23: chance(2) ? disclosure() : chance(2) ? trace() : passing()
        case 24: chance(2) ? approval() : scene()
        case 0...1: issue()
        case 2...3: status()
        case 4...6: grant()
        case 7...8: holder().withdrawal(in: ledger)
        case 9...12: use()
        case 13: catalogue()
        case 14: chance(3) ? scene() : use()
        case 15: !suspended.isEmpty || chance(3) ? members() : grant()
        case _: chance(4) ? newcomer() : note()
        }
    }

    private var suspended: [TestMember] {
        TestMember.allCases.filter { ledger.view.member($0.id)?.suspended != nil }
    }

    /// A member or a type that nobody has seen yet, or one that all know.
    private mutating func newcomer() -> Submission {
        if chance(4) { return limits() }
        let isNew = chance(2)
        let act: Act
        if chance(2) {
            let key = MemberKey(key: TestKey.own("newcomer \(serial)").publicKey, from: 0, until: nil)
            let details = TestMember.notary.details(keys: isNew ? [key] : nil)
            let member = isNew ? MemberID(checked: "newcomer-\(serial)") : TestMember.notary.id
            act = .registerMember(RegisterMember(sequence: ledger.sequence, member: member, details: details))
        } else {
            let known = pick(TestType.allCases).definition()
            let code = isNew ? TypeCode(checked: "TESTNEW\(serial)") : known.code
            let type = DocumentType(
                code: code, owner: known.owner, name: known.name, level: known.level,
                updateFrequencyDays: nil, fields: known.fields)
            act = .registerType(RegisterType(sequence: ledger.sequence, type: type))
        }
        return ledger.submission(act, by: chance(2) ? .twoGovernors : .allGovernors)
    }

    /// Other limits, some of which no network may have.
    private mutating func limits() -> Submission {
        var parameters = ledger.network.parameters
        parameters.grantRetention = number(5...13) * 10_000
        parameters.closedPerBlock = number(1...5)
        parameters.manifestRecords = number(3...64)
        let act = ChangeGovernance(sequence: ledger.sequence, governance: nil, parameters: parameters)
        return ledger.submission(.changeGovernance(act), by: chance(2) ? .twoGovernors : .allGovernors)
    }

    private mutating func note() -> Submission {
        let note = AnchorNote(kind: .other, commitment: TestIssue.commitment("公告 \(serial)"))
        let last = ledger.second(after: number(0...61))
        return ledger.submission(.anchorNote(note), by: .member(pick(TestMember.allCases)), notAfter: last)
    }

    private mutating func issue() -> Submission {
        var issue = TestIssue(Int(number(1...5)), of: pick(TestType.allCases), name: "文档 \(serial)")
        if chance(5) { issue.issuer = pick(TestMember.allCases) }
        if chance(9) { issue.count = Int(number(0...6)) }
        issue.typeVersion = number(1...2)
        for (position, record) in issue.records.enumerated() {
            names[record.commitment] = "文档 \(serial) \(position)"
        }
        return issue.submission(in: ledger)
    }

    private mutating func status() -> Submission {
        let index = LeafIndex(number(0...ledger.head.size))
        let known = ledger.recorded(at: index)
        let act = SetStatus(
            record: index, commitment: known?.commitment ?? TestIssue.commitment("无"),
            state: pick(DocumentState.allCases),
            reason: TestIssue.commitment("理由 \(serial)"))
        let issuer = TestMember.allCases.first { $0.id == known?.issuer }
        return ledger.submission(.setStatus(act), by: .member(issuer ?? .police))
    }

    /// Opens or answers, of a document that has a correction open if there is one.
    private mutating func correction() -> Submission {
        let places = (0..<ledger.head.size).map { LeafIndex($0) }.filter { index in
            ledger.recorded(at: index).map { names[$0.commitment] != nil } ?? false
        }
        let open = places.filter { isDisputed($0) }
        let index = pick(chance(2) && !open.isEmpty ? open : places.isEmpty ? [LeafIndex(0)] : places)
        let known = ledger.recorded(at: index)
        var correction = TestCorrection()
        correction.name = known.flatMap { names[$0.commitment] } ?? correction.name
        correction.key = chance(8) ? TestKey.own("other") : TestIssue.correctionKey(correction.name)
        correction.issuer = known?.issuer ?? correction.issuer
        let issuer = TestMember.allCases.first { $0.id == correction.issuer } ?? .police
        return isDisputed(index) && !chance(3)
            ? correction.answer(pick(CorrectionOutcome.allCases), at: index, in: ledger, by: issuer, salt: "\(serial)")
            : correction.opening(at: index, in: ledger, salt: "\(serial)")
    }

    private func isDisputed(_ index: LeafIndex) -> Bool {
        guard let known = ledger.recorded(at: index) else { return false }
        return ledger.view.correction(issuer: known.issuer, commitment: known.commitment)?.isOpen ?? false
    }

    private mutating func grant() -> Submission {
        var grant = holder()
        grant.uses = number(0...4)
        grant.life = number(1...400)
        grant.requestLife = number(0...300)
        grant.party = chance(4) ? .notary : .bank
        return grant.submission(in: ledger)
    }

    private mutating func use() -> Submission {
        let usable = (0...9).map { TestGrant("持有人 \($0)") }.filter(isUsable)
        if usable.isEmpty, !chance(4) { return grant() }
        let grant = chance(4) || usable.isEmpty ? holder() : pick(usable)
        let counted = ledger.view.grant(grant.id(in: ledger))?.counted.count ?? 0
        let index = chance(4) ? number(0...4) : UInt64(counted) + 1
        return grant.use(index, in: ledger, by: chance(8) ? .notary : .bank, salt: "\(serial)")
    }

    private mutating func scene() -> Submission {
        let code = pick(["loan", "mortgage", "opening"])
        let party: TestMember = chance(2) ? .bank : .notary
        guard chance(4) else {
            let fields = chance(3) ? [TestType.identity.asked(["YXQ"])] : nil
            let scene = TestScene.scene(code, fields: fields, minimumInterval: number(0...5))
            return ledger.submission(.declareScene(DeclareScene(scene: scene)), by: .member(party))
        }
        let ended = SceneCode(checked: chance(40) ? code : "opening")
        let signer: TestMember = chance(3) ? .regulator : party
        return ledger.submission(.endScene(EndScene(party: party.id, code: ended)), by: .member(signer))
    }

    private mutating func catalogue() -> Submission {
        let type = pick(TestType.allCases)
        let act: Act =
            switch number(0...5) {
            case 0...2:
                .accredit(
                    Accredit(
                        code: type.code, issuer: pick(TestMember.allCases).id,
                        period: Period(from: 0, until: chance(2) ? nil : ledger.second(after: number(0...100)))))
            case 3...4: .updateType(UpdateType(version: number(1...3), type: type.definition()))
            case _: .retireType(RetireType(code: type.code))
            }
        return ledger.submission(act, by: .member(type.owner))
    }

    private mutating func members() -> Submission {
        let suspended = suspended
        let member = chance(3) || suspended.isEmpty ? pick(TestMember.allCases) : pick(suspended)
        let sequence = ledger.sequence + (chance(6) ? 1 : 0)
        let act: Act =
            chance(5)
            ? .suspendMember(SuspendMember(sequence: sequence, member: member.id))
            : .updateMember(
                UpdateMember(sequence: sequence, member: member.id, details: member.details, reinstates: !chance(9)))
        return ledger.submission(act, by: chance(2) ? .twoGovernors : .allGovernors)
    }
}
