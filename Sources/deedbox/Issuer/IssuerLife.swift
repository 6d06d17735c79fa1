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
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wanted = try stage.map { word in
            guard let stage = DocumentStage(word: word) else { throw IssuerWords.badStage(word) }
            return stage
        }
        let answer = try await desk.ask(staff, request) { desk, _ in
            let found = try desk.database.documents(
                run: run.map { RunID($0) }, stage: wanted,
                holder: holder.map { desk.holderIndex(kind: holderKind, number: $0) })
            return ["documents": .array(found.map(\.json))]
        }
        let found = answer.items("documents")
        var report = answer.report(tell("\(counted(found.count, "document"))", zh: "\(found.count) 份文档"))
        report.body = TextTable.lines(
            found.map { [$0["document"], $0["type"], $0["stage"], $0["state"], $0["record"]] })
        output.print(report)
    }

    /// A number of a person goes in a body, never into an address.
    private var request: DeskRequest {
        guard let holder else { return .get("documents", ["run": run.map { "\($0)" }, "stage": stage]) }
        return .post(
            "documents/find",
            [
                "kind": .string(holderKind), "number": .string(holder),
                "stage": stage.map { .string($0) } ?? .null, "run": run.map { .integer($0) } ?? .null,
            ])
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
        let change = try IssuingApp.StatusChange(state: state, reason: code, text: text, legalBasis: basis)
        let documents = try documents()
        let body: JSONValue = [
            "documents": .array(documents.map { .integer($0.value) }), "state": .string(state.word),
            "reason": .string(reason), "text": .string(text), "basis": .string(basis),
        ]
        let answer = try await desk.ask(staff, .post("status-changes", body)) { desk, caller in
            IssuerWords.json(of: try desk.propose(change, of: documents, by: caller))
        }
        output.print(IssuerWords.proposed(answer, desk))
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
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("runs")) { desk, _ in
            ["runs": .array(try desk.database.runs().map(\.json))]
        }
        let found = answer.items("runs")
        var report = answer.report(tell("\(counted(found.count, "import"))", zh: "\(found.count) 个批次"))
        report.body = TextTable.lines(
            [IssuerWords.batchColumns]
                + found.map { run in
                    [
                        run["run"], run["file"], run["type"], run["accepted"], run["faulty"], run["repeated"],
                        run["dry"] == "✓" ? tell("dry run", zh: "试运行") : "",
                    ]
                })
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
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("runs/\(number)")) { desk, _ in
            guard let run = try desk.database.run(RunID(number)) else { throw DeskRefusal.unknownRun(RunID(number)) }
            return try desk.report(of: run).json
        }
        output.print(IssuerWords.imported(answer, desk))
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
        let body: JSONValue = ["text": .string(text), "basis": .string(basis)]
        let answer = try await desk.ask(staff, .post("runs/\(number)/take-back", body)) { desk, caller in
            IssuerWords.json(
                of: try desk.proposeTakingBack(RunID(number), text: text, legalBasis: basis, by: caller))
        }
        output.print(IssuerWords.proposed(answer, desk))
    }
}
