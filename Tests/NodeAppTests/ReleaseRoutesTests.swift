import Foundation
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

struct ReleaseRoutesTests {
    @Test func `a final use opens its ticket, and asked a thousand times it is counted once`() async throws {
        try await ServedNode.run { served in
            let freed = try await FreedGrant(in: served)
            let use = freed.use(1)
            try await served.commit([use])
            let opened = try await freed.open(use, 1)
            #expect(opened.nonce == freed.manifest.context.nonce(of: try #require(SecretIndex(use: 1))))
            #expect(opened.ticket.traceToken == [7] && opened.body.presentations.count == 1)
            for _ in 1...1_000 { #expect(try await served.ask(use).status == .ok) }
            #expect(try await freed.open(use, 1).presented == opened.presented)
            let grant = served.node.snapshot.view.grant(freed.dealt.grant.id(in: served.signer))
            #expect(grant?.counted.count == 1)
        }
    }

    @Test func `what is not final gives nothing yet, and says when to ask again`() async throws {
        try await ServedNode.run { served in
            // A grant without its deposit waits.
            var dealt = DealtGrant()
            dealt.grant.deposit = try await dealt.deal(in: served).manifest.digest
            let waiting = dealt.grant.submission(in: served.signer)
            #expect(try await served.post([waiting]).status == .accepted)
            let answer = try await served.ask(waiting)
            try expectProblem(answer, .releaseNotFinal)
            #expect(answer.headers[.retryAfter] == "1")
            try expectProblem(try await served.ask(served.anchor("从未提交")), .unknownStatement)
        }
    }

    @Test func `a statement that is no use sets nothing free`() async throws {
        try await ServedNode.run { served in
            let freed = try await FreedGrant(in: served)
            let note = served.anchor("甲")
            let grant = freed.dealt.grant.withdrawal(in: served.signer)
            try await served.commit([note, grant])
            for statement in [note, grant] { try expectProblem(try await served.ask(statement), .releaseNotSetFree) }
        }
    }

    @Test func `a grant without a deposit has no shares, and a key to which nothing can be sealed gets none`()
        async throws
    {
        try await ServedNode.run { served in
            let plain = TestGrant().use(1, in: served.signer)
            try await served.commit([plain])
            try expectProblem(try await served.ask(plain), .releaseNothingHeld)
            let freed = try await FreedGrant(in: served)
            let zero = try #require(ReleaseKey([UInt8](repeating: 0, count: 32)))
            let act = Use(
                grant: freed.dealt.grant.id(in: served.signer), index: 1, releaseKey: zero,
                caseCommitment: .test("零"), clerkCommitment: .test("零"))
            let use = served.signer.submission(.use(act), by: .member(freed.dealt.grant.party))
            try await served.commit([use])
            try expectProblem(try await served.ask(use), .releaseKeyUnusable)
        }
    }

    @Test func `after a withdrawal the used one opens still, and what is unused is gone`() async throws {
        try await ServedNode.run { served in
            let freed = try await FreedGrant(in: served)
            let use = freed.use(1)
            try await served.commit([use])
            #expect(try await freed.deletions().isEmpty)
            try await served.commit([freed.dealt.grant.withdrawal(in: served.signer)])
            try await eventually { try await !freed.deletions().isEmpty }
            let word = try #require(try await freed.deletions().first)
            #expect(word.event == 1 && word.used == 1 && word.manifest == freed.manifest.digest)
            let (first, second) = (try #require(SecretIndex(use: 1)), try #require(SecretIndex(use: 2)))
            for part in [DepositPart.ticket(first), .trace, .manifest, .partyPart] {
                #expect(try await freed.holds(part), "\(part)")
            }
            for part in [.ticket(second)] + Position.all(of: 1).map(DepositPart.sealedShares) {
                #expect(try await !freed.holds(part), "\(part)")
            }
            _ = try await freed.secret(use, first)
        }
    }

    @Test func `a trace sets the trace packet free, for its regulator, and no ticket`() async throws {
        try await ServedNode.run { served in
            let freed = try await FreedGrant(in: served)
            let trace = freed.trace()
            try await served.commit([trace])
            let secret = try await freed.secret(trace, .trace)
            let regulator = try #require(
                SealingPrivateKey(secret: SampleKeys.sealingSecret(TestMember.regulator.rawValue)))
            #expect(try secret.openTrace(freed.deposit.trace, by: regulator) == [7])
            let first = try #require(SecretIndex(use: 1))
            await #expect(throws: AnswerRefusal.nothingOf(manifest: freed.manifest.digest, first)) {
                try await freed.secret(trace, first)
            }
        }
    }

    @Test func `a grant that names what was dealt for another is given no block, and ends nothing of it`() async throws
    {
        try await ServedNode.run { served in
            let freed = try await FreedGrant(in: served)
            var own = TestGrant("示例冒用人")
            own.deposit = freed.manifest.digest
            let borrowed = own.submission(in: served.signer)
            #expect(try await served.post([borrowed]).status == .accepted)
            // Whatever comes behind it goes on, and its own request is answered with a deposit of its own.
            var rightful = DealtGrant("示例冒用人")
            let deposit = try await rightful.deal(in: served)
            rightful.grant.deposit = deposit.manifest.digest
            #expect(try await served.hand(rightful.handed(deposit, in: served)).status == .ok)
            #expect(served.node.snapshot.view.grant(own.id(in: served.signer)) == nil)
            try await served.commit([rightful.grant.submission(in: served.signer)])
            let id = try Statement(decoding: borrowed.statement).id
            let outcome: OutcomeBody = try await served.get("/statements/\(id)").json()
            #expect(outcome.state == .pending)
            #expect(served.node.snapshot.view.grant(own.id(in: served.signer))?.deposit == deposit.manifest.digest)
            #expect(try await freed.deletions().isEmpty)
            let use = freed.use(1)
            try await served.commit([use])
            #expect(try await freed.open(use, 1).ticket.traceToken == [7])
        }
    }

