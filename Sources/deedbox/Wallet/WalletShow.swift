import ArgumentParser
import Credentials
import Ledger
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet show`: one document, what it says, and what each check says of it.
struct WalletShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: WalletWords.show)
    }

    @Argument(help: ArgumentHelp(WalletWords.number))
    var document: Int64
    @OptionGroup var options: WalletOptions
    @OptionGroup var offline: OfflineOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        let view = try await wallet.document(document, try await offline.ledger(wallet, options.node))
        var report = Report(WalletDocumentWords.headline(view), json: WalletDocumentWords.members(view))
        for field in view.fields {
            report.fact(tell(field.name), WalletDocumentWords.text(field.value))
            report.add(
                "fields", ["path": .string(field.path), "name": .string(tell(field.name)), "value": field.value])
        }
        report.fact(tell("issuer", zh: "签发机构"), WalletDocumentWords.issuer(view))
        report.fact(tell("data as of", zh: "数据时间"), view.claims.ledger.asOf)
        report.fact(tell("recorded as", zh: "账本记录"), WalletWords.leaf(view.held.record.value))
        for file in try wallet.files(of: document) {
            let isHere = try wallet.attachment(file.digest, of: document) != nil
            let why = try wallet.whyAway(file.digest, of: document)
            report.fact(tell("file", zh: "附件"), WalletFileWords.line(file, isHere: isHere, why))
            report.add("files", WalletFileWords.json(file, isHere: isHere, why))
        }
        report.body = TextTable.lines(
            view.findings.map { ["[" + $0.answer.word + "]", tell($0.name.words), tell($0.fact)] })
        if let notice = view.held.content.notice { report.fact(tell("the issuer says", zh: "机构附言"), notice) }
        report.meaning = WalletDocumentWords.meaning(view)
        output.print(report)
        guard view.answer == .yes else {
            throw ExitCode((view.answer == .no ? ExitStatus.no : .failed).rawValue)
        }
    }
}
