import NodeAPI
import Testing
import deedbox

struct StandstillTests {
    @Test func `a node that is linked with a quorum does not stand still`() {
        #expect(Standstill(status(linked: ["node-2"])) == nil)
        #expect(Standstill(status(linked: ["node-2", "node-3"])) == nil)
    }

    @Test func `one of three says how many are needed and who is missing`() throws {
        let standstill = try #require(Standstill(status(linked: [])))
        #expect(standstill.missing == ["node-2", "node-3"])
        #expect(
            standstill.sentence
                == "the ledger stands still: 1 of 3 nodes answers, 2 are needed; missing: node-2, node-3")
        let chinese = Language.$current.withValue(.zh) { standstill.sentence }
        #expect(chinese == "账本停滞：3 个节点中有 1 个应答，需要 2 个；缺少：node-2、node-3")
    }

    @Test func `an observer does not count itself among those who answer`() throws {
        let standstill = try #require(Standstill(status(of: "observer", linked: ["node-1"])))
        #expect(standstill.answering == 1)
        #expect(standstill.missing == ["node-2", "node-3"])
    }

    @Test func `what waits is told with the reason, as a failure and not as a refusal`() throws {
        let told = try #require(Standstill(status(linked: []))).told("statement 1 is accepted")
        #expect(told.status == .failed)
        #expect(told.code == "no-quorum")
        #expect(told.fact.hasPrefix("statement 1 is accepted: the ledger stands still: "))
    }
}

/// What a node of three says of itself.
private func status(of node: String = "node-1", linked: Set<String>) -> StatusBody {
    let validators = ["node-1", "node-2", "node-3"]
    return StatusBody(
        node: node, origin: "o", isSample: true, height: 1, size: 1, root: nil, blockTime: 1, checkpointTime: nil,
        quorum: QuorumBody(validators: 3, liars: 0, count: 2), assurance: nil,
        waiting: WaitingBody(statements: 0, bytes: 0), storage: StorageBody(logBytes: 0, damaged: []), version: "1",
        started: 0, problems: [], round: nil,
        peers: validators.filter { $0 != node }.map { member in
            PeerBody(
                member: member, standing: "validator", isConnected: linked.contains(member), since: nil,
                roundTrip: nil, clockOffset: nil, software: nil, lastEnd: nil, secondProcesses: 0)
        },
        epoch: 0, validators: validators, offences: [],
        strongroom: StrongroomStateBody(entries: 0, bytes: 0, lacking: 0, waiting: 0),
        deposits: DepositStateBody(deposits: 0, unclaimed: 0, bytes: 0, lacking: 0),
        disclosures: SealedStateBody(sealed: 0, overdue: 0))
}
