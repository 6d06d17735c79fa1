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

/// Where a regulator learns the manifest and the trace packet of a grant that it has traced.
struct TracedPacketTests {
    private func path(_ submission: Submission) throws -> String {
        "/release/trace/\(try Statement(decoding: submission.statement).id)"
    }

    @Test func `who traced gets manifest and packet, sealed to the key of the trace`() async throws {
        try await ServedNode.run { served in
            let freed = try await FreedGrant(in: served)
            let trace = freed.trace()
            try expectProblem(try await served.get(try path(trace)), .unknownStatement)
            try await served.commit([trace])
            let answer = try await served.get(try path(trace))
            #expect(answer.status == .ok)
            let id = try Statement(decoding: trace.statement).id
            let packet = try TracedPacket(opening: answer.bytes, for: id, by: freed.key)
            #expect(packet.manifest == freed.manifest && packet.packet == freed.deposit.trace)
            #expect(throws: SealingError.doesNotOpen) {
                try TracedPacket(opening: answer.bytes, for: id, by: SealingPrivateKey())
            }
        }
    }

    @Test func `a use shows no trace packet, and a grant without a deposit has none`() async throws {
        try await ServedNode.run { served in
            let freed = try await FreedGrant(in: served)
            let use = freed.use(1)
            let plain = TestGrant().trace(in: served.signer)
            try await served.commit([use, plain])
            try expectProblem(try await served.get(try path(use)), .releaseNotSetFree)
            try expectProblem(try await served.get(try path(plain)), .releaseNothingHeld)
            try expectProblem(try await served.get("/release/trace/00"), .badParameter)
        }
    }

    @Test func `a trace is opened by the nodes' shares to the token in the packet`() async throws {
        try await ServedNode.run(.port) { served in
            let freed = try await FreedGrant(in: served)
            let trace = freed.trace()
            try await served.commit([trace])
            let port = try #require(served.client.port)
            let client = try NodeClient(["http://localhost:\(port)", "http://127.0.0.1:9"])
            let gathering = TraceGathering(client, EpochWalk(from: served.network), timeout: .seconds(20))
            let found = try await gathering.opened(by: try await freed.known(trace))
            let regulator = try #require(
                SealingPrivateKey(secret: SampleKeys.sealingSecret(TestMember.regulator.rawValue)))
            #expect(found.packet.manifest == freed.manifest && found.faults.isEmpty)
            #expect(try found.secret.openTrace(found.packet.packet, by: regulator) == [7])
        }
    }

    @Test func `after a withdrawal a grant can still be traced`() async throws {
        try await ServedNode.run { served in
            let freed = try await FreedGrant(in: served)
            try await served.commit([freed.dealt.grant.withdrawal(in: served.signer)])
            try await eventually { try await !freed.deletions().isEmpty }
            let trace = freed.trace()
            try await served.commit([trace])
            let answer = try await served.get(try path(trace))
            let id = try Statement(decoding: trace.statement).id
            #expect(try TracedPacket(opening: answer.bytes, for: id, by: freed.key).packet == freed.deposit.trace)
        }
    }

    @Test func `when no node gives a packet it is said who answered what`() async throws {
        try await ServedNode.run(.port) { served in
            let plain = TestGrant().trace(in: served.signer)
            try await served.commit([plain])
            let port = try #require(served.client.port)
            let client = try NodeClient(["http://localhost:\(port)"])
            let gathering = TraceGathering(client, EpochWalk(from: served.network), timeout: .milliseconds(400))
            let known = KnownRelease(
                statement: try Statement(decoding: plain.statement).id, height: Height(9), block: BlockID(.zero),
                key: SealingPrivateKey())
            do {
                _ = try await gathering.opened(by: known)
                Issue.record("a packet of a grant that has no deposit")
            } catch let error as GatheringError {
                guard case .incomplete(found: 0, needed: 1, _, let said) = error else { throw error }
                #expect(said.count == 1)
            }
        }
    }
}
