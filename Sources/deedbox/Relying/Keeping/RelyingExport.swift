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
        let export = try await desk.open().export(
            caseNumber, by: Caller(name: clerk, roles: [.clerk], kind: .console))
        if out.hasSuffix(".tar") {
            try WholeFile.create(export.tar, at: out, isSecret: true)
        } else {
            guard !Folder.exists(out) else { throw KeepingWords.exists(out) }
            // The manifest comes last: a folder without it is not whole.
            for file in export.files.reversed() {
                try WholeFile.create(file.bytes, at: out + "/" + file.path, isSecret: true)
            }
        }
        var report = Report(KeepingWords.exported(caseNumber, out))
        report.fact(tell("files", zh: "文件数"), UInt64(export.files.count), "files")
        report.json.append("out", .string(out))
        report.meaning = KeepingWords.exportMeaning
        output.print(report)
    }
}
