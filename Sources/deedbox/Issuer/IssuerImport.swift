import ArgumentParser
import Foundation
import Importing
import IssuingApp
import Rulebook
import Signing

/// `deedbox issuer catalogue`: the types that the desk knows.
struct IssuerCatalogue: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "catalogue", abstract: IssuerWords.catalogue,
            subcommands: [CatalogueLoad.self, CatalogueList.self])
    }
}

/// `catalogue load`.
struct CatalogueLoad: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "load", abstract: IssuerWords.catalogueLoad)
    }

    @Argument(help: ArgumentHelp(IssuerWords.catalogueFiles))
    var files: [String]
    @OptionGroup var desk: DeskOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        var report = Report(tell("Loaded into the desk's catalogue", zh: "已载入签发台目录"))
        for file in files {
            let value = try ReadableJSON.read(file) { (value) throws(JSONError) in value }
            let isList = value.isCodeList
            if isList {
                let list = try CodeList(readable: value)
                try desk.load(list)
                report.add("lists", .string(list.name))
                report.fact(list.name, tell(list.title.en, zh: list.title.zh))
            } else {
                let type = try TypeDefinition(readable: value)
                try desk.load(type)
                report.add("types", .string(type.type.code.text))
                report.fact(type.type.code.text, "v\(type.version) " + tell(type.type.name.en, zh: type.type.name.zh))
            }
        }
        output.print(report)
    }
}

extension JSONValue {
    /// True for the readable form of a code list.
    fileprivate var isCodeList: Bool {
        guard case .object(let members) = self else { return false }
        return members["format"] == .string(CodeList.readableFormat)
    }
}

/// `catalogue list`.
struct CatalogueList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: IssuerWords.catalogueList)
    }

    @OptionGroup var desk: DeskOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        var report = Report(IssuerWords.catalogueList)
        let types = try desk.open().database.definitions()
        report.body = TextTable.lines(
            types.map {
                [
                    $0.type.code.text, "v\($0.version)", tell($0.type.name.en, zh: $0.type.name.zh),
                    "\($0.type.fields.count)",
                ]
            })
        for type in types {
            report.add(
                "types", ["code": .string(type.type.code.text), "version": .integer(Int64(clamping: type.version))])
        }
        output.print(report)
    }
}

/// `deedbox issuer import`: a file through the quality gate.
struct IssuerImport: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "import", abstract: IssuerWords.importAbstract)
    }

    @Argument(help: ArgumentHelp(IssuerWords.importFile))
    var file: String
    @Option(help: ArgumentHelp(IssuerWords.mapping, valueName: "file"))
    var mapping: String
    @Flag(help: ArgumentHelp(IssuerWords.dryRun))
    var dryRun = false
    @Option(help: ArgumentHelp(IssuerWords.report, valueName: "folder"))
    var report: String?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let caller = try staff.caller(of: desk)
        let map = try ReadableJSON.read(mapping) { (value) throws(JSONError) in try Mapping(readable: value) }
        let bar = ProgressBar(isOn: !output.isJSON)
        let run: StoredRun
        do {
            run = try desk.startImport(file, mapping: map, isDry: dryRun, report: report, by: caller) { progress, run in
                bar.update(
                    done: progress.bytes, total: progress.totalBytes ?? progress.bytes, items: Int(run.read),
                    tell("rows", zh: "行"))
            }
        } catch {
            bar.clear()
            throw error
        }
        bar.clear()
        output.print(try IssuerWords.report(desk.report(of: run)))
        try desk.database.markTold(run.id, at: desk.second)
    }
}

/// `deedbox issuer mint`: everything that can go on goes on, until nothing moves.
struct IssuerMint: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "mint", abstract: IssuerWords.mint)
    }

    @Option(help: ArgumentHelp(IssuerWords.patience, valueName: "seconds"))
    var patience: UInt64 = 60
    @OptionGroup var desk: DeskOptions
    @OptionGroup var output: OutputOptions

    func run() async throws { try await IssuerWork.run(desk, patience, output) }
}

/// `deedbox issuer push`: the same, asking again for holders who had no wallet.
struct IssuerPush: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "push", abstract: IssuerWords.push)
    }

    @Option(help: ArgumentHelp(IssuerWords.patience, valueName: "seconds"))
    var patience: UInt64 = 60
    @OptionGroup var desk: DeskOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try desk.open().askAgainForPending()
        try await IssuerWork.run(desk, patience, output)
    }
}

/// The desk's work from the command line.
enum IssuerWork {
    static func run(_ options: DeskOptions, _ patience: UInt64, _ output: OutputOptions) async throws {
        let desk = try options.open()
        guard let lock = MintingLock(desk.folder) else { throw IssuerWords.deskRuns }
        let bar = ProgressBar(isOn: !output.isJSON)
        let total = UInt64((try desk.database.stageCounts()).filter { !$0.key.isRecorded }.reduce(0) { $0 + $1.value })
        let start = Moment.now
        let turn = try await DeskWork(desk).runUntilIdle(patienceSeconds: patience) { turn in
            bar.update(
                done: min(UInt64(turn.delivered), total), total: total, items: turn.delivered,
                tell("documents", zh: "份"))
        }
        bar.clear()
        withExtendedLifetime(lock) {}
        output.print(try IssuerWords.worked(turn, desk, milliseconds: Moment.now - start))
    }
}
