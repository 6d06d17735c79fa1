import HTTPTypes
import HummingbirdTesting
import Ledger
import NodeAPI
import NodeApp
import Rulebook
import Signing
import TestSupport
import Testing

/// A node under whose final checkpoint its own cosignature is not: the others went on without it, or past it.
struct UncosignedReleaseTests {
    @Test func `what a node has not cosigned itself it gives no share of, and no packet`() async throws {
        try await ServedNode.run { served in
            let freed = try await FreedGrant(in: served)
            let (use, trace) = (freed.use(1), freed.trace())
            try await served.commit([use, trace])
            let own = served.node.snapshot
            let others = try served.checkpoint(cosignedBy: TestNetwork.validator(2))
            served.node.board.post([], NodeSnapshot(head: own.head, view: own.view, final: others))
            let packet = "/release/trace/\(try Statement(decoding: trace.statement).id)"
            for answer in [try await served.ask(use), try await served.ask(trace), try await served.get(packet)] {
                try expectProblem(answer, .releaseNotFinal)
                #expect(try answer.json(Problem.self).detail.contains("has not cosigned"))
            }
            // The same block under its own cosignature.
            served.node.board.post([], own)
            _ = try await freed.open(use, 1)
            #expect(try await served.get(packet).status == .ok)
        }
    }
}

extension ServedNode {
    /// The node's final checkpoint as another validator alone has cosigned it.
    fileprivate func checkpoint(cosignedBy other: Validator) throws -> FinalCheckpoint {
        let (genesis, snapshot) = (network.genesis, node.snapshot)
        let (own, checkpoint) = (genesis.validators[0], try #require(snapshot.final).checkpoint)
        let policy = CheckpointPolicy(
            origin: network.origin, logKeys: [genesis.logKey(of: own)], validators: [genesis.cosignerKey(of: other)],
            quorum: 1)
        let log = checkpoint.logSigned(by: TestKey.secret(of: own.keys.log))
        let cosigned = checkpoint.cosigned(
            by: TestKey.secret(of: other.keys.cosigner), name: genesis.cosignerName(other),
            at: snapshot.head.time / 1_000)
        return try policy.check(SignedNote(text: checkpoint.text, signatures: [log, cosigned]))
    }
}
