import ArgumentParser
import Rulebook
import Signing

/// `deedbox regulator party`: everything that the ledger tells of one party, proven by its leaves.
struct RegulatorParty: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "party", abstract: ReportWords.party, discussion: ReportWords.partyExamples)
    }

    @Argument(help: ArgumentHelp(ReportWords.partyName))
    var party: String
    @Option(help: ArgumentHelp(ReportWords.scene, valueName: "code"))
    var scene: String?
    @Option(help: ArgumentHelp(RegulatorWords.ground, valueName: "word"))
    var ground: String?
    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String?
    @OptionGroup var tracing: TraceOptions
    @OptionGroup var options: ReportOptions
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let id = MemberID(party) else { throw NodeWords.badMember(party) }
        let code = try scene.map { text in
            guard let code = SceneCode(text) else { throw ReportWords.badScene(text) }
            return code
        }
        let grants = try tracing.grants()
        let file = try options.file(passphrases)
        let session = try await address.session()
        guard try await StateQuestion<Member>(kind: .member, key: .member(id)).ask(session).value != nil else {
            throw ReportWords.noSuchMember(id)
        }
        var reading = PartyReading(of: id, origin: session.network.origin, period: try options.period(), scene: code)
        let final = try await LogCopy(session: session, folder: options.log).blocks { try reading.take($0) }
        if let code, !reading.hasDeclared(code) { throw ReportWords.noSuchScene(code, of: id) }
        var report = Report(ReportWords.partyHeadline(party, reading.lines.count))
        for kind in PartyReading.Kind.allCases {
            report.fact(ReportWords.kind(kind), "\(reading.totals[kind] ?? 0)")
        }
        ReportOptions.add(final, to: &report)
        report.body += TextTable.lines(
            reading.table,
            head: [
                tell("time (UTC+8)", zh: "时间（UTC+8）"), TableHeads.block, tell("what", zh: "事项"), TableHeads.use,
                tell("scene or ground", zh: "场景或依据"), TableHeads.grant,
            ])
        let content: JSONObject = [
            "kind": "party", "party": .string(party), "period": options.json,
            "scene": scene.map { .string($0) } ?? .null, "totals": reading.totalsJSON, "scenes": reading.scenesJSON,
            "lines": .array(reading.lines.map { .object($0) }),
        ]
        for member in content.members { report.json.append(member.name, member.value) }
        if let file {
            try file.write(content, asOf: final, origin: session.network.origin)
            report.fact(tell("report", zh: "报告"), file.path, "report")
        }
        if !grants.isEmpty {
            guard let ground, let caseNumber, let key = options.key else { throw ReportWords.traceNeeds }
            let (signer, name) = try StoredKey.key(key, for: .statement, passphrases)
            guard let member = MemberID(options.member ?? name) else { throw NodeWords.badMember(name) }
            try await tracing.run(
                grants, try RegulatorWords.parse(ground), caseNumber: caseNumber, by: (signer, member), passphrases,
                session, log: options.log, into: &report)
        }
        report.meaning = ReportWords.partyMeaning
        output.print(report)
    }
}

extension PartyReading {
    /// The lines for people.
    fileprivate var table: [[String]] {
        /// As the days of the period are counted.
        func chinaTime(_ text: String) -> String {
            guard let time = UTCTime("\(text.prefix(19))Z") else { return text }
            let there = UTCTime(seconds: time.seconds + ReportPeriod.offset).description
            return String(there.prefix(19)).replacing("T", with: " ")
        }
        return lines.map { line in
            func text(_ name: String) -> String {
                if case .string(let text)? = line[name] { return text }
                if case .integer(let number)? = line[name] { return "\(number)" }
                return ""
            }
            let scene = text("scene").isEmpty ? text("ground") : text("scene") + "/" + text("profile")
            let kind = Kind(rawValue: text("kind")).map { ReportWords.kind($0) } ?? ""
            return [chinaTime(text("time")), text("height"), kind, text("use"), scene, text("grant")]
        }
    }
}
