import ArgumentParser
import Rulebook
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
        let key = try StoredKey.file(file)
        var report = StoredKey.report(key, headline: file)
        report.json.append("file", .string(file))
        if SampleKeys.contains(key.publicKey) { report.meaning = KeyWords.sampleMeaning }
        output.print(report)
    }
}
