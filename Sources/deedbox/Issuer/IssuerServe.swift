import Accounts
import ArgumentParser
import Foundation
import IssuingApp
import Logging
import Rulebook
import Signing

/// `deedbox issuer serve`: pages, API, claims, and the desk's work, until it is told to stop.
struct IssuerServe: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "serve", abstract: IssuerWords.serve)
    }

    @Option(help: ArgumentHelp(IssuerWords.host, valueName: "address"))
    var host = "127.0.0.1"
    @Flag(help: ArgumentHelp(IssuerWords.behindProxy))
    var behindProxy = false
    @Flag(help: ArgumentHelp(NodeWords.verbose))
    var verbose = false
    @OptionGroup var desk: DeskOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let isLoopback = host == "127.0.0.1" || host == "::1" || host == "localhost"
        guard isLoopback || behindProxy else { throw IssuerWords.notLoopback(host) }
        let desk = try desk.open()
        guard let lock = try MintingLock(desk.folder) else { throw IssuerWords.deskRuns }
        var logger = Logger(label: "deedbox.issuer") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .notice
        try await DeskServer(desk, host: host, logger: logger).run { [output] port in
            var report = Report(tell("The issuing desk is running", zh: "签发台已启动"))
            report.fact(tell("address", zh: "地址"), desk.configuration.url, "url")
            report.fact(tell("port", zh: "端口"), UInt64(port), "port")
            report.next = NodeWords.stopWith
            output.print(report)
        }
        withExtendedLifetime(lock) {}
    }
}

/// `deedbox issuer backup`: a copy of everything, as of one moment.
struct IssuerBackup: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "backup", abstract: IssuerWords.backup)
    }

    @Option(help: ArgumentHelp(IssuerWords.backupOut, valueName: "folder"))
    var out: String
    @OptionGroup var desk: DeskOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try desk.open().backUp(to: DeskFolder(out))
        var report = Report(tell("Copied", zh: "已备份"))
        report.fact(tell("folder", zh: "文件夹"), out, "out")
        report.meaning = IssuerWords.backupMeaning
        output.print(report)
    }
}

/// `deedbox issuer restore`: a desk from its backup and the ledger.
struct IssuerRestore: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "restore", abstract: IssuerWords.restore)
    }

    @Option(help: ArgumentHelp(IssuerWords.backupIn, valueName: "folder"))
    var from: String?
    @Option(help: ArgumentHelp(IssuerWords.resolve, valueName: "keep|revoke"))
    var resolve: String?
    @Option(help: ArgumentHelp(IssuerWords.text, valueName: "text"))
    var text = IssuerWords.restoredText
    @Option(help: ArgumentHelp(IssuerWords.basis, valueName: "text"))
    var basis = IssuerWords.restoredBasis
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        if let resolve, !["keep", "revoke"].contains(resolve) { throw IssuerWords.badResolve(resolve) }
        if let from { try DeskFolder(try desk.folder()).restore(from: DeskFolder(from)) }
        let desk = try desk.open()
        let found = try await desk.catchUp()
        let approval = try resolve.map { word in
            try desk.proposeForLost(
                isRevoking: word == "revoke", text: text, legalBasis: basis, by: try staff.caller(of: desk))
        }
        let lost = try desk.database.lostRecords()
        var report = Report(tell("Restored, and the ledger read up to now", zh: "已恢复，并读取账本至今"))
        report.fact(tell("found on the ledger", zh: "账本上补得"), UInt64(found), "found")
        report.fact(tell("records the backup does not know", zh: "备份中没有的记录"), UInt64(lost.count), "lost")
        if let approval {
            report.fact(tell("proposal", zh: "提议"), UInt64(approval.value), "approval")
            report.next = "deedbox issuer approve \(approval) --staff … --password-file … --code …"
        } else if !lost.isEmpty {
            report.next = IssuerWords.lostNext
        }
        output.print(report)
    }
}

/// `deedbox issuer audit`: the log, and whether it is whole.
struct IssuerAudit: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "audit", abstract: IssuerWords.audit)
    }

    @Option(help: ArgumentHelp(IssuerWords.after, valueName: "number"))
    var after: UInt64 = 0
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("audit", ["after": "\(after)"])) { desk, _ in
            try desk.auditReport(after: after)
        }
        let chain = answer.inner("chain")
        if let line = chain.number("broken") { throw IssuerWords.brokenAudit(line) }
        let count = chain["lines"]
        var report = answer.report(tell("The log is whole: \(count) lines", zh: "日志完整：\(count) 条"))
        report.fact(tell("head", zh: "链尾"), chain["head"], "head")
        report.body = TextTable.lines(
            answer.items("entries").map { line in
                [
                    line["number"], line.second("time"), line["actor"], line["action"], line["subject"], line["facts"],
                ]
            })
        output.print(report)
    }
}