    @Test func `each use is answered under the manifest that its grant named then`() async throws {
        try await ServedNode.run { served in
            let freed = try await FreedGrant(in: served)
            let first = freed.use(1)
            try await served.commit([first])
            var again = freed.dealt
            (again.first, again.uses) = (2, 1)
            let later = try await again.deal(in: served)
            let limit = again.grant.limit(deposit: later.manifest.digest, in: served.signer)
            let handed = HandedDeposit(leave: limit.statement, deposit: later.encoded)
            #expect(try await served.hand(handed).status == .ok)
            try await served.commit([limit])
            let second = freed.use(2)
            try await served.commit([second])
            try await eventually { try await !freed.deletions().isEmpty }
            let word = try #require(try await freed.deletions().first)
            #expect(word.event == 2 && word.used == 1)
            #expect(try await freed.open(first, 1).ticket.traceToken == [7])
            _ = try await freed.secret(second, try #require(SecretIndex(use: 2)), of: later.manifest)
            #expect(try await freed.deletions(of: later.manifest).isEmpty)
        }
    }

    @Test func `many uses are answered at once, from a position on`() async throws {
        try await ServedNode.run { served in
            let one = try await FreedGrant("示例甲", in: served)
            let two = try await FreedGrant("示例乙", in: served)
            let records = [one, two].map { $0.dealt.grant.record(1, in: served.signer) }
            let root = MerkleTree.root(of: records.map { Digest.leaf($0.encoded) })
            let act = UseMany(
                releaseKey: ReleaseKey(one.key.publicKey), clerkCommitment: .test("示例柜员"), count: 2, root: root)
            let many = Submission(
                statement: served.signer.statement(.useMany(act), by: .member(.bank)), uses: records)
            try await served.commit([many])
            let set = DealtSet(served.network)
            for (from, grants) in [(0, [one, two]), (1, [two])] {
                let answer = try await served.ask(many, from: from)
                let received = try ReceivedAnswer(
                    answer.bytes, to: try await one.known(many), from: set, in: served.network.origin)
                #expect(received.answer.entries.map(\.manifest) == grants.map(\.manifest.digest))
                for grant in grants {
                    let index = try #require(SecretIndex(use: 1))
                    var collection = try #require(ShareCollection(of: grant.manifest, index, from: set))
                    _ = try collection.take(received)
                    _ = try collection.secret()
                }
            }
            try expectProblem(try await served.ask(many, from: 2), .releaseEntries)
        }
    }

    @Test func `a scene that asks for more than the network can withstand is never answered`() async throws {
        try await ServedNode.run { served in
            let plain = TestScene.scene("strict")
            let strict = Scene(
                code: plain.code, purpose: plain.purpose, basis: plain.basis, profiles: plain.profiles,
                maxUses: plain.maxUses, term: plain.term, minimumInterval: 0, retentionDays: 30, releaseAssurance: 1)
            let approval = ApproveScene(party: TestMember.bank.id, code: strict.code, scene: strict.digest)
            try await served.commit([
                served.signer.submission(.declareScene(DeclareScene(scene: strict)), by: .member(.bank)),
                served.signer.submission(.approveScene(approval), by: .member(.regulator)),
            ])
            let freed = try await FreedGrant(in: served) { $0.grant.scene = strict.code }
            let use = freed.use(1)
            try await served.commit([use])
            try expectProblem(try await served.ask(use), .releaseNotFinal)
        }
    }

    @Test func `a question in another form is told what it should be`() async throws {
        try await ServedNode.run { served in
            let id = String(repeating: "0", count: 64)
            for text in ["", "{}", "[]", "{\"statement\": \"00\"}", "{\"statement\": \"\(id)\", \"from\": -1}"] {
                try expectProblem(try await served.ask(text: text), .releaseQuestion)
            }
            try expectProblem(try await served.post(bytes: [0], to: "/release"), .wrongMediaType)
            try expectProblem(try await served.ask(text: "{\"statement\": \"\(id)\"}"), .unknownStatement)
            try expectProblem(try await served.get("/deposits/deletions/00"), .badParameter)
            #expect(try await served.get("/deposits/deletions/\(id)").json(DeletionsBody.self).words.isEmpty)
        }
    }

    @Test func `keys are there from this week to the end of the longest term, and always the same`() async throws {
        try await ServedNode.run { served in
            let now = UInt64(Date().timeIntervalSince1970)
            let set = DealtSet(served.network)
            for expiry in [now, now + 660 * 86_400] {
                let week = ExpiryWeek(of: expiry)
                let body: WeeklyKeysBody = try await served.get("/deposits/keys?week=\(week)").json()
                #expect(body.week == week.number && body.set == set.digest.hex && body.quorum == 1 && body.isComplete)
                let keys = WeeklyKey.keys(of: set, expiry: expiry, from: body.announcements, in: served.network.origin)
                #expect(keys?.count == 1)
                #expect(try await served.get("/deposits/keys?week=\(week)").json(WeeklyKeysBody.self) == body)
            }
            let current = ExpiryWeek(of: now).number
            for week in ["\(current - 1)", "\(current + 100)", "x", ""] {
                try expectProblem(try await served.get("/deposits/keys?week=\(week)"), .badParameter)
            }
            try expectProblem(try await served.get("/deposits/keys"), .badParameter)
        }
    }
}
