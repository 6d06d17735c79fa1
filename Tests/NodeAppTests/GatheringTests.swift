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

/// Gathering over real connections, from one node and from addresses where none is.
struct GatheringTests {
    private func client(_ served: ServedNode, andNobody: Bool = false) throws -> NodeClient {
        let port = try #require(served.client.port)
        return try NodeClient(["http://localhost:\(port)"] + (andNobody ? ["http://127.0.0.1:9"] : []))
    }

    @Test func `shares are gathered from whoever answers, and open the ticket`() async throws {
        try await ServedNode.run(.port) { served in
            let freed = try await FreedGrant(in: served)
            let use = freed.use(1)
            try await served.commit([use])
            let index = try #require(SecretIndex(use: 1))
            let wanted = WantedSecret(index, of: freed.manifest, dealtTo: DealtSet(served.network))
            let gathering = ReleaseGathering(try client(served, andNobody: true), served.network)
            let found = try await gathering.secret(wanted, freedBy: try await freed.known(use))
            #expect(found.secret.index == index && found.faults.isEmpty)
            let party = try #require(SealingPrivateKey(secret: SampleKeys.sealingSecret("bank")))
            #expect(try found.secret.open(try PartyDeposit(freed.deposit, by: party)).ticket.traceToken == [7])
        }
    }

    @Test func `it asks until the node knows the use, and takes no answer that names another block`() async throws {
        try await ServedNode.run(.port) { served in
            let freed = try await FreedGrant(in: served)
            let use = freed.use(1)
            try await served.commit([use])
            let known = try await freed.known(use)
            let wanted = WantedSecret(
                try #require(SecretIndex(use: 2)), of: freed.manifest, dealtTo: DealtSet(served.network))
            let later = freed.use(2)
            let id = try Statement(decoding: later.statement).id
            let gathering = ReleaseGathering(try client(served), served.network, timeout: .seconds(20))
            // What it is told of height and block is of another use.
            let release = KnownRelease(statement: id, height: known.height, block: known.block, key: freed.key)
            let gathered = Task { try await gathering.secret(wanted, freedBy: release) }
            try await served.commit([later])
            await #expect(throws: GatheringError.self) { try await gathered.value }
            let found = try await gathering.secret(wanted, freedBy: try await freed.known(later))
            #expect(found.secret.index == wanted.index)
        }
    }

    @Test func `when the time is over it says who answered what`() async throws {
        try await ServedNode.run(.port) { served in
            let freed = try await FreedGrant(in: served)
            let use = freed.use(1)
            let known = KnownRelease(
                statement: try Statement(decoding: use.statement).id, height: Height(9), block: BlockID(.zero),
                key: freed.key)
            let wanted = WantedSecret(
                try #require(SecretIndex(use: 1)), of: freed.manifest, dealtTo: DealtSet(served.network))
            let gathering = ReleaseGathering(
                try client(served, andNobody: true), served.network, timeout: .milliseconds(600))
            do {
                _ = try await gathering.secret(wanted, freedBy: known)
                Issue.record("shares of a use that nobody submitted")
            } catch let error as GatheringError {
                guard case .incomplete(found: 0, needed: 1, _, let said) = error else { throw error }
                #expect(said.count == 2)
                #expect(error.words.detail.en.contains("127.0.0.1:9") && error.words.detail.zh.contains("127.0.0.1:9"))
            }
        }
    }

    @Test func `the keys of a week are asked of every node until all are there`() async throws {
        try await ServedNode.run(.port) { served in
            let week = ExpiryWeek(of: served.signer.clock / 1_000)
            let body = try await client(served, andNobody: true).weeklyKeys(week)
            #expect(body.isComplete && body.week == week.number)
        }
    }
}
