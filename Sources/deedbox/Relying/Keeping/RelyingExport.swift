import Accounts
import ArgumentParser
import RelyingApp
import Signing

/// `deedbox relying export`: a case for the party's own case system.
struct RelyingExport: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export", abstract: KeepingWords.export, discussion: KeepingWords.exportDiscussion)
    }

    @Argument(help: ArgumentHelp(KeepingWords.exportedCase, valueName: "case"))
    var caseNumber: String
    @Option(help: ArgumentHelp(KeepingWords.exportOut, valueName: "folder|file.tar"))
    var out: String
    @Option(help: ArgumentHelp(GrantWords.clerk))
    var clerk = "clerk"
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let export = try desk.open().export(caseNumber, by: Caller(name: clerk, roles: [.clerk], kind: .console))
        let count = try await out.hasSuffix(".tar") ? archive(export) : folder(export)
        var report = Report(KeepingWords.exported(caseNumber, out))
        report.fact(tell("files", zh: "文件数"), UInt64(count), "files")
        report.json.append("out", .string(out))
        report.meaning = KeepingWords.exportMeaning
        output.print(report)
    }

    /// One file; one that breaks off is taken away again.
    private func archive(_ export: CaseExport) async throws -> Int {
        try Folder.create(Folder.of(out))
        let file = try OpenedFile(out, .creating(mode: 0o600))
        do {
            let count = try await export.writeArchive { try file.write($0) }
            try file.sync()
            try Folder.sync(of: out)
            return count
        } catch {
            try? Folder.remove(out)
            throw error
        }
    }

    /// The manifest comes last: a folder without it is not whole.
    private func folder(_ export: CaseExport) async throws -> Int {
        guard !Folder.exists(out) else { throw KeepingWords.exists(out) }
        return try await export.write { file in
            try WholeFile.create(file.bytes, at: out + "/" + file.path, isSecret: true)
        }
    }
}
