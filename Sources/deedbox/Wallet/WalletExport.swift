import ArgumentParser
import Credentials
import Ledger
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet export`: a document and its receipt as files, for programs that we did not write.
struct WalletExport: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export", abstract: WalletWords.export, discussion: WalletWords.exportDiscussion)
    }

    @Argument(help: ArgumentHelp(WalletWords.number))
    var document: Int64
    @Option(help: ArgumentHelp(WalletWords.exportOut, valueName: "prefix"))
    var out: String
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        let view = try await wallet.document(document, .away(WalletWords.wantedOffline))
        let receipt = try Receipt(decoding: view.held.content.receipt)
        let (credential, proof) = (out + ".sd-jwt", out + ".receipt")
        try WholeFile.create(Array(view.held.content.credential.utf8), at: credential, isSecret: true)
        try WholeFile.create(Array(receipt.text.utf8), at: proof)
        var report = Report(WalletWords.exported(view))
        report.fact(tell("document", zh: "文档"), credential, "credential")
        report.fact(tell("receipt of issue", zh: "签发回执"), proof, "receipt")
        // What was found when the document came: the wallet need not reach the ledger for an export.
        if let recorded = view.findings.first(where: { $0.name == .recorded }) {
            report.fact(
                tell("assurance", zh: "保证级别"), tell(recorded.fact.en, zh: recorded.fact.zh), "assurance")
        }
        for file in try wallet.files(of: document) {
            let path = out + "." + WalletWords.fileName(file.name)
            guard let bytes = try wallet.attachment(file.digest, of: document) else { continue }
            try WholeFile.create(bytes, at: path, isSecret: true)
            report.fact(tell("attachment", zh: "附件"), path)
            report.add("attachments", .string(path))
        }
        report.next = "deedbox verify \(proof) --trust \(options.data)/genesis.cbor"
        report.meaning = WalletWords.exportMeaning
        output.print(report)
    }
}
