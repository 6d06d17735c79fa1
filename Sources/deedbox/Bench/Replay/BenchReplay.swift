import ArgumentParser
import NodeAPI
import Rulebook
import Signing
import Simulation

/// `bench replay`: a year of requests of 20 banks over 31 scenes, in a row; then the whole log is read and counted.
struct BenchReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: tell(
            "Requests of 20 banks replayed, and every use counted.", zh: "重放 20 家银行的用证请求，并核对每次使用。"))

    @OptionGroup var address: NodeAddress

    @Option(help: "Requests in all.")
    var requests = 4_000

    @Option(help: "What is drawn: who asks how often, who refuses, who withdraws.")
    var seed: UInt64 = 1

    /// Grants whose count is read from the state too, with its proof.
    private static let stateSample = 100

    func run() async throws {
        guard (1...10_000_000).contains(requests) else { throw ValidationError("--requests is 1 to 10,000,000") }
        let session = try await address.session()
        let plan = ReplayPlan(requests: requests, seed: seed)
        let banks = try await banks(in: session)
        let start = ContinuousClock.now
        let tally = try await replay(plan, by: banks)
        let seconds = start.duration(to: .now).seconds
        for url in session.client.urls { try await ReplayDoor(url, session.network).reach(tally.height) }
        var audit = ReplayAudit(session.network)
        try await audit.read(session.client)
        try audit.check(tally.counted)
        let sampled = try await checkState(tally, audit, session)
        print(
            """
            replay: \(requests) requests of \(plan.decisions) decisions, 20 banks, 31 scenes, seed \(seed)
              requests/s    \((Double(requests) / seconds).shown(0))  in \(seconds.shown(1)) s
              statements/s  \((Double(tally.statements) / seconds).shown(0))
              granted       \(tally.granted)
              refused       \(tally.refused)
              withdrawn     \(tally.withdrawn)
              uses counted  \(tally.counted.values.reduce(0, +)), each grant as often as it allowed
              uses beyond   \(tally.beyond), all refused
              sent again    \(tally.again), all counted once; \(tally.rivals) rivals told the winner
              log           \(audit.leafCount) leaves read, under the root that a quorum cosigned
              state         \(sampled) grants proven to hold the same count
            """)
    }

    /// All banks with their scenes, each at one of the nodes.
    private func banks(in session: LedgerSession) async throws -> [ReplayBank] {
        let network = session.network
        let setup = BenchSetup(network: network, client: session.client)
        let parties = try await setup.parties(scenes: ReplayPlan.scenes)
        let doors = try session.client.urls.map { try ReplayDoor($0, network) }
        let height = try await session.client.status().height
        for door in doors { try await door.reach(height) }
        return parties.enumerated().map { place, party in
            ReplayBank(
                party: party, network: network, door: doors[place % doors.count],
                other: doors[(place + 1) % doors.count])
        }
    }

    /// All banks at once.
    private func replay(_ plan: ReplayPlan, by banks: [ReplayBank]) async throws -> ReplayTally {
        try await withThrowingTaskGroup(of: ReplayTally.self) { group in
            for (bank, requests) in zip(banks, plan.requests) { group.addTask { try await bank.work(requests) } }
            return try await group.reduce(into: ReplayTally()) { $0.add($1) }
        }
    }

    /// The state says the same of some grants; of one that has left it, the log's closed record.
    private func checkState(
        _ tally: ReplayTally, _ audit: ReplayAudit, _ session: LedgerSession
    ) async throws -> Int {
        var numbers = SeededNumbers(run: seed)
        let grants = tally.counted.keys.sorted()
        var count = 0
        for _ in 0..<min(BenchReplay.stateSample, grants.count) {
            let grant = grants[Int(numbers.below(UInt64(grants.count)))]
            let expected = tally.counted[grant, default: 0]
            let entry = try await StateQuestion.grant(grant).ask(session).value
            let found = entry.map { UInt64($0.counted.count) } ?? audit.closed[grant]
            guard found == expected else { throw ReplayFault.counted(grant, expected: expected, found: found ?? 0) }
            count += 1
        }
        return count
    }
}
