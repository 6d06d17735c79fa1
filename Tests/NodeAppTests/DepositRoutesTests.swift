import HTTPTypes
import HummingbirdTesting
import NodeAPI
import NodeApp
import Releasing
import Rulebook
import Signing
import Storage
import TestSupport
import Testing

struct DepositRoutesTests {
    private static func outcome(of submission: Submission, in served: ServedNode) async throws -> OutcomeBody {
        let id = try Statement(decoding: submission.statement).id
        return try await served.get("/statements/\(id)").json()
    }

    @Test func `a grant waits for its deposit, and is final once the node has acknowledged that`() async throws {
        try await ServedNode.run { served in
            var dealt = DealtGrant()
            let deposit = try await dealt.deal(in: served)
            dealt.grant.deposit = deposit.manifest.digest
            let submission = dealt.grant.submission(in: served.signer)
            #expect(try await served.post([submission]).status == .accepted)
            // Everything else goes on.
            try await served.commit([served.anchor("甲")])
            #expect(try await Self.outcome(of: submission, in: served).state == .pending)

            let answer = try await served.hand(dealt.handed(deposit, in: served))
            #expect(answer.status == .ok)
            let body: DepositAnswerBody = try answer.json()
            #expect(body.manifest == deposit.manifest.digest.hex && body.expiry == deposit.manifest.expiry)
            #expect(body.validators == 1 && body.quorum == 1 && body.refusals.isEmpty)
            let receipt = DepositReceipt(of: deposit.manifest, body.words, in: DealtSet(served.network))
            #expect(receipt?.positions.map(\.value) == [1])
            let again = try await served.post([submission], to: "/statements?wait=final")
            #expect(try again.outcomes().first?.state == .final)
            #expect(served.node.deposits.totals.deposits == 1)
        }
    }

    @Test func `the same bytes again give the same words, also when the grant is final`() async throws {
        try await ServedNode.run { served in
            var dealt = DealtGrant()
            let deposit = try await dealt.deal(in: served)
            dealt.grant.deposit = deposit.manifest.digest
            let handed = dealt.handed(deposit, in: served)
            let first: DepositAnswerBody = try await served.hand(handed).json()
            #expect(try await served.hand(handed).json(DepositAnswerBody.self) == first)
            try await served.commit([dealt.grant.submission(in: served.signer)])
            #expect(try await served.hand(handed).json(DepositAnswerBody.self) == first)
            #expect(served.node.deposits.totals.deposits == 1)
            // The request stands on the ledger now: it gives no leave for another deposit.
            let other = try await dealt.deal(in: served)
            let answer = try await served.hand(dealt.handed(other, in: served))
            #expect(answer.status == .unprocessableContent)
            #expect(try answer.json(Problem.self).code == Refusal.grantExists(dealt.grant.id(in: served.signer)).code)
        }
    }

    @Test func `parts are given by their tags, and nothing by what stands on the ledger`() async throws {
        try await ServedNode.run { served in
            let dealt = DealtGrant()
            let deposit = try await dealt.deal(in: served)
            #expect(try await served.hand(dealt.handed(deposit, in: served)).status == .ok)
            for part in deposit.parts {
                let tag = part.tag(deposit.manifest)
                #expect(try await served.get("/strongroom/\(tag.hex)").bytes == deposit[part])
            }
            let tags = deposit.parts.flatMap { $0.tag(deposit.manifest).bytes }
            let fetched = try await served.post(bytes: tags, to: "/strongroom/fetch")
            #expect(
                try StrongroomBodies(decoding: fetched.bytes).bodies.map(\.bytes) == deposit.parts.map { deposit[$0] })
            for known in [deposit.manifest.digest, SHA256.digest(deposit.manifest.encoded)] {
                try expectProblem(try await served.get("/strongroom/\(known.hex)"), .noSuchBody)
            }
            let bucket = try await served.get("/strongroom/buckets/0?bits=0")
            #expect(try StrongroomListing(decoding: bucket.bytes).entries.isEmpty)
        }
    }

    @Test func `a bad share is told and not acknowledged, and the grant stays out`() async throws {
        try await ServedNode.run { served in
            var dealt = DealtGrant()
            dealt.spoil = { draft in draft.shares[1][0] = draft.shares[2][0] }
            let deposit = try await dealt.deal(in: served)
            dealt.grant.deposit = deposit.manifest.digest
            let answer = try await served.hand(dealt.handed(deposit, in: served))
            #expect(answer.status == .accepted)
            let body: DepositAnswerBody = try answer.json()
            #expect(body.acknowledgements.isEmpty)
            #expect(body.refusals.map(\.code) == ["deposit-share-false"])
            #expect(body.refusals.first?.detail.zh.isEmpty == false)
            let submission = dealt.grant.submission(in: served.signer)
            #expect(try await served.post([submission]).status == .accepted)
            try await served.commit([served.anchor("甲"), served.anchor("乙")])
            #expect(try await Self.outcome(of: submission, in: served).state == .pending)
        }
    }

    @Test func `dealing again needs the holder's limit, which names the manifest`() async throws {
        try await ServedNode.run { served in
            var dealt = DealtGrant()
            let first = try await dealt.deal(in: served)
            dealt.grant.deposit = first.manifest.digest
            #expect(try await served.hand(dealt.handed(first, in: served)).status == .ok)
            try await served.commit([dealt.grant.submission(in: served.signer)])
            let second = try await dealt.deal(in: served)
            let limit = dealt.grant.limit(deposit: second.manifest.digest, in: served.signer)
            let other = dealt.grant.limit(deposit: first.manifest.digest, in: served.signer)
            let plain = dealt.grant.limit(uses: 1, in: served.signer)
            for leave in [other, plain] {
                let handed = HandedDeposit(leave: leave.statement, deposit: second.encoded)
                try expectProblem(try await served.hand(handed), .depositOtherManifest)
            }
            let stranger = dealt.grant.limit(
                deposit: second.manifest.digest, in: served.signer, by: TestKey.own("stranger"))
            let forged = HandedDeposit(leave: stranger.statement, deposit: second.encoded)
            #expect(try await served.hand(forged).json(Problem.self).code == "wrong-signature")
            let handed = HandedDeposit(leave: limit.statement, deposit: second.encoded)
            #expect(try await served.hand(handed).status == .ok)
            try await served.commit([limit])
            #expect(served.node.deposits.totals.deposits == 2)
        }
    }
}
