import ArgumentParser
import IssuingApp
import Ledger
import Signing

/// `deedbox issuer reason`: why a record's status is what it is.
struct IssuerReason: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "reason", abstract: IssuerWords.reasonOfRecord)
    }

    @Argument(help: ArgumentHelp(IssuerWords.record))
    var record: UInt64
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("records/\(record)/reason")) { desk, _ in
            guard let json = try desk.json(ofReason: LeafIndex(record)) else { throw IssuerWords.noReason(record) }
            return json
        }
        var report = answer.report(tell("Record \(record): \(answer["state"])", zh: "记录 \(record)：\(answer["state"])"))
        report.fact(tell("reason", zh: "理由"), answer["reason"])
        report.fact(tell("text", zh: "说明"), answer["text"])
        report.fact(tell("legal basis", zh: "依据"), answer["basis"])
        output.print(report)
    }
}
