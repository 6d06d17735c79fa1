import ArgumentParser
import Rulebook
import Sealing
import Signing

/// `deedbox key show`: what a key file says without its secret.
struct KeyShow: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: KeyWords.show,
            discussion: ConsoleWords.examples("deedbox key show police.key"))
    }

    @Argument(help: ArgumentHelp(KeyWords.file))
    var file: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        var report = try StoredKey.text(file).contains("\"\(SealingKeyFile.purpose)\"") ? sealing() : signing()
        report.json.append("file", .string(file))
        output.print(report)
    }

    private func signing() throws -> Report {
        let key = try StoredKey.file(file)
        var report = StoredKey.report(key, headline: file)
        if SampleKeys.contains(key.publicKey) { report.meaning = KeyWords.sampleMeaning }
        return report
    }

    private func sealing() throws -> Report {
        let key = try StoredKey.sealingFile(file)
        var report = StoredKey.report(key, headline: file)
        if SampleKeys.contains(key.publicKey.releaseKey) { report.meaning = KeyWords.sampleMeaning }
        return report
    }
}
