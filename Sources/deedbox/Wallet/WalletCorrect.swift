import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet correct`: puts a document in dispute, and tells its issuer what is wrong.
struct WalletCorrect: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "correct", abstract: WalletCorrectionWords.correct,
            discussion: WalletCorrectionWords.discussion)
    }

    @Argument(help: ArgumentHelp(WalletWords.number))
    var document: Int64
    @Option(help: ArgumentHelp(WalletCorrectionWords.field, valueName: "path"))
    var field: [String] = []
    @Option(help: ArgumentHelp(WalletCorrectionWords.text, valueName: "text"))
    var text: String
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...4_000).contains(text.utf8.count), field.count <= 64 else {
            throw ValidationError(WalletCorrectionWords.limits)
        }
    }

    func run() async throws {
        let wallet = try options.open()
        let view = try await wallet.document(document, .away(WalletWords.wantedOffline))
        let known = Set(view.fields.map(\.path))
        if let unknown = field.first(where: { !known.contains($0) }) {
            throw WalletCorrectionWords.noSuchField(unknown, view)
        }
        let opened = try await wallet.correct(
            document, CorrectionClaim(paths: field, text: text), try await wallet.reach(options.node))
        var report = Report(WalletCorrectionWords.opened(view))
        report.fact(tell("since block", zh: "自区块"), opened.entry.height.value, "height")
        report.fact(tell("answer due", zh: "答复期限"), Moment.text(ms: opened.entry.due), "due")
        report.fact(
            tell("told the issuer", zh: "已告知机构"),
            opened.isTold ? ConsoleWords.yes : tell("not yet; every `receive` tries again", zh: "尚未；每次 receive 时重试"))
        report.json.append("document", .integer(document))
        report.json.append("isTold", .bool(opened.isTold))
        report.meaning = WalletCorrectionWords.openedMeaning
        output.print(report)
    }
}

/// Words about corrections.
enum WalletCorrectionWords {
    static var correct: String { tell("Say that a document is wrong.", zh: "对有误的文档提出更正。") }
    static var discussion: String {
        tell(
            "The ledger shows at once that the document is in dispute, by nobody's name. What is wrong goes to "
                + "the issuer alone, who must answer by the deadline.",
            zh: "账本立即显示该文档“有争议”，不显示任何人的姓名。具体内容只发给签发机构，机构须在期限内答复。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox wallet correct 3 --field KZ_MJ --text \"it has 93.5\" --data wallet --passphrase-file pass"
            )
    }
    static var field: String { tell("A field that is wrong; may stand several times.", zh: "有误的字段，可多次给出。") }
    static var text: String { tell("What is wrong, and what would be right.", zh: "哪里有误，应为什么。") }
    static var limits: String {
        tell("--text has 1 to 4000 bytes, and at most 64 fields are named", zh: "--text 为 1 至 4000 字节，字段至多 64 个")
    }

    static func opened(_ view: DocumentView) -> String {
        tell("In dispute: ", zh: "有争议：") + tell(view.title)
    }
    static var openedMeaning: String {
        tell(
            "Whoever checks the document sees that it is in dispute; it stays in force until the answer.",
            zh: "任何核验该文档的人都会看到其有争议；答复之前仍然有效。")
    }

    /// What stands beside the status.
    static func mark(_ entry: CorrectionEntry) -> String {
        let due = Moment.text(ms: entry.due)
        guard let answer = entry.answer else {
            return tell(
                "in dispute since block \(entry.height), answer due \(due)", zh: "自区块 \(entry.height) 起有争议，答复期限 \(due)")
        }
        return tell(
            "correction answered in block \(answer.height): \(answer.outcome.words.en)",
            zh: "更正已于区块 \(answer.height) 答复：\(answer.outcome.words.zh)")
    }

    static func noSuchField(_ path: String, _ view: DocumentView) -> CommandError {
        .refused(
            "no-such-field",
            tell("document \(view.held.id) has no field \(path)", zh: "第 \(view.held.id) 号文档没有字段 \(path)"),
            next: view.fields.map(\.path).joined(separator: ", "))
    }
}
