import ArgumentParser
import Evidence
import Printing
import Rulebook
import Signing

/// `deedbox evidence print`: a summary on paper, made from the file alone.
struct EvidencePrint: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "print", abstract: PrintWords.abstract, discussion: PrintWords.discussion)
    }

    @Argument(help: ArgumentHelp(PrintWords.file))
    var file: String
    @Option(help: ArgumentHelp(GenesisWords.trust, valueName: "genesis"))
    var trust: String
    @Option(help: ArgumentHelp(PrintWords.out, valueName: "file"))
    var out: String
    @Option(name: .customLong("as"), help: ArgumentHelp(PrintWords.party, valueName: "name"))
    var party: String?
    @Flag(help: ArgumentHelp(PrintWords.acceptMissing))
    var acceptMissing = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let party, Addressee(party) == nil { throw ValidationError(EvidenceWords.noAddressee(party)) }
    }

    func run() throws {
        let bytes = try WholeFile.bytes(file, max: EvidenceFile.maxByteCount)
        let evidence = try ProofFile.evidence(bytes, file)
        let network = try GenesisFile.network(trust)
        let summary: EvidenceSummary
        do throws(EpochError) {
            summary = try EvidenceSummary(
                evidence, digest: SHA256.digest(bytes), trusting: network, as: party.flatMap(Addressee.init))
        } catch { throw EpochFile.failure(error, of: evidence, network) }
        let pages: PrintedPages
        do throws(PrintingError) { pages = try summary.pdf() } catch { throw PrintWords.told(error) }
        guard pages.missing.isEmpty || acceptMissing else { throw PrintWords.missing(pages.missing) }
        try WholeFile.create(pages.bytes, at: out, isSecret: true)
        output.print(report(summary.verdict, pages))
    }

    private func report(_ verdict: Evidence.Verdict, _ pages: PrintedPages) -> Report {
        var report = Report(PrintWords.printed(pages.pageCount, out))
        report.json.append("out", .string(out))
        report.json.append("pages", .integer(Int64(pages.pageCount)))
        report.json.append("answer", .string(verdict.answer.rawValue))
        report.json.append("state", .string(verdict.state.rawValue))
        report.fact(tell("verdict", zh: "核验结果"), tell(verdict.state.words))
        for glyph in pages.missing {
            report.add("missing", ["character": .string(glyph.codePoint), "place": .string(glyph.place)])
        }
        if !pages.missing.isEmpty { report.fact(tell("no font has", zh: "缺少字形"), PrintWords.list(pages.missing)) }
        report.meaning = PrintWords.meaning
        return report
    }
}

/// Words of printing.
enum PrintWords {
    static var abstract: String { tell("Print a summary of evidence, as PDF.", zh: "把证据包摘要打印为 PDF。") }
    static var discussion: String {
        ConsoleWords.examples("deedbox evidence print evidence.json --trust genesis.cbor --out summary.pdf")
    }
    static var file: String { tell("The evidence file.", zh: "证据文件。") }
    static var party: String {
        tell("Who asks, if not the member that wrote it.", zh: "由谁核验，如非写出它的成员。")
    }
    static var out: String { tell("The PDF to be written.", zh: "要写入的 PDF 文件。") }
    static var acceptMissing: String {
        tell(
            "Print although no font has some characters: their code points stand in their places.",
            zh: "缺少字形时仍然打印：以码位代替所缺字符。")
    }
    static var meaning: String {
        tell(
            "It shows in the clear what was shown; its codes lead back to the file and the ledger, which alone prove.",
            zh: "其中有出示内容的明文；二维码指回证据文件与账本，证明力在二者本身。")
    }
    static func printed(_ count: Int, _ path: String) -> String {
        tell("\(counted(count, "page")) written to \(path)", zh: "已将 \(count) 页写入 \(path)")
    }

    /// At most so many are named.
    private static let mostNamed = 12

    static func list(_ missing: [MissingGlyph]) -> String {
        let named = missing.prefix(mostNamed).map(\.description).joined(separator: ", ")
        return missing.count > mostNamed ? named + tell(" and more", zh: " 等") : named
    }

    static func missing(_ missing: [MissingGlyph]) -> CommandError {
        .refused(
            "missing-glyphs",
            tell(
                "no font on this machine has \(list(missing)): the page would not say what the file says",
                zh: "本机字体缺少 \(list(missing))：打印出的内容会与文件不一致"),
            next: tell(
                "install a font that has them (fonts-noto-cjk, fonts-hanazono), or print their code points with "
                    + "--accept-missing",
                zh: "请安装含有这些字符的字体（fonts-noto-cjk、fonts-hanazono），或用 --accept-missing 以码位代替"))
    }

    static func told(_ error: PrintingError) -> CommandError {
        switch error {
        case .tooLong(let pages):
            .refused(
                "too-many-pages",
                tell("the summary would have more than \(pages) pages", zh: "摘要将超过 \(pages) 页"),
                next: tell("read it with deedbox verify", zh: "请用 deedbox verify 查看"))
        case .noFont:
            .failed(
                "no-font", tell("no font has letters and digits", zh: "没有任何字体含有字母和数字"),
                next: tell("install fonts-noto-cjk", zh: "请安装 fonts-noto-cjk"))
        }
    }
}
