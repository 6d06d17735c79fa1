import ArgumentParser
import Printing

/// `--qr`: the link that a command tells, as a code that a phone reads.
struct LinkCodeOptions: ParsableArguments {
    @Option(name: .customLong("qr"), help: ArgumentHelp(LinkCodeWords.option, valueName: "file"))
    var path: String?

    private var isForTerminal: Bool { path == "-" }

    func validate() throws {
        guard let path, !isForTerminal else { return }
        guard path.hasSuffix(".png") || path.hasSuffix(".svg") else {
            throw ValidationError(LinkCodeWords.otherKind(path))
        }
    }

    /// Prints what a command has to say of a link, and its code where it was asked for: a link is told even when its
    /// code cannot be written.
    func print(_ report: Report, link: String, _ output: OutputOptions) throws {
        var report = report
        let isShown = isForTerminal || path == nil && !output.isJSON && Terminal.isOutput
        do {
            if let path, !isForTerminal { try write(link, at: path, into: &report) }
            output.print(report)
        } catch {
            output.print(report)
            throw error
        }
        guard isShown else { return }
        let code: QRCode
        do throws(QRCodeError) { code = try QRCode(link) } catch {
            guard path == nil else { throw LinkCodeWords.told(error) }
            return
        }
        // Programs read the standard output.
        if output.isJSON { Console.err(code.terminal) } else { Console.out(code.terminal) }
    }

    private func write(_ link: String, at path: String, into report: inout Report) throws {
        let code: QRCode
        do throws(QRCodeError) { code = try QRCode(link) } catch { throw LinkCodeWords.told(error) }
        try WholeFile.create(path.hasSuffix(".png") ? code.png() : Array(code.svg.utf8), at: path, isSecret: true)
        report.fact(tell("code", zh: "二维码"), path, "qr")
    }
}

/// Words of codes.
enum LinkCodeWords {
    static var option: String {
        tell(
            "Write the link as a QR code: FILE.png, FILE.svg, or - for the terminal.",
            zh: "把链接写成二维码：文件名.png、文件名.svg，或用 - 显示在终端。")
    }
    static func otherKind(_ path: String) -> String {
        tell("--qr writes .png or .svg, or - shows it: \(path)", zh: "--qr 只写 .png 或 .svg，或用 - 显示：\(path)")
    }
    static func told(_ error: QRCodeError) -> CommandError {
        switch error {
        case .empty, .nul:
            .refused("no-code", tell("this link has no code", zh: "该链接不能制成二维码"))
        case .tooLong(let count, let version):
            .refused(
                "link-too-long",
                tell(
                    "the link has \(count) bytes, more than a code of version \(version) holds: "
                        + "phones would not read it",
                    zh: "链接有 \(count) 字节，超出 \(version) 版二维码的容量，手机难以识读"),
                next: tell("give the desk a shorter --url, or send the link", zh: "请为服务台设置更短的 --url，或直接发送链接"))
        }
    }
}
