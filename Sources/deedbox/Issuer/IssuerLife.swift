import Accounts
import ArgumentParser
import Foundation
import IssuingApp
import Rulebook
import Signing

/// `deedbox issuer documents`: what the desk has.
struct IssuerDocuments: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "documents", abstract: IssuerWords.documents)
    }

    @Option(help: ArgumentHelp(IssuerWords.run, valueName: "number"))
    var run: Int64?
    @Option(help: ArgumentHelp(IssuerWords.stage, valueName: "stage"))
    var stage: String?
    @Option(help: ArgumentHelp(IssuerWords.holder, valueName: "number"))
    var holder: String?
    @Option(help: ArgumentHelp(IssuerWords.holderKind, valueName: "code"))
    var holderKind = "111"
    @OptionGroup var desk: DeskOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let wanted = try stage.map { word in
            guard let stage = DocumentStage(word: word) else { throw IssuerWords.badStage(word) }
            return stage
        }
        let found = try desk.database.documents(
            run: run.map { RunID($0) }, stage: wanted,
            holder: holder.map { desk.holderIndex(kind: holderKind, number: $0) })
        var report = Report(tell("\(found.count) documents", zh: "\(found.count) 份文档"))
        report.body = TextTable.lines(
            found.map { document in
                [
                    "\(document.id)", document.type.text, document.stage.word, document.state.word,
                    document.record.map { "\($0)" } ?? "–",
                ]
            })
        for document in found { report.add("documents", document.json) }
        output.print(report)
    }
}

/// `deedbox issuer status`: revoke, suspend, reinstate.
struct IssuerStatus: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status", abstract: IssuerWords.statusAbstract, discussion: IssuerWords.reasons)
    }

    @Argument(help: ArgumentHelp(IssuerWords.verb))
    var verb: String
    @Option(help: ArgumentHelp(IssuerWords.document, valueName: "number"))
    var document: [Int64] = []
    @Option(help: ArgumentHelp(IssuerWords.documentsFile, valueName: "file"))
    var documentsFile: String?
    @Option(help: ArgumentHelp(IssuerWords.reason, valueName: "code"))
    var reason: String
    @Option(help: ArgumentHelp(IssuerWords.text, valueName: "text"))
    var text = ""
    @Option(help: ArgumentHelp(IssuerWords.basis, valueName: "text"))
    var basis: String
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let states: [String: DocumentState] = ["revoke": .revoked, "suspend": .suspended, "reinstate": .inForce]
        guard let state = states[verb] else { throw IssuerWords.badVerb(verb) }
        guard let code = ReasonCode(rawValue: reason) else { throw DeskRefusal.badReason(reason) }
        let desk = try desk.open()
        let change = try IssuingApp.StatusChange(state: state, reason: code, text: text, legalBasis: basis)
        let approval = try desk.propose(change, of: try documents(), by: try staff.caller(of: desk))
        output.print(IssuerWords.proposed(approval))
    }

    /// Those of the options, and those of a file with a number a line.
    private func documents() throws -> [DocumentID] {
        var ids = document.map { DocumentID($0) }
        guard let documentsFile else { return ids }
        let text = try WholeFile.text(documentsFile, max: 16 << 20)
        for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
            guard let id = DocumentID(String(line)) else { throw IssuerWords.badLine(documentsFile, number + 1) }
            ids.append(id)
        }
        return ids
    }
}

/// `deedbox issuer approve`: a second person decides.
struct IssuerApprove: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "approve", abstract: IssuerWords.approve)
    }

    @Argument(help: ArgumentHelp(IssuerWords.approval))
    var approval: Int64
    @Flag(help: ArgumentHelp(IssuerWords.reject))
    var reject = false
    @Option(help: ArgumentHelp(IssuerWords.remark, valueName: "text"))
    var remark = ""
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        try desk.decide(
            ApprovalID(approval), isApproved: !reject, remark: remark, by: try staff.caller(of: desk))
        var report = Report(reject ? tell("Rejected", zh: "已驳回") : tell("Approved", zh: "已批准"))
        report.json.append("approved", .bool(!reject))
        output.print(report)
    }
}

/// `deedbox issuer approvals`: what waits for a second person.
struct IssuerApprovals: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "approvals", abstract: IssuerWords.approvals)
    }

    @Flag(help: ArgumentHelp(IssuerWords.all))
    var all = false
    @OptionGroup var desk: DeskOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let found = try desk.database.approvals(isOpen: !all, at: desk.second)
        var report = Report(tell("\(found.count) proposals", zh: "\(found.count) 项待审"))
        report.body = TextTable.lines(found.map { ["\($0.id)", $0.proposal.kind, $0.proposer, $0.decider ?? "–"] })
        for item in found { report.add("approvals", item.json) }
        output.print(report)
    }
}

/// `deedbox issuer batches`: the runs, and taking a whole one back.
struct IssuerBatches: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "batches", abstract: IssuerWords.batches,
            subcommands: [BatchList.self, BatchShow.self, BatchTakeBack.self], defaultSubcommand: BatchList.self)
    }
}

/// `batches list`.
struct BatchList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: IssuerWords.batches)
    }

    @OptionGroup var desk: DeskOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let found = try desk.open().database.runs()
        var report = Report(tell("\(found.count) imports", zh: "\(found.count) 个批次"))
        report.body = TextTable.lines(
            found.map { ["\($0.id)", $0.file, $0.type.text, "\($0.accepted)", "\($0.faulty)", "\($0.repeated)"] })
        for run in found { report.add("runs", run.json) }
        output.print(report)
    }
}

/// `batches show`.
struct BatchShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: IssuerWords.batchShow)
    }

    @Argument(help: ArgumentHelp(IssuerWords.run))
    var number: Int64
    @OptionGroup var desk: DeskOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        guard let run = try desk.database.run(RunID(number)) else { throw DeskRefusal.unknownRun(RunID(number)) }
        output.print(try IssuerWords.report(desk.report(of: run)))
    }
}

/// `batches take-back`.
struct BatchTakeBack: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "take-back", abstract: IssuerWords.takeBack)
    }

    @Argument(help: ArgumentHelp(IssuerWords.run))
    var number: Int64
    @Option(help: ArgumentHelp(IssuerWords.text, valueName: "text"))
    var text = ""
    @Option(help: ArgumentHelp(IssuerWords.basis, valueName: "text"))
    var basis: String
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let approval = try desk.proposeTakingBack(
            RunID(number), text: text, legalBasis: basis, by: try staff.caller(of: desk))
        output.print(IssuerWords.proposed(approval))
    }
}
