import ArgumentParser

/// `bench statements`: single signed statements with one record each, answered with receipts that are verified.
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

    @Option(help: "Statements begun a second, whatever becomes of them; otherwise as many as go.")
    var rate: Double?

    func run() async throws {
        let maker = try await target.maker()
        let requests = max(1, count / perRequest)
        let bodies = (0..<requests).map { _ in
            (0..<perRequest).reduce(into: [UInt8]()) { body, _ in body += maker.manifest(records: 1) }
        }
        let pace = rate.map { BenchPace.perSecond($0 / Double(perRequest)) } ?? .inFlight(inFlight)
        let result = try await BenchRun(maker.network, maker.client).send(bodies, pace)
        guard result.finalCount == requests * perRequest else {
            throw ValidationError("\(result.finalCount) of \(requests * perRequest) are final")
        }
        let seconds = result.seconds
        let pause = result.longestPause
        print(
            """
            statements: \(result.finalCount) of one record each, \(perRequest) a request, in \(seconds.shown(2)) s
              statements/s  \((Double(result.finalCount) / seconds).shown(0))
            \(result.latencyLine)
              longest pause ms  \(pause.milliseconds.shown(0))  before it \(pause.before.shown(0))/s  \
            after it \(pause.after.shown(0))/s
            """)
    }
}
