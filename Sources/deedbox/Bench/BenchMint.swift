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
        let result = try await BenchRun(maker.network, maker.client).send(bodies, .inFlight(inFlight))
        guard result.finalCount == count else {
            throw ValidationError("\(result.finalCount) of \(count) batches are final")
        }
        let seconds = result.seconds
        print(
            """
            mint: \(count * batch) records in \(count) batches, \(bytes / 1_000_000) MB, final in \(seconds.shown(2)) s
              records/s  \((Double(count * batch) / seconds).shown(0))
            \(result.latencyLine)
            """)
    }
}
