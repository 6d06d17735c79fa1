import ArgumentParser
import NodeAPI
import Rulebook
import Signing

/// `bench opening`: grants with deposits, each used, its shares released by the nodes, opened and verified.
struct BenchOpening: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "opening",
        abstract: tell(
            "Grants dealt, used, released, opened and verified on running nodes.", zh: "在运行的节点上完成授权、使用、放行、打开与核验的用时。"))

    @OptionGroup var address: NodeAddress

    @Option(help: "Grants in all, each of one use and one document.")
    var count = 200

    @Option(help: "Grants under way at once.")
    var inFlight = 1

    func run() async throws {
        guard (1...4_096).contains(count), (1...256).contains(inFlight) else {
            throw ValidationError("--count is 1 to 4,096, --in-flight 1 to 256")
        }
        let session = try await address.session()
        let setup = BenchSetup(network: session.network, client: session.client)
        let desk = try await setup.openingDesk()
        let matters = try await setup.documents(count).map {
            OpeningMatter(desk: desk, document: $0, walk: session.walk)
        }
        let start = ContinuousClock.now
        let times = try await run(matters)
        let seconds = start.duration(to: .now).seconds
        print(
            """
            opening: \(count) grants of one use, \(inFlight) under way, in \(seconds.shown(2)) s; p50 and p99 in ms
              dealt, kept, granted     \(line(times, \.granting))
              used, final              \(line(times, \.counting))
              shares gathered, opened  \(line(times, \.opening))
              proofs asked, verified   \(line(times, \.verifying))
              use to verified          \(line(times, \.sinceUse))
              grant to verified        \(line(times, \.total))
              grants/s                 \((Double(count) / seconds).shown())
            """)
    }

    private func run(_ matters: [OpeningMatter]) async throws -> [OpeningTimes] {
        try await withThrowingTaskGroup(of: OpeningTimes.self) { group in
            var times: [OpeningTimes] = []
            for (number, matter) in matters.enumerated() {
                if number >= inFlight, let done = try await group.next() { times.append(done) }
                group.addTask { try await matter.run() }
            }
            return try await group.reduce(into: times) { $0.append($1) }
        }
    }

    private func line(_ times: [OpeningTimes], _ step: KeyPath<OpeningTimes, Duration>) -> String {
        let sorted = times.map { $0[keyPath: step].seconds * 1_000 }.sorted()
        func share(_ part: Double) -> String { sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))].shown() }
        return share(0.5) + "  " + share(0.99)
    }
}
