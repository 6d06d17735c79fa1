import ArgumentParser
import RelyingApp
import Rulebook
import Signing

/// `relying scene agreement`: notes until when the agreement behind a scene lasts.
struct RelyingSceneAgreement: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "agreement", abstract: RelyingWords.agreement)
    }

    @Argument(help: ArgumentHelp(SceneWords.code))
    var code: String
    @Option(help: ArgumentHelp(RelyingWords.agreementUntil, valueName: "date"))
    var until: String?
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let scene = SceneCode(code) else { throw SceneWords.badCode(code) }
        var end: AgreementEnd?
        if let until {
            guard let read = AgreementEnd(until) else { throw RelyingWords.badDate(until) }
            end = read
        }
        try await desk.open().setAgreement(scene, end)
        var report = Report(RelyingWords.agreementNoted(code, end))
        report.json.append("scene", .string(code))
        report.json.append("until", end.map { .string($0.description) } ?? .null)
        output.print(report)
    }
}

extension RelyingWords {
    static var agreement: String {
        tell("Note until when the agreement behind a scene lasts.", zh: "登记场景所依据的协议何时到期。")
    }
    static var agreementUntil: String {
        tell(
            "Its last day, such as 2027-06-30 (Beijing time); left out: no end.",
            zh: "最后一天，如 2027-06-30（北京时间）；不写则没有到期日。")
    }
    static func agreementNoted(_ code: String, _ end: AgreementEnd?) -> String {
        guard let end else { return tell("The agreement of \(code) has no end", zh: "\(code) 的协议没有到期日") }
        return tell("The agreement of \(code) lasts until \(end)", zh: "\(code) 的协议至 \(end) 到期")
    }
    /// How long it lasts, for a list: thirty days before its end it is warned of.
    static func agreement(_ end: AgreementEnd?, at second: UInt64) -> String {
        guard let end else { return "" }
        if end.isOver(at: second) { return tell("agreement ended \(end)", zh: "协议已于 \(end) 到期") }
        return end.endsSoon(at: second)
            ? tell("! agreement ends \(end)", zh: "！协议将于 \(end) 到期") : tell("agreement until \(end)", zh: "协议至 \(end)")
    }
    static func badDate(_ text: String) -> CommandError {
        .usage(
            tell("\"\(text)\" is no day", zh: "“\(text)”不是日期"),
            next: tell("write it as 2027-06-30", zh: "请写成 2027-06-30"))
    }
}
