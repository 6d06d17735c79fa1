import ArgumentParser
import IssuingApp
import Rulebook
import Signing

/// `deedbox issuer copy-check`: whether a file is the page image that a document binds.
struct IssuerCopyCheck: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "copy-check", abstract: LookUpWords.copyCheck, discussion: LookUpWords.copyExamples)
    }

    @Argument(help: ArgumentHelp(LookUpWords.file))
    var file: String
    @Option(help: ArgumentHelp(IssuerWords.document, valueName: "number"))
    var document: Int64?
    @Option(help: ArgumentHelp(TypeWords.code, valueName: "code"))
    var type: String?
    @Option(help: ArgumentHelp(LookUpWords.by, valueName: "path"))
    var by: String?
    @Option(help: ArgumentHelp(LookUpWords.value, valueName: "text"))
    var value: String?
    @Option(help: ArgumentHelp(LookUpWords.clerk, valueName: "text"))
    var clerk: String?
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let bytes = try WholeFile.bytes(file, max: Desk.maxCopyByteCount)
        let reference = try reference()
        let body: JSONValue = [
            "content": .string(Base64.encode(bytes)), "document": document.map { .integer($0) } ?? .null,
            "type": type.map { .string($0) } ?? .null, "path": by.map { .string($0) } ?? .null,
            "value": value.map { .string($0) } ?? .null, "clerk": clerk.map { .string($0) } ?? .null,
        ]
        let answer = try await desk.ask(staff, .post("copy-checks", body)) { desk, caller in
            try desk.checkCopy(bytes, of: reference, clerk: clerk, by: caller).json
        }
        var report = answer.report(LookUpWords.copy(answer))
        if answer["result"] == "same" {
            report.fact(tell("document", zh: "文档"), LookUpWords.standing(answer["standing"]))
        }
        output.print(report)
    }

    private func reference() throws -> CopyReference? {
        switch (document, type, by, value) {
        case (nil, nil, nil, nil): return nil
        case (let document?, nil, nil, nil): return .document(DocumentID(document))
        case (nil, let type?, let path?, let value?):
            return .number(try TypeWords.parse(type), path: path, value: value)
        case _: throw LookUpWords.badReference
        }
    }
}
