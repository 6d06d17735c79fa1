import Evidence
import Ledger
import Rulebook
import Signing
import TestSupport
import Testing

/// Evidence in the name of whom it was passed on to.
struct PassedEvidenceTests {
    private static let court = TestPassing.court

    /// The story with a passing after its use, and where that stands.
    private static func story(_ alter: (inout TestPassing) -> Void = { _ in }) throws -> (Story, PresentedPassing) {
        var passing = TestPassing()
        passing.grant.named = Story.grantKey
        alter(&passing)
        var changes = Story.Changes()
        let made = passing
        changes.afterUse = { ledger, _ in try ledger.commit([made.submission(in: ledger)]) }
        let story = try Story(changes)
        let place = story.ledger.leaves.lastIndex { leaf in
            guard let statement = try? Statement(decoding: leaf) else { return false }
            return ActName(contentType: statement.header.contentType) == .passEvidence
        }
        let receipt = story.ledger.receipt(try #require(place)).encoded
        let isOutside = made.recipient == .outside(court.commitment)
        return (story, PresentedPassing(receipt: receipt, name: isOutside ? court : nil))
    }

    private func addressed(_ use: PresentedUse, _ story: Story, as name: String) throws -> Check {
        let addressee = try #require(Addressee(name))
        let verdict = UseCheck(EpochWalk(from: story.network), as: addressee).verdict(on: use)
        return try #require(verdict.checks.first { $0.name == .addressed })
    }

    @Test(arguments: [false, true])
    func `a court to which it was passed on may rely on it, and another bank may not`(_ byLeave: Bool) throws {
        let (story, passing) = try PassedEvidenceTests.story { if byLeave { $0.leaving = Story.grantKey } }
        var use = try story.presented()
        #expect(try addressed(use, story, as: "示例法院").reason == .notAddressedToMe)
        use.passing = passing
        #expect(try addressed(use, story, as: "示例法院").answer == .yes)
        #expect(try addressed(use, story, as: "bank").answer == .yes)
        #expect(try addressed(use, story, as: "notary").reason == .notAddressedToMe)
        #expect(try addressed(use, story, as: "另一法院").reason == .notAddressedToMe)
        let verdict = UseCheck(EpochWalk(from: story.network)).verdict(on: use)
        #expect(verdict.state == .valid)
        #expect(verdict.passing?.to == .outside("示例法院"))
        #expect(verdict.passing?.ground == (byLeave ? nil : .courtOrder))
    }

    @Test func `a member to which it was passed on may rely on it`() throws {
        let (story, passing) = try PassedEvidenceTests.story { $0.recipient = .member(TestMember.notary.id) }
        var use = try story.presented()
        use.passing = passing
        #expect(try addressed(use, story, as: "notary").answer == .yes)
        #expect(try addressed(use, story, as: "regulator").reason == .notAddressedToMe)
        use.passing?.name = PassedEvidenceTests.court
        #expect(try addressed(use, story, as: "notary").reason == .passingFalse)
    }

    @Test func `a name that does not open the recipient is false, and takes nothing from the use's party`() throws {
        let (story, passing) = try PassedEvidenceTests.story()
        var use = try story.presented()
        use.passing = passing
        use.passing?.name = RecipientName("另一法院", salt: PassedEvidenceTests.court.salt)
        #expect(try addressed(use, story, as: "另一法院").reason == .passingFalse)
        #expect(try addressed(use, story, as: "bank").answer == .yes)
        #expect(story.verdict(on: use).passing == nil)
        use.passing?.name = nil
        #expect(try addressed(use, story, as: "示例法院").reason == .passingFalse)
    }

    /// What a quorum of liars could sign.
    private static let lies: [@Sendable (inout PassEvidence, Story) -> Void] = [
        { act, _ in act = act.with(index: 2) },
        { act, _ in act = act.with(use: StatementID(.zero)) },
        { act, _ in act = act.with(grant: GrantID(.zero)) },
        { act, _ in act = act.with(basis: .ground(2, caseCommitment: .test("示例"))) },
        { act, _ in act = act.with(basis: .ground(99, caseCommitment: .test("示例"))) },
        { act, story in
            let leave = PassingLeave(
                index: 1, to: act.recipient, notAfter: TestNetwork.created + 86_400, origin: story.network.origin,
                by: TestKey.own("另一持有人"))
            act = act.with(basis: .leave(leave))
        },
        { act, story in
            let leave = PassingLeave(
                index: 2, to: act.recipient, notAfter: TestNetwork.created + 86_400, origin: story.network.origin,
                by: Story.grantKey)
            act = act.with(basis: .leave(leave))
        },
        // Nothing but its place: the forged log has it before the use.
        { _, _ in },
    ]

    @Test(arguments: lies.indices)
    func `what the rules never allow is seen offline, too`(_ number: Int) throws {
        let story = try Story()
        var use = try story.presented()
        let counted = try #require(story.ledger.view.grant(story.grantID)?.counted.first)
        var act = PassEvidence(
            grant: story.grantID, number: 0, index: 1, use: counted.statement,
            recipient: .member(TestMember.notary.id), basis: .ground(3, caseCommitment: .test("示例")))
        PassedEvidenceTests.lies[number](&act, story)
        let forged = story.ledger.statement(.passEvidence(act), by: .member(.bank))
        use.passing = PresentedPassing(receipt: Forgery(story).receipt(forged.bytes).encoded)
        #expect(try addressed(use, story, as: "notary").reason == .passingFalse)
        #expect(try addressed(use, story, as: "bank").answer == .yes)
    }

    @Test func `a passing travels in the file and moves with it to a newer checkpoint`() throws {
        let (story, passing) = try PassedEvidenceTests.story()
        var use = try story.presented()
        use.passing = passing
        let file = EvidenceFile(use, epochs: EpochProof(origin: story.network.origin, steps: []))
        let again = try EvidenceFile(parsing: Array(file.text.utf8))
        #expect(again == file && again.use.passing?.name == PassedEvidenceTests.court)
        var ledger = story.ledger
        for _ in 1...3 { try ledger.heartbeat() }
        let receipts = Dictionary(uniqueKeysWithValues: file.leaves.map { ($0, ledger.receipt(Int($0.value))) })
        let walk = EpochWalk(from: story.network)
        let renewed = try file.renewed(with: Renewal(receipts: receipts, epochs: file.epochs), from: walk)
        let moved = try Receipt(decoding: try #require(renewed.use.passing?.receipt))
        #expect(moved.checkpoint == ledger.note())
        let addressee = try #require(Addressee("示例法院"))
        #expect(try renewed.verdict(from: walk, as: addressee).state == .valid)
    }

    @Test(arguments: [
        ("\"name\": \"示例法院\"", "\"name\": \"notary\""), ("\"name\": \"示例法院\"", "\"name\": \"\""),
        ("\"salt\": \"", "\"salt\": \"AAAA"), ("\"passing\": {", "\"passing\": {\"more\": 1,"),
        ("\"name\": \"示例法院\",\n", ""),
    ])
    func `a passing of another form is no evidence`(_ part: String, _ other: String) throws {
        let (story, passing) = try PassedEvidenceTests.story()
        var use = try story.presented()
        use.passing = passing
        let text = EvidenceFile(use, epochs: EpochProof(origin: story.network.origin, steps: [])).text
        let altered = text.replacing(part, with: other)
        #expect(altered != text)
        #expect(throws: EvidenceFileError.self) { try EvidenceFile(parsing: Array(altered.utf8)) }
    }

    @Test func `who asks is a member or has a name`() {
        #expect(Addressee("notary") == .member(TestMember.notary.id))
        #expect(Addressee("示例法院") == .outside("示例法院"))
        #expect(Addressee("") == nil)
        #expect(Addressee("两\n行") == nil)
    }
}

extension PassEvidence {
    /// The same with one thing else.
    fileprivate func with(
        grant: GrantID? = nil, index: UInt64? = nil, use: StatementID? = nil, basis: PassingBasis? = nil
    ) -> PassEvidence {
        PassEvidence(
            grant: grant ?? self.grant, number: number, index: index ?? self.index, use: use ?? self.use,
            recipient: recipient, basis: basis ?? self.basis)
    }
}
