import HTTPTypes
import HummingbirdTesting
import NodeAPI
import Rulebook
import Signing
import TestSupport
import Testing

struct DepositRoutesTests {
    @Test func `a grant waits for its deposit, and is final once the strongroom holds it`() async throws {
        try await ServedNode.run { served in
            let sample = SampleBatch(name: "deposit", count: 1)
            var grant = TestGrant("另一持有人")
            grant.deposit = SHA256.digest(sample.body(0))
            let submission = grant.submission(in: served.signer)
            let id = try Statement(decoding: submission.statement).id

            let taken = try await served.post([submission])
            #expect(taken.status == .accepted)
            // Everything else goes on.
            try await served.commit([served.anchor("甲")])
            let waiting: OutcomeBody = try await served.get("/statements/\(id)").json()
            #expect(waiting.state == .pending)

            let put = try await served.post(bytes: try sample.batch(in: served.network).framed, to: "/strongroom")
            #expect(put.status == .ok)
            let again = try await served.post([submission], to: "/statements?wait=final")
            #expect(try again.outcomes().first?.state == .final)
        }
    }
}
