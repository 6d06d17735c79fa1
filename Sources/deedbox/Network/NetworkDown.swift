import ArgumentParser
import Rulebook
import Signing

/// `deedbox network down`: asks every node to stop, and returns when all have.
struct NetworkDown: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "down", abstract: NetworkWords.downAbstract)
    }

    @Argument(help: ArgumentHelp(NetworkWords.someNodes))
    var nodes: [String] = []

    @Option(help: ArgumentHelp(NetworkWords.wait, valueName: "seconds"))
    var wait = 60

    @OptionGroup var options: NetworkOptions

    func run() async throws {
        let places = try options.places(try options.started(), named: nodes)
        let running = places.compactMap(\.running)
        for process in running { process.terminate() }
        let end = ContinuousClock.now + .seconds(wait)
        while let late = places.first(where: { $0.running != nil }) {
            guard ContinuousClock.now < end else {
                throw NetworkWords.stillRunning(late.node.member.text, late.log, wait)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        for place in places { try place.forget() }
        var report = Report(NetworkWords.isDown(running.count))
        report.json.append("stopped", .integer(Int64(running.count)))
        options.output.print(report)
    }
}
