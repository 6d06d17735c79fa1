import ArgumentParser
import NodeAPI
import RegistrarAPI
import Releasing
import Rulebook
import Sealing
import Signing

/// `deedbox regulator trace`: learns whose a grant is, after an entry that says so.
struct RegulatorTrace: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "trace", abstract: RegulatorWords.trace, discussion: RegulatorWords.traceExamples)
    }

    @Argument(help: ArgumentHelp(GrantWords.id))
    var grant: String
    @Option(help: ArgumentHelp(RegulatorWords.ground, valueName: "word"))
    var ground: String
    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String
    @Option(help: ArgumentHelp(RegulatorWords.sealingKey, valueName: "file"))
    var sealingKey: [String]
    @Option(help: ArgumentHelp(RegulatorWords.registrar, valueName: "url"))
    var registrar: String
    @Option(help: ArgumentHelp(RegulatorWords.traceFile, valueName: "file"))
    var traceFile: String?
    @Option(help: ArgumentHelp(ReportWords.log, valueName: "folder"))
    var log: String?
    @Flag(help: ArgumentHelp(RegulatorWords.again))
    var again = false
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let id = try GrantWords.parse(grant)
        let signer = try signer.open()
        let keys = try sealingKey.map { try StoredKey.sealingKey($0, self.signer.passphrases) }
        let session = try await address.session()
        let journal = try TraceJournal(traceFile ?? id.description + ".trace.jsonl")
        let wish = TraceWish(grant: id, ground: try RegulatorWords.parse(ground), caseNumber: caseNumber)
        let run = TraceRun(session: session, signer: signer, sealingKeys: keys, journal: journal, log: log)
        let traced = try await run.trace(wish, again: again)
        var report = Report(RegulatorWords.traced(traced.packet.manifest.context.party))
        traced.final.add(to: &report)
        report.fact(tell("relying party", zh: "用证方"), traced.packet.manifest.context.party, "party")
        if !traced.faults.isEmpty { report.body.append("  " + RegulatorWords.falseShares(traced.faults.count)) }
        let holder = try await run.resolve(traced, at: registrar)
        report.fact(tell("holder", zh: "持有人"), holder.name, "name")
        report.fact(tell("number", zh: "号码"), holder.number, "number")
        report.fact(tell("account", zh: "账户"), holder.account.description, "account")
        report.fact(tell("checked", zh: "核验级别"), RegulatorWords.level(holder.level))
        report.json.append("level", .integer(Int64(clamping: holder.level)))
        report.fact(tell("kept in", zh: "保存于"), journal.path, "kept")
        report.meaning = RegulatorWords.tracedMeaning
        output.print(report)
    }
}
