import ArgumentParser
import Rulebook
import Signing

/// `deedbox genesis entry`: an operator's part of a genesis, signed by each of its keys.
struct GenesisEntry: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "entry", abstract: FoundingWords.entry, discussion: FoundingWords.entryDiscussion)
    }

    @Option(help: ArgumentHelp(FoundingWords.keys, valueName: "folder"))
    var keys: String

    @Option(help: ArgumentHelp(FoundingWords.ledger, valueName: "name"))
    var ledger: String

    @Option(help: ArgumentHelp(FoundingWords.member, valueName: "id"))
    var member: String?

    @Option(help: ArgumentHelp(FoundingWords.nameZh, valueName: "text"))
    var nameZh: String

    @Option(help: ArgumentHelp(FoundingWords.nameEn, valueName: "text"))
    var nameEn: String

    @Option(help: ArgumentHelp(FoundingWords.outEntry, valueName: "file"))
    var out: String

    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var output: OutputOptions

    func run() throws {
        let opened = try NodeKeyFiles.validator(keys, member, Bilingual(zh: nameZh, en: nameEn), passphrases)
        guard let entry = ValidatorEntry(opened.validator, for: ledger, keys: opened.keys) else {
            throw FoundingWords.wrongKeys(keys)
        }
        // What others would refuse is refused here.
        let text = entry.readable.pretty
        do throws(JSONError) { _ = try ValidatorEntry(readable: entry.readable) } catch {
            throw ConsoleWords.notJSON(out, "\(error)", page: FoundingWords.page)
        }
        try WholeFile.create(Array(text.utf8), at: out)
        var report = Report(FoundingWords.madeEntry(out))
        report.fact(tell("member", zh: "成员"), opened.validator.member.text, "member")
        report.fact(tell("ledger", zh: "账本"), ledger, "ledger")
        report.meaning = FoundingWords.entryMeaning
        report.next = FoundingWords.entryNext
        output.print(report)
    }
}
