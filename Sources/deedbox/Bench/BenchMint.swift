import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `bench mint`: prepared batches of records, from the first byte sent to the last final checkpoint.
struct BenchMint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mint",
        abstract: tell("Records a second in prepared batches.", zh: "预先签名的批次：每秒记录数。"))

    @OptionGroup var target: BenchTarget

    @Option(help: "Records in all.")
    var records = 2_000_000

    @Option(help: "Records in a batch.")
    var batch = 16_384

    @Option(help: "Requests under way at once.")
    var inFlight = 8

    func run() async throws {
        let maker = try await target.maker()
        let count = max(1, records / batch)
        let bodies = (0..<count).map { _ in maker.manifest(records: batch) }
        let bytes = bodies.reduce(0) { $0 + $1.count }
        let result = try await BenchRun.send(bodies, inFlight: inFlight, to: maker.client)
        guard result.finalCount == count else {
            throw ValidationError("\(result.finalCount) of \(count) batches are final: \(result.outcomes.prefix(1))")
        }
        let seconds = result.elapsed.seconds
        print(
            """
            mint: \(count * batch) records in \(count) batches, \(bytes / 1_000_000) MB, final in \(seconds.shown(2)) s
              records/s  \((Double(count * batch) / seconds).shown(0))
              request latency ms  p50 \(result.percentile(0.5).shown())  p99 \(result.percentile(0.99).shown())
            """)
    }
}

/// `bench statements`: single signed statements with one record each, answered with receipts.
struct BenchStatements: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statements",
        abstract: tell("Single signed statements a second.", zh: "单条签名声明：每秒条数。"))

    @OptionGroup var target: BenchTarget

    @Option(help: "Statements in all.")
    var count = 80_000

    @Option(help: "Statements in a request.")
    var perRequest = 64

    @Option(help: "Requests under way at once.")
    var inFlight = 16

    @Flag(help: "Verify every receipt before the clock stops.")
    var verify = false

    func run() async throws {
        let maker = try await target.maker()
        let requests = max(1, count / perRequest)
        let bodies = (0..<requests).map { _ in
            (0..<perRequest).reduce(into: [UInt8]()) { body, _ in body += maker.manifest(records: 1) }
        }
        let start = ContinuousClock.now
        let result = try await BenchRun.send(bodies, inFlight: inFlight, to: maker.client)
        if verify { try check(result, maker) }
        let seconds = start.duration(to: .now).seconds
        guard result.finalCount == requests * perRequest else {
            throw ValidationError("\(result.finalCount) of \(requests * perRequest) are final")
        }
        print(
            """
            statements: \(result.finalCount) of one record each, \(perRequest) a request, in \(seconds.shown(2)) s
              statements/s  \((Double(result.finalCount) / seconds).shown(0))
              request latency ms  p50 \(result.percentile(0.5).shown())  p99 \(result.percentile(0.99).shown())
            """)
    }

    private func check(_ result: BenchResult, _ maker: ManifestMaker) throws {
        for outcome in result.outcomes {
            guard let text = outcome.receipt else { continue }
            _ = try Receipt(parsing: text).verify(maker.network.policy)
        }
    }
}
