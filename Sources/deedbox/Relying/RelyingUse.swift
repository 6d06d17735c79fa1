import Accounts
import ArgumentParser
import Evidence
import RelyingApp
import Rulebook
import Signing

/// `deedbox relying use`: takes one counted use and opens it.
struct RelyingUse: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "use", abstract: RelyingWords.use, discussion: RelyingWords.useExamples)
    }

    @Argument(help: ArgumentHelp(GrantWords.id))
    var grant: String
    @Option(help: ArgumentHelp(GrantWords.index))
    var index: UInt64?
    @Option(name: .customLong("case"), help: ArgumentHelp(RelyingWords.useCase, valueName: "number"))
    var caseNumber: String?
    @Option(help: ArgumentHelp(GrantWords.clerk))
    var clerk = "clerk"
    @Flag(help: ArgumentHelp(CounterWords.compared))
    var compared = false
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let id = try GrantWords.parse(grant)
        let use = try await use(
            UseOrder(grant: id, number: index, caseNumber: caseNumber, clerk: clerk), try desk.open())
        guard use.state == .opened else { throw RelyingWords.notOpened(use) }
        var report = Report(RelyingWords.used(use.number))
        report.describe(use)
        report.meaning = GrantWords.usedMeaning
        output.print(report)
        try RelyingWords.end(by: [use])
    }

    /// A clerk's use is held to what the counter asks of a clerk, and shown under his number.
    private func use(_ order: UseOrder, _ opened: RelyingDesk) async throws -> StoredUse {
        guard staff.isGiven else {
            guard !compared else { throw CounterWords.comparedNeedsStaff }
            return try await opened.use(order)
        }
        let caller = try staff.caller(in: opened.accounts, at: opened.second)
        try caller.must(.clerk)
        return try await opened.use(order, isCompared: compared, by: caller)
    }
}

/// `deedbox relying show`: what uses brought, and what can be said of it.
struct RelyingShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: RelyingWords.show, discussion: RelyingWords.showExamples)
    }

    @Argument(help: ArgumentHelp(RelyingWords.name))
    var name: String
    @Option(help: ArgumentHelp(RelyingWords.shownIndex))
    var index: UInt64?
    @Flag(help: ArgumentHelp(RelyingWords.again))
    var again = false
    @Flag(help: ArgumentHelp(RelyingWords.evidence))
    var evidence = false
    @Option(help: ArgumentHelp(RelyingWords.fault, valueName: "digest"))
    var fault: String?
    @Option(help: ArgumentHelp(RelyingWords.out, valueName: "file"))
    var out: String?
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open()
        let matters = try opened.matters(named: name)
        if let fault { return try write(fault, of: matters, opened) }
        if evidence { return try await writeEvidence(of: matters, opened) }
        var report = Report(RelyingWords.count(matters.count))
        var shown: [StoredUse] = []
        for matter in matters {
            var uses = matter.uses.filter(isMeant)
            if again {
                for (place, use) in uses.enumerated() { uses[place] = try await opened.judgeAgain(use) }
            }
            report.body += ["", RelyingWords.state(matter)]
            for use in uses {
                report.body += RelyingWords.lines(use) + RelyingWords.lines(now: try opened.standings(of: use))
                report.add("now", RelyingWords.json(now: try opened.standings(of: use), use))
            }
            for fault in matter.faults { report.body.append("  " + RelyingWords.line(fault)) }
            for passing in try matter.session.grant.map(opened.passings) ?? [] {
                report.body.append("  " + RelyingWords.line(passing))
                report.add("passings", passing.json)
            }
            report.add("requests", RelyingWords.json(matter, uses: uses))
            shown += uses
        }
        output.print(report)
        try RelyingWords.end(by: shown)
    }

    private func isMeant(_ use: StoredUse) -> Bool { index == nil || index == use.number }

    private func writeEvidence(of matters: [Matter], _ opened: RelyingDesk) async throws {
        guard let out else { throw RelyingWords.needsOut("--evidence") }
        let uses = matters.flatMap(\.uses).filter { $0.state == .opened && isMeant($0) }
        guard var use = uses.first, uses.count == 1 else { throw RelyingWords.notOneUse(uses.count) }
        if again { use = try await opened.judgeAgain(use) }
        try WholeFile.create(Array(try await opened.evidence(of: use).text.utf8), at: out, isSecret: true)
        var report = Report(RelyingWords.evidenceWritten(use.number, out))
        report.json.append("out", .string(out))
        report.json.append("use", .integer(Int64(clamping: use.number)))
        report.meaning = RelyingWords.evidenceMeaning
        report.next = "deedbox verify \(out) --trust \(RelyingFolder(desk.data).genesis)"
        output.print(report)
    }

    private func write(_ fault: String, of matters: [Matter], _ opened: RelyingDesk) throws {
        guard let out else { throw RelyingWords.needsOut("--fault") }
        for matter in matters {
            guard let evidence = try opened.evidence(ofFault: fault, in: matter) else { continue }
            try WholeFile.create(evidence, at: out, isSecret: true)
            var report = Report(RelyingWords.faultWritten(out))
            report.json.append("out", .string(out))
            report.meaning = RelyingWords.faultMeaning
            return output.print(report)
        }
        throw RelyingWords.noSuchFault(fault)
    }
}

extension Report {
    /// A use, its block and its verdict.
    mutating func describe(_ use: StoredUse) {
        json.append("use", RelyingWords.json(use))
        body += RelyingWords.lines(use)
    }
}
