import HTTPTypes
import HummingbirdTesting
import Ledger
import NodeAPI
import NodeApp
import Releasing
import Rulebook
import Sealing
import Signing
import TestSupport
import Testing

/// A disclosure that is sealed to a node, with everything that may be altered before it is handed in.
struct SealedCase {
    let until: Height
    let latest: UInt64
    var discloser = TestMember.police
    /// Under which the act says that its tag lies; nil: the one inside.
    var mark: SealedTag?
    var tag = SealedTag(TestDisclosure("封存标签").tag, salt: [UInt8](repeating: 3, count: 32))
    let reader = SealedDetailsKey([UInt8](repeating: 4, count: 32))

    /// Closed until so many blocks behind the one that will take it.
    init(_ blocks: UInt64, in served: ServedNode, lasting seconds: UInt64 = 86_400) {
        until = Height(served.node.snapshot.head.height.value + 1 + blocks)
        latest = served.signer.second(after: seconds)
    }

    /// The deal, and the statement that names it.
    func deal(
        in served: ServedNode, by other: TestMember? = nil
    ) async throws -> (deal: SealedDeal, submission: Submission) {
        let (network, set) = (served.network, DealtSet(served.network))
        let body: WeeklyKeysBody = try await served.get("/deposits/keys?week=\(ExpiryWeek(of: latest))").json()
        let keys = try #require(
            WeeklyKey.keys(of: set, expiry: latest, from: body.announcements, in: network.origin))
        var random = SystemRandom()
        let salt = random.bytes(SealedTerms.saltByteCount)
        let terms = try #require(
            SealedTerms(
                origin: network.origin, discloser: discloser.id.text, until: until.value, latest: latest, set: set,
                salt: salt))
        let (inside, reader) = (try #require(tag), try #require(reader))
        let content = try #require(
            SealedContent(
                tag: inside.tag, salt: inside.salt, details: [1, 2], to: reader, on: terms))
        let deal = try #require(SealedDeal(content, on: terms, to: set, keys: keys, using: &random))
        let seal = DisclosureSeal(
            until: until, latest: latest, deposit: deal.digest, mark: (mark ?? inside).commitment)
        let act = Disclose(
            ground: LegalGround.courtOrder.rawValue, details: .test("封存详情"), mark: .sealed(seal))
        return (deal, served.signer.submission(.disclose(act), by: .member(other ?? discloser)))
    }
}

extension ServedNode {
    func hand(_ deal: SealedDeal, _ leave: Submission) async throws -> TestResponse {
        try await hand(HandedDeposit(leave: leave.statement, deposit: deal.encoded))
    }

    /// Hands a deal in and has its disclosure in a block.
    fileprivate func enter(_ sealed: SealedCase) async throws -> (id: StatementID, deal: SealedDeal) {
        let (deal, submission) = try await sealed.deal(in: self)
        let answer = try await hand(deal, submission)
        #expect(answer.status == .ok)
        let body: DepositAnswerBody = try answer.json()
        #expect(body.manifest == deal.digest.hex && body.expiry == sealed.latest)
        #expect(body.acknowledgements.count == 1 && body.refusals.isEmpty)
        try await commit([submission])
        return (try Statement(decoding: submission.statement).id, deal)
    }

    fileprivate func share(_ id: StatementID) async throws -> TestResponse {
        try await get("/release/disclosure/\(id)")
    }

    fileprivate func counts() async throws -> SealedStateBody {
        let status: StatusBody = try await get("/status").json()
        return status.disclosures
    }
}

struct SealedRoutesTests {
    @Test func `not one share a block before its height, and then the node opens it by itself`() async throws {
        try await ServedNode.run { served in
            let sealed = SealedCase(2, in: served)
            let (id, deal) = try await served.enter(sealed)
            #expect(try await served.counts() == SealedStateBody(sealed: 1, overdue: 0))
            let path = "/release/disclosure/\(id)/deal"
            for name in ["甲", "乙"] {
                #expect(served.node.snapshot.head.height < sealed.until)
                try expectProblem(try await served.share(id), .releaseNotFinal)
                try expectProblem(try await served.get(path), .releaseNotFinal)
                #expect(served.node.snapshot.view.sealed(id) != nil)
                try await served.commit([served.anchor(name)])
            }
            #expect(served.node.snapshot.head.height >= sealed.until)
            let (word, bytes) = (try await served.share(id), try await served.get(path))
            #expect(word.status == .ok && word.headers[.contentType] == "application/cose")
            #expect(bytes.bytes == deal.encoded)
            let set = DealtSet(served.network)
            let share = try #require(
                DisclosureShare(verifying: word.bytes, of: id.digest, deal, deal.digest, from: set))
            let content = try deal.open([share.share])
            let (inside, reader) = (try #require(sealed.tag), try #require(sealed.reader))
            #expect(content.tag == inside.tag && content.salt == inside.salt)
            #expect(content.details(by: reader, on: deal.terms) == [1, 2])
            try await eventually { served.node.snapshot.view.opened(inside.tag) != nil }
            let entry = try #require(served.node.snapshot.view.opened(inside.tag))
            #expect(entry.statement == id && entry.discloser == sealed.discloser.id && entry.until == sealed.until)
            #expect(try await served.counts() == SealedStateBody(sealed: 0, overdue: 0))
            // Whoever comes later opens it still.
            #expect(try await served.share(id).bytes == word.bytes)
        }
    }

