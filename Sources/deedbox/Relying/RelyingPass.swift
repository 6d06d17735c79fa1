import ArgumentParser
import Evidence
import RelyingAPI
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying pass`: hands the evidence of a use to somebody else, with an entry that says so.
struct RelyingPass: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "pass", abstract: RelyingWords.pass, discussion: RelyingWords.passDiscussion)
    }

    @Argument(help: ArgumentHelp(GrantWords.id))
    var grant: String
    @Option(help: ArgumentHelp(RelyingWords.passedIndex))
    var index: UInt64
    @Option(help: ArgumentHelp(RelyingWords.passedTo, valueName: "member|name"))
    var to: String?
    @Option(help: ArgumentHelp(RelyingWords.passedGround, valueName: "word"))
    var ground: String?
    @Option(name: .customLong("case"), help: ArgumentHelp(RelyingWords.passedCase, valueName: "number"))
    var caseNumber: String?
    @Option(help: ArgumentHelp(RelyingWords.passedLeave, valueName: "file"))
    var leave: String?
    @Option(help: ArgumentHelp(RelyingWords.out, valueName: "file"))
    var out: String
    @Flag(help: ArgumentHelp(RelyingWords.passAgain))
    var again = false
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard leave == nil ? ground != nil && caseNumber != nil && to != nil : ground == nil && caseNumber == nil else {
            throw ValidationError(RelyingWords.oneRight)
        }
    }

    func run() async throws {
        let order = PassingOrder(grant: try GrantWords.parse(grant), use: index, right: try right(), again: again)
        let (passing, evidence) = try await desk.open().pass(order)
        try WholeFile.create(Array(evidence.text.utf8), at: out, isSecret: true)
        var report = Report(RelyingWords.passed(passing, out))
        report.body.append("  " + RelyingWords.line(passing))
        report.json.append("out", .string(out))
        report.json.append("passing", passing.json)
        report.meaning = RelyingWords.passedMeaning
        report.next =
            "deedbox verify \(out) --trust \(RelyingFolder(desk.data).genesis) --as \"\(passing.to ?? "")\""
        output.print(report)
    }

    private func right() throws -> PassingOrder.Right {
        if let leave {
            let bytes = try WholeFile.bytes(leave, max: LeaveFile.maxByteCount)
            if let to { try RelyingWords.check(bytes, isFor: to) }
            return .leave(bytes)
        }
        let name = to ?? ""
        guard let recipient = NamedRecipient(name) else { throw RelyingWords.noRecipient(name) }
        return .ground(try RelyingWords.ground(ground ?? ""), caseNumber: caseNumber ?? "", to: recipient)
    }
}
