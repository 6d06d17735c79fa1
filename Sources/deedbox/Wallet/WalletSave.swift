import ArgumentParser
import Credentials
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet save`: a file that belongs to a document (PDF, OFD, photo), as it was sealed by its issuer.
struct WalletSave: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "save", abstract: WalletFileWords.save, discussion: WalletFileWords.saveDiscussion)
    }

    @Argument(help: ArgumentHelp(WalletWords.number))
    var document: Int64
    @Argument(help: ArgumentHelp(WalletFileWords.name))
    var name: String
    @Option(help: ArgumentHelp(WalletFileWords.out, valueName: "file"))
    var out: String
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let (file, bytes) = try options.open().file(name, of: document)
        try WholeFile.create(bytes, at: out, isSecret: true)
        var report = Report(WalletFileWords.saved(file))
        report.fact(tell("file", zh: "文件"), out, "file")
        report.fact("SHA-256", file.digest.hex, "sha256")
        report.meaning = WalletWords.exportMeaning
        output.print(report)
    }
}

/// Words about files that belong to documents.
enum WalletFileWords {
    static var save: String { tell("Write a document's file to the disk.", zh: "将文档的附件保存为文件。") }
    static var saveDiscussion: String {
        tell(
            "The document names its files by their SHA-256: what opens and is another file was never kept.",
            zh: "文档以 SHA-256 指明附件：打得开但不是那一份的，当初就不会保存。")
    }
    static var name: String { tell("The file's name, as `show` tells it.", zh: "附件名，见 show。") }
    static var out: String { tell("Where to write it; nothing is overwritten.", zh: "写到哪里；不会覆盖已有文件。") }

    static func saved(_ file: Attachment) -> String {
        tell("Saved: \(file.name), \(file.byteCount) bytes", zh: "已保存：\(file.name)，\(file.byteCount) 字节")
    }

    static func line(_ file: Attachment, isHere: Bool, _ why: AwayReason?) -> String {
        var here = isHere ? "" : tell("; not fetched yet", zh: "；尚未取到")
        if !isHere, let why { here += tell(": ", zh: "：") + tell(why.fact) }
        return "\(file.name)  \(file.mediaType), \(file.byteCount)" + tell(" bytes", zh: " 字节") + here
    }

    static func json(_ file: Attachment, isHere: Bool, _ why: AwayReason?) -> JSONValue {
        var object: JSONObject = [
            "name": .string(file.name), "mediaType": .string(file.mediaType), "sha256": .string(file.digest.hex),
            "size": .integer(Int64(clamping: file.byteCount)), "isHere": .bool(isHere),
        ]
        if !isHere, let why { object.append("away", json(why)) }
        return .object(object)
    }

    /// A file of a claimed document that did not come, and whether it is asked for again.
    static func away(_ file: AwayFile) -> String {
        let next =
            file.reason.isFinal
            ? tell("not asked for again; ask the issuing office", zh: "不再索取，请向经办机构询问")
            : tell("asked for again by `receive`", zh: "运行 receive 时会再次索取")
        let fact = tell(file.reason.fact)
        return tell(
            "document \(file.document) is kept without \(file.name): \(fact); \(next)",
            zh: "第 \(file.document) 号文档已保存，但缺少 \(file.name)：\(fact)；\(next)")
    }

    static func json(_ file: AwayFile) -> JSONValue {
        ["document": .integer(file.document), "name": .string(file.name), "away": json(file.reason)]
    }

    private static func json(_ reason: AwayReason) -> JSONValue {
        ["code": .string(reason.code), "fact": .string(tell(reason.fact)), "isFinal": .bool(reason.isFinal)]
    }
}
