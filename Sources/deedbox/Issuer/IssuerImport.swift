import ArgumentParser
import Foundation
import Importing
import IssuingApp
import Rulebook
import Signing

/// `deedbox issuer import`: a file through the quality gate.
struct IssuerImport: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "import", abstract: IssuerWords.importAbstract)
    }

    /// Most bytes of a file that goes to a desk over HTTP.
    private static let maxSentByteCount = 44 << 20

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
        let map = try ReadableJSON.read(mapping) { (value) throws(JSONError) in try Mapping(readable: value) }
        switch try await desk.door(staff) {
        case .folder(let desk, let caller):
            if !dryRun { try await desk.checkMintable(map.type, map.typeVersion) }
            let bar = ProgressBar(isOn: !output.isJSON)
            defer { bar.clear() }
            let run = try desk.startImport(file, mapping: map, isDry: dryRun, report: report, by: caller) {
                progress, run in
                bar.update(
                    done: progress.bytes, total: progress.totalBytes ?? progress.bytes, items: Int(run.read),
                    tell("rows", zh: "行"))
            }
            bar.clear()
            output.print(IssuerWords.imported(DeskAnswer(try desk.report(of: run).json), self.desk))
            try desk.database.markTold(run.id, at: desk.second)
        case .address(let client): try await send(map, to: client)
        }
    }

    private func send(_ map: Mapping, to client: DeskClient) async throws {
        let bytes = try WholeFile.bytes(file, max: IssuerImport.maxSentByteCount)
        let body: JSONValue = [
            "name": .string(Folder.name(of: file)), "content": .string(Base64.encode(bytes)),
            "mapping": map.readable, "dry": .bool(dryRun),
        ]
        let answer = DeskAnswer(try await client.send(.post("runs", body)))
        if let report {
            let table = try await client.bytes(.get("runs/\(answer["run"])/faults"))
            try FileManager.default.createDirectory(atPath: report, withIntermediateDirectories: true)
            try WholeFile.create(table, at: report + "/faults.csv")
        }
        try await client.signOut()
        output.print(IssuerWords.imported(answer, desk))
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
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        switch try await desk.door(staff) {
        case .folder(let desk, _): try await Minting.run(desk, patience, output)
        case .address(let client): try await Minting.watch(client, patience, output)
        }
    }
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
        let desk = try desk.open()
        try desk.askAgainForPending()
        try await Minting.run(desk, patience, output)
    }
}

/// `deedbox issuer work`: how far everything is.
struct IssuerWork: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "work", abstract: IssuerWords.work)
    }

    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("work")) { desk, _ in try desk.workReport() }
        output.print(IssuerWords.work(answer))
    }
}

/// The desk's work from the command line.
enum Minting {
    /// Does it here. A desk that serves does it by itself, and this is refused.
    static func run(_ desk: Desk, _ patience: UInt64, _ output: OutputOptions) async throws {
        guard let lock = try MintingLock(desk.folder) else { throw IssuerWords.deskRuns }
        try desk.database.askAgainForHeldTypes()
        let bar = ProgressBar(isOn: !output.isJSON)
        let total = UInt64((try desk.database.stageCounts()).filter { !$0.key.isRecorded }.reduce(0) { $0 + $1.value })
        let start = Moment.now
        var told: Set<Bilingual> = []
        let turn = try await DeskWork(desk).runUntilIdle(patienceSeconds: patience) { turn in
            for wait in turn.waits where told.insert(wait.words).inserted {
                bar.clear()
                output.remark(IssuerWords.waits(wait, patience))
            }
            bar.update(
                done: min(UInt64(turn.delivered), total), total: total, items: turn.delivered,
                tell("documents", zh: "份"))
        }
        bar.clear()
        withExtendedLifetime(lock) {}
        output.print(try IssuerWords.worked(turn, desk, milliseconds: Moment.now - start))
    }

    /// Watches a desk that serves until nothing is on its way, or the patience is over.
    static func watch(_ client: DeskClient, _ patience: UInt64, _ output: OutputOptions) async throws {
        let end = Moment.now + patience * 1_000
        while true {
            let work = DeskAnswer(try await client.send(.get("work")))
            let stages = work.inner("stages")
            let held = work.items("held").reduce(0) { $0 + ($1.number("documents") ?? 0) }
            let open =
                (stages.number("bound") ?? 0) + (stages.number("signed") ?? 0) + (work.number("deliveries") ?? 0)
            if open <= held || Moment.now >= end {
                try await client.signOut()
                return output.print(IssuerWords.work(work))
            }
            try await Task.sleep(for: .milliseconds(500))
        }
    }
}