    @Test func `a ledger at rest opens it at its latest time`() async throws {
        try await ServedNode.run { served in
            let sealed = SealedCase(1_000_000, in: served, lasting: 12)
            let (id, _) = try await served.enter(sealed)
            try expectProblem(try await served.share(id), .releaseNotFinal)
            let tag = try #require(sealed.tag).tag
            var number = 0
            try await eventually {
                number += 1
                try await served.commit([served.anchor("钟 \(number)")])
                return served.node.snapshot.view.opened(tag) != nil
            }
            #expect(served.node.snapshot.head.height < sealed.until)
        }
    }

    @Test func `another member's act, or another height, is given nothing for a deal`() async throws {
        try await ServedNode.run { served in
            let sealed = SealedCase(3, in: served)
            let (deal, own) = try await sealed.deal(in: served)
            let stolen = try await sealed.deal(in: served, by: .regulator).submission
            // It names another deal, which differs in its salt; and the same deal in another's name.
            try expectProblem(try await served.hand(deal, stolen), .depositOtherManifest)
            let nearer = DisclosureSeal(
                until: Height(sealed.until.value - 1), latest: sealed.latest, deposit: deal.digest,
                mark: try #require(sealed.tag).commitment)
            for (seal, member) in [(nearer, TestMember.police), (try seal(in: own), .regulator)] {
                let act = Disclose(ground: 1, details: .test("冒名"), mark: .sealed(seal))
                let leave = served.signer.submission(.disclose(act), by: .member(member))
                try expectProblem(try await served.hand(deal, leave), .depositOtherContext)
            }
            #expect(try await served.hand(deal, own).status == .ok)
            // The deal is here now, for its own disclosure alone: another waits for one that never comes.
            let act = Disclose(ground: 1, details: .test("冒名"), mark: .sealed(nearer))
            let other = served.signer.submission(.disclose(act), by: .member(.police))
            #expect(try await served.post([other]).status == .accepted)
            try await served.commit([own])
            #expect(served.node.snapshot.view.sealed().count == 1)
            try expectProblem(try await served.share(try Statement(decoding: other.statement).id), .releaseNotFinal)
        }
    }

    private func seal(in submission: Submission) throws -> DisclosureSeal {
        let act = try Disclose(decoding: Statement(decoding: submission.statement).payload)
        return try #require(act.mark.seal)
    }

    @Test func `what does not fit its mark stays overdue, and its shares are the evidence`() async throws {
        try await ServedNode.run { served in
            var sealed = SealedCase(1, in: served)
            sealed.mark = SealedTag(TestDisclosure("另一标签").tag)
            let (id, deal) = try await served.enter(sealed)
            try await served.commit([served.anchor("甲")])
            let word = try await served.share(id)
            let set = DealtSet(served.network)
            let share = try #require(
                DisclosureShare(verifying: word.bytes, of: id.digest, deal, deal.digest, from: set))
            #expect(try deal.open([share.share]).tag == sealed.tag?.tag)
            #expect(try await served.counts() == SealedStateBody(sealed: 1, overdue: 1))
            // The node has looked at it a few times, and sent nothing.
            try await served.commit([served.anchor("乙")])
            try await served.commit([served.anchor("丙")])
            #expect(served.node.snapshot.view.sealed(id)?.discloser == sealed.discloser.id)
        }
    }

    @Test func `one whose tag is open already is sent no second time, and holds up no other`() async throws {
        try await ServedNode.run { served in
            let first = SealedCase(1, in: served)
            _ = try await served.enter(first)
            try await served.commit([served.anchor("甲")])
            let tag = try #require(first.tag).tag
            try await eventually { served.node.snapshot.view.opened(tag) != nil }
            let (again, _) = try await served.enter(SealedCase(1, in: served))
            try await served.commit([served.anchor("乙")])
            #expect(try await served.counts() == SealedStateBody(sealed: 1, overdue: 1))
            // The node looks every half second.
            try await Task.sleep(for: .milliseconds(1_600))
            #expect(try await !served.get("/metrics").text.contains("tag-exists"))
            #expect(served.node.snapshot.view.sealed(again) != nil)
            var other = SealedCase(1, in: served)
            other.tag = SealedTag(TestDisclosure("另一标签").tag)
            _ = try await served.enter(other)
            try await served.commit([served.anchor("丙")])
            let next = try #require(other.tag).tag
            try await eventually { served.node.snapshot.view.opened(next) != nil }
            #expect(try await served.counts() == SealedStateBody(sealed: 1, overdue: 1))
        }
    }

    @Test func `a party that may not disclose hands in nothing, and what is no deal is told`() async throws {
        try await ServedNode.run { served in
            var sealed = SealedCase(3, in: served)
            sealed.discloser = .bank
            let (deal, leave) = try await sealed.deal(in: served)
            let answer = try await served.hand(deal, leave)
            #expect(answer.status != .ok)
            #expect(try answer.json(Problem.self).code == "missing-role")
            let good = try await SealedCase(3, in: served).deal(in: served)
            let rubbish = HandedDeposit(leave: good.submission.statement, deposit: [0x80])
            try expectProblem(try await served.hand(rubbish), .depositUnreadable)
            let long = HandedDeposit(
                leave: good.submission.statement,
                deposit: [UInt8](repeating: 0, count: SealedDeal.maxByteCount + 1))
            try expectProblem(try await served.hand(long), .depositTooLarge)
        }
    }

    @Test func `what is unknown, or never was sealed, has no share`() async throws {
        try await ServedNode.run { served in
            let open = TestDisclosure("公开标签").submission(in: served.signer)
            try await served.commit([open])
            try expectProblem(
                try await served.share(try Statement(decoding: open.statement).id), .releaseNotSetFree)
            try expectProblem(try await served.share(StatementID(.zero)), .unknownStatement)
        }
    }
}
