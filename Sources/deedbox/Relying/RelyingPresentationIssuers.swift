import ArgumentParser
import Credentials
import RelyingApp
import Signing

/// `relying presentation issuers`: from which addresses the desk reads what issuers publish.
struct RelyingPresentationIssuers: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "issuers", abstract: RelyingPresentationWords.issuers,
            discussion: RelyingPresentationWords.issuersDiscussion)
    }

    @Option(help: ArgumentHelp(RelyingPresentationWords.addIssuer, valueName: "url"))
    var add: String?
    @Flag(name: .customLong("private"), help: ArgumentHelp(RelyingPresentationWords.isPrivate))
    var mayBePrivate = false
    @Option(help: ArgumentHelp(RelyingPresentationWords.removeIssuer, valueName: "url"))
    var remove: String?
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open()
        if let add {
            try opened.add(Publisher(try RelyingPresentationWords.address(add), mayBePrivate: mayBePrivate))
        }
        if let remove { try opened.removePublisher(try RelyingPresentationWords.address(remove)) }
        let found = try opened.publishers()
        var report = Report(RelyingPresentationWords.count(issuers: found.count))
        report.body = TextTable.lines(
            found.map { [$0.origin, $0.mayBePrivate ? RelyingPresentationWords.mayBePrivate : ""] })
        for publisher in found { report.add("issuers", publisher.json) }
        output.print(report)
    }
}
