import ArgumentParser
import NodeApp
import Replication
import Signing

/// `deedbox node resume`: the operator's word that a node which is not sure what it signed may come back.
struct NodeResume: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "resume", abstract: DoubtWords.resume, discussion: DoubtWords.resumeDiscussion)
    }

    @OptionGroup var options: NodeOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: ArgumentHelp(DoubtWords.restored))
    var restored = false

    func run() throws {
        _ = try GenesisFile.network(options.genesis)
        let cause = try Node.allowReturn(try options.configuration(), isRestored: restored)
        var report = Report(DoubtWords.allowed)
        report.fact(tell("doubt", zh: "存疑原因"), DoubtWords.cause(cause.code), "words")
        report.json.append("cause", .string(cause.code))
        report.meaning = DoubtWords.allowedMeaning
        report.next = "deedbox node run \(options.words)"
        output.print(report)
    }
}
