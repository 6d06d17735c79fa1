import ArgumentParser
import Rulebook
import Signing

/// `deedbox network logs`: the last lines of each node's log.
struct NetworkLogs: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "logs", abstract: NetworkWords.logs, discussion: NetworkWords.logsExamples)
    }

    @Argument(help: ArgumentHelp(NetworkWords.logsNode))
    var node: String?

    @Option(help: ArgumentHelp(NetworkWords.lines))
    var lines = 20

    @OptionGroup var options: NetworkOptions

    func run() throws {
        let all = options.places(try options.started())
        let places = all.filter { node == nil || $0.node.member.text == node }
        guard !places.isEmpty else { throw NetworkWords.noSuchNode(node ?? "", all.map(\.node.member.text)) }
        var report = Report(NetworkWords.logsOf(places.count))
        for place in places {
            report.body.append("\(place.node.member.text)  \(place.log)")
            report.body += place.logTail(max(0, lines))
        }
        report.json.append(
            "nodes",
            .array(
                places.map { place in
                    [
                        "member": .string(place.node.member.text), "log": .string(place.log),
                        "lines": .array(place.logTail(max(0, lines)).map { .string($0) }),
                    ]
                }))
        options.output.print(report)
    }
}
