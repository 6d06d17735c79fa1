import ArgumentParser
import Ledger
import Rulebook
import Signing

/// `deedbox disclosure record`: an issuer or an authority enters that it reads a document without consent.
struct DisclosureRecord: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "record", abstract: DisclosureWords.record, discussion: DisclosureWords.recordExamples)
    }

    @Option(help: ArgumentHelp(DisclosureWords.tagOption, valueName: "digest"))
    var tag: String
    @Option(help: ArgumentHelp(DisclosureWords.ground, valueName: "word"))
    var ground: String
    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String
    @Option(help: ArgumentHelp(DisclosureWords.field, valueName: "path"))
    var field: [String] = []
    @Option(help: ArgumentHelp(DisclosureWords.text, valueName: "text"))
    var text = ""
    @Option(help: ArgumentHelp(DisclosureWords.caseFile, valueName: "file"))
    var caseFile: String?
    @Option(help: ArgumentHelp(DisclosureWords.sealUntil, valueName: "height"))
    var sealUntil: UInt64?
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        // Entered open it would tell what was to stay closed; entered sealed, nobody could ever open it.
        guard sealUntil == nil else { throw DisclosureWords.sealNotOffered }
        let tag = try DisclosureWords.parse(tag)
        let ground = try DisclosureWords.parse(ground: ground)
        guard let details = DisclosureDetails(caseNumber: caseNumber, fields: field, text: text) else {
            throw DisclosureWords.tooLong
        }
        let opening = Opening(details)
        let session = try await address.session()
        let act = Disclose(ground: ground.rawValue, details: opening.commitment, mark: .tag(tag))
        let statement = session.statement(.disclose(act), by: try signer.open())
        let journal = try SaltJournal(caseFile ?? tag.hex + ".disclosure.jsonl")
        let outcome = try await journal.keep(
            [
                "tag": .string(tag.hex), "ground": .string(ground.word), "case": .string(caseNumber),
                "fields": .array(field.map { .string($0) }), "text": .string(text),
                "opening": .string(Base64.encode(opening.encoded)),
            ], until: statement, isFinalIn: session)
        var report = Report(DisclosureWords.recorded)
        outcome.add(to: &report)
        report.fact(tell("kept in", zh: "保存于"), journal.path, "kept")
        report.meaning = DisclosureWords.recordedMeaning
        output.print(report)
    }
}

/// `deedbox disclosure show`: what the ledger says under a tag, proven.
struct DisclosureShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: DisclosureWords.show)
    }

    @Option(help: ArgumentHelp(DisclosureWords.tagOption, valueName: "digest"))
    var tag: String
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let found = try await StateQuestion.disclosure(try DisclosureWords.parse(tag)).ask(try await address.session())
        var report = Report(found.value == nil ? DisclosureWords.absent : DisclosureWords.present)
        if let entry = found.value {
            report.fact(tell("read by", zh: "查阅方"), entry.discloser.text, "member")
            report.fact(tell("ground", zh: "依据"), entry.ground.word, "ground")
            report.fact(tell("time", zh: "时间"), Moment.text(ms: entry.time), "time")
            report.fact(tell("block", zh: "区块"), entry.height.value, "block")
        }
        report.fact(tell("as of block", zh: "截至区块"), found.seal.height.value, "asOf")
        report.json.append("present", .bool(found.value != nil))
        output.print(report)
    }
}
