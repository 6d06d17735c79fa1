import ArgumentParser
import Foundation
import Ledger
import NodeAPI
import NodeApp
import Rulebook
import Signing
import Storage

/// `deedbox ledger verify`: recomputes a stored ledger from its leaves alone.
struct LedgerVerify: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify", abstract: LedgerWords.verify, discussion: LedgerWords.verifyDiscussion)
    }

    @Option(help: ArgumentHelp(NodeWords.data, valueName: "folder"))
    var data: String

    @Option(help: ArgumentHelp(GenesisWords.trust, valueName: "file"))
    var genesis: String

    @Flag(help: ArgumentHelp(LedgerWords.rebuild))
    var rebuildIndex = false

    @Flag(help: ArgumentHelp(LedgerWords.salvage))
    var salvageIntake = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let network = try GenesisFile.network(genesis)
        let start = ContinuousClock.now
        var line = ProgressLine(isShown: !output.isJSON)
        let audit = LedgerAudit(of: data, for: network)
        let salvage: IntakeSalvage?
        let found: AuditReport
        do {
            salvage = salvageIntake ? try audit.salvageIntake() : nil
            found = try audit.run(rebuildsIndex: rebuildIndex) { done, all in line.show(done, of: all) }
        } catch {
            line.end()
            throw isUnchecked(error) ? LedgerWords.notAudited("\(error)") : LedgerWords.auditFailed("\(error)")
        }
        line.end()
        var report = report(found, seconds: start.duration(to: .now).seconds)
        if let salvage { add(salvage, to: &report) }
        output.print(report)
    }

    /// True when the error says nothing about the ledger: it is not the one of this genesis, or what was signed is
    /// not known.
    private func isUnchecked(_ error: any Error) -> Bool {
        if case NodeStartError.otherGenesis = error { return true }
        return error is CouldNotCheck || !Folder.exists(data + "/guard")
    }

    private func add(_ salvage: IntakeSalvage, to report: inout Report) {
        report.fact(tell("submissions saved", zh: "已挽回的提交"), UInt64(salvage.saved.count), "salvaged")
        for lost in salvage.lost { report.fact(tell("not saved", zh: "未能挽回"), LedgerWords.lost(lost.file, lost.fact)) }
        report.json.append("lost", .array(salvage.lost.map { .string($0.description) }))
    }

    private func report(_ found: AuditReport, seconds: Double) -> Report {
        var report = Report(LedgerWords.audited(data))
        report.fact(tell("blocks", zh: "区块"), "\(found.height)")
        report.fact(tell("leaves", zh: "条目"), "\(found.head.size)")
        report.fact(tell("statements", zh: "声明"), "\(found.statements)")
        report.fact(tell("documents", zh: "文档记录"), "\(found.records)")
        report.fact(tell("root", zh: "日志根"), found.head.root.hex, "root")
        report.fact(tell("state root", zh: "状态根"), found.stateRoot.hex, "stateRoot")
        report.fact(tell("signed to", zh: "已签至区块"), found.signed.map { "\($0)" } ?? "—")
        if found.unfinished > 0 { report.fact(tell("unfinished", zh: "未完成"), LedgerWords.unfinished(found.unfinished)) }
        if found.rebuiltIndex { report.fact(tell("index", zh: "索引"), LedgerWords.rebuilt) }
        report.fact(tell("time", zh: "用时"), seconds.shown(2) + " s")
        report.meaning = LedgerWords.auditedMeaning
        report.json.append("blocks", .integer(Int64(found.height.value)))
        report.json.append("leaves", .integer(Int64(found.head.size)))
        report.json.append("statements", .integer(Int64(found.statements)))
        report.json.append("records", .integer(Int64(found.records)))
        report.json.append("unfinished", .integer(Int64(found.unfinished)))
        report.json.append("rebuiltIndex", .bool(found.rebuiltIndex))
        return report
    }
}

/// One line that counts on a terminal, and nothing elsewhere.
struct ProgressLine {
    let isOnTerminal = isatty(STDERR_FILENO) == 1
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var wasShown = false

    init(isShown: Bool) { self.isShown = isShown && isOnTerminal }

    mutating func show(_ done: UInt64, of all: UInt64) {
        guard isShown, last.duration(to: .now) > .milliseconds(100) else { return }
        last = .now
        wasShown = true
        let rate = Double(done) / max(0.001, start.duration(to: .now).seconds)
        let left = Double(all - min(done, all)) / max(1, rate)
        Console.err("\r\(done) / \(all)  \(rate.shown(0))/s  \(left.shown(0)) s \u{1b}[K")
    }

    func end() { if wasShown { Console.err("\r\u{1b}[K") } }
}
