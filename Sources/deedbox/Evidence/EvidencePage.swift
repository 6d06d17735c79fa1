import ArgumentParser
import Pages
import Signing

/// `deedbox evidence page`: the page that checks evidence in a browser, as a file.
struct EvidencePage: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "page",
            abstract: tell(
                "Write the page that checks evidence in a browser, without network.", zh: "写出可在浏览器中离线核验证据的网页。"))
    }

    @Option(help: ArgumentHelp(tell("The file to write.", zh: "写入的文件。"), valueName: "file"))
    var out: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let bytes = Array(VerifierPage.current.html.utf8)
        try WholeFile.create(bytes, at: out)
        var report = Report(tell("the verifier page was written", zh: "已写出核验网页"))
        report.fact(tell("file", zh: "文件"), out, "file")
        report.fact("SHA-256", SHA256.digest(bytes).hex, "digest")
        report.next = tell(
            "open it in a browser, and give it an evidence file and your genesis", zh: "用浏览器打开它，选择证据文件和您的创世文件")
        output.print(report)
    }
}
