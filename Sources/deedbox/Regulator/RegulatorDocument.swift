import ArgumentParser
import Rulebook
import Signing

/// `deedbox regulator document`: which uses have shown a document, as relying parties say it and the ledger proves it.
struct RegulatorDocument: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "document", abstract: DocumentWords.document, discussion: DocumentWords.documentExamples)
    }

    @Argument(help: ArgumentHelp(DocumentWords.record))
    var record: UInt64
    @Option(help: ArgumentHelp(DocumentWords.attestationFile, valueName: "file"))
    var attestation: String
    @Option(help: ArgumentHelp(DisclosureWords.ground, valueName: "word"))
    var ground: String
    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String
    @Option(help: ArgumentHelp(DisclosureWords.text, valueName: "text"))
    var text = ""
    @Option(help: ArgumentHelp(DisclosureWords.caseFile, valueName: "file"))
    var caseFile: String?
    @Option(help: ArgumentHelp(DocumentWords.desk, valueName: "url"))
    var desk: [String]
    @Option(help: ArgumentHelp(DocumentWords.traceGround, valueName: "word"))
    var traceGround: String?
    @OptionGroup var tracing: TraceOptions
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let ground = try DisclosureWords.parse(ground: ground)
        let grants = try tracing.grants()
        let traceGround = grants.isEmpty ? nil : try RegulatorWords.parse(traceGround ?? self.ground)
        guard let details = DisclosureDetails(caseNumber: caseNumber, fields: [], text: text) else {
            throw DisclosureWords.tooLong
        }
        let session = try await address.session()
        let run = DocumentRun(session: session, signer: try signer.open(), record: record)
        let leave = try await run.leave(
            try WholeFile.bytes(attestation, max: TagAttestation.maxByteCount), ground, details, journal: caseFile)
        var answers: [ToldUses] = []
        for url in desk { answers.append(try await run.ask(url, leave)) }
        var report = Report(DocumentWords.headline(record, answers))
        report.fact(tell("issuer", zh: "签发机构"), leave.issuer.text, "issuer")
        report.fact(tell("disclosure", zh: "披露声明"), "\(leave.statement)", "disclosure")
        report.fact(tell("kept in", zh: "保存于"), leave.journal, "kept")
        DocumentTimeline(answers).add(to: &report)
        try await tracing.run(
            grants, traceGround, caseNumber: caseNumber, by: run.signer, signer.passphrases, session, into: &report)
        report.meaning = DocumentWords.meaning
        report.next = DocumentWords.next(answers)
        output.print(report)
        guard !answers.contains(where: \.isUnheard) else { throw ExitCode(ExitStatus.failed.rawValue) }
        guard answers.allSatisfy(\.isWhole) else { throw ExitCode(ExitStatus.no.rawValue) }
    }
}

/// The uses that desks have told, by block, and which desks could not be heard.
private struct DocumentTimeline {
    let answers: [ToldUses]

    init(_ answers: [ToldUses]) { self.answers = answers }

    func add(to report: inout Report) {
        let lines = answers.flatMap { answer in answer.uses.map { (party: answer.party?.text ?? "", use: $0) } }
            .sorted { ($0.use.height, $0.party, $0.use.index) < ($1.use.height, $1.party, $1.use.index) }
        report.body += TextTable.lines(
            lines.map { party, use in
                [
                    Moment.text(ms: use.time), "\(use.height)", party, "\(use.grant)", "\(use.index)",
                    DocumentWords.standing(use.standing),
                ]
            },
            head: [
                TableHeads.utc, TableHeads.block, TableHeads.party, TableHeads.grant, TableHeads.use, TableHeads.state,
            ])
        for (party, use) in lines {
            report.add(
                "uses",
                [
                    "party": .string(party), "grant": .string("\(use.grant)"),
                    "use": .integer(Int64(clamping: use.index)), "statement": .string(use.statement),
                    "height": .integer(Int64(clamping: use.height)), "time": .string(Moment.text(ms: use.time)),
                    "standing": .string(use.standing.rawValue),
                ])
        }
        for answer in answers {
            report.body.append("  " + DocumentWords.told(answer))
            report.add(
                "desks",
                [
                    "url": .string(answer.url), "party": answer.party.map { .string($0.text) } ?? .null,
                    "answer": .string(answer.word), "total": .integer(Int64(clamping: answer.total)),
                    "code": answer.code.map { .string($0) } ?? .null,
                ])
        }
        if lines.isEmpty { report.json.append("uses", .array([])) }
    }
}
