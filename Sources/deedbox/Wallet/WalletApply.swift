import ArgumentParser
import Credentials
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet apply`: asks an issuer for a document that nobody offered.
struct WalletApply: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "apply", abstract: WalletApplyWords.apply, discussion: WalletApplyWords.discussion)
    }

    @Option(help: ArgumentHelp(WalletApplyWords.issuer, valueName: "url"))
    var issuer: String
    @Option(help: ArgumentHelp(WalletApplyWords.type, valueName: "code"))
    var type: String
    @Option(help: ArgumentHelp(WalletWords.identity, valueName: "file"))
    var identity: String
    @Option(help: ArgumentHelp(WalletApplyWords.text, valueName: "text"))
    var text: String?
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...HolderApplication.maxWordsByteCount).contains(text?.utf8.count ?? 1) else {
            throw ValidationError(WalletApplyWords.textLimit)
        }
    }

    func run() async throws {
        let wallet = try options.open()
        let holder = try ReadableJSON.read(identity) { (value) throws(JSONError) in
            try HolderIdentity(readable: value)
        }
        let ledger = try await wallet.reach(options.node)
        let form = try await ClaimClient().applicationForm(issuer, type)
        output.remark(WalletApplyWords.told(form))
        let outcomes = try await wallet.apply(form, identity: holder, words: text, ledger)
        try WalletClaimWords.throwIfSingle(outcomes, options)
        guard let application = try wallet.applications().last else { return }
        var report = Report(WalletApplyWords.applied(application))
        report.fact(tell("application", zh: "申请"), UInt64(clamping: application.id), "application")
        report.fact(tell("answer due", zh: "答复期限"), Moment.text(ms: application.due * 1_000), "due")
        report.json.append("state", .string(application.state.rawValue))
        report.next = "deedbox wallet applications " + options.words
        output.print(report)
    }
}

/// `deedbox wallet applications`: how each application stands.
struct WalletApplications: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "applications", abstract: WalletApplyWords.applications,
            discussion: WalletApplyWords.applicationsDiscussion)
    }

    @Flag(help: ArgumentHelp(WalletWords.offline))
    var offline = false
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        var stopped: [ClaimOutcome] = []
        if !offline, try wallet.applications().contains(where: { $0.state == .waiting }) {
            stopped = try await wallet.resumeClaims(try await wallet.reach(options.node)).filter(\.isStopped)
        }
        let applications = try wallet.applications()
        var report = Report(WalletApplyWords.count(applications))
        for application in applications {
            report.body += WalletApplyWords.lines(application)
            report.add("applications", WalletApplyWords.json(application))
        }
        for outcome in stopped { WalletClaimWords.add(outcome, to: &report, options) }
        output.print(report)
        guard stopped.isEmpty else { throw ExitCode(ExitStatus.failed.rawValue) }
    }
}

/// Words about applications.
enum WalletApplyWords {
    static var apply: String { tell("Apply for a document at an issuer.", zh: "向签发机构申请文档（申请返还）。") }
    static var discussion: String {
        tell(
            "No offer is needed. The wallet shows the registrar's binding and signs with the key that is bound, so a "
                + "number alone opens nothing; name and number go to this issuer alone. A clerk answers: "
                + "`applications`, and every `receive`, ask for the answer.",
            zh: "不需要领取邀请。钱包出示实名核验方的绑定并用所绑定的密钥签名，仅凭号码什么也办不了；姓名和号码只发给该签发机构。"
                + "由经办人答复：applications 和每次 receive 都会询问结果。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox wallet apply --issuer http://127.0.0.1:7401 --type 11100000000013127D001 --identity me.json "
                    + "--data wallet --passphrase-file pass")
    }
    static var issuer: String { tell("The issuing desk's address.", zh: "签发台地址。") }
    static var type: String { tell("The code of the type that is applied for.", zh: "所申请的类型代码。") }
    static var text: String { tell("What the clerk should know.", zh: "给经办人的说明。") }
    static var textLimit: String {
        tell(
            "--text has 1 to \(HolderApplication.maxWordsByteCount) bytes",
            zh: "--text 为 1 至 \(HolderApplication.maxWordsByteCount) 字节")
    }
    static var applications: String { tell("Show applications and their answers.", zh: "查看申请及答复。") }
    static var applicationsDiscussion: String {
        tell(
            "Issuers of which an application waits are asked for their answer first; what was granted is checked and "
                + "kept, what was refused comes with its reason.",
            zh: "先向有申请待答复的签发机构询问；同意的经核验后保存，不予签发的附理由。")
    }

    static func told(_ form: ApplicationForm) -> String {
        tell(
            "\(form.issuer) is told your name and number: \(form.kind.title.en)",
            zh: "将把您的姓名和号码告知 \(form.issuer)：\(form.kind.title.zh)")
    }

    static func applied(_ application: ApplicationView) -> String {
        tell("Applied for: ", zh: "已申请：") + tell(application.title)
    }

    static func count(_ applications: [ApplicationView]) -> String {
        let waiting = applications.filter { $0.state == .waiting }.count
        return tell(
            "\(counted(applications.count, "application")), \(waiting) waiting",
            zh: "\(applications.count) 件申请，\(waiting) 件待答复")
    }

    /// What waits, in a line of `list`; nil when nothing does.
    static func waiting(_ applications: [ApplicationView]) -> String? {
        let waiting = applications.filter { $0.state == .waiting }.count
        guard waiting > 0 else { return nil }
        return tell(
            "\(waiting) applications wait for an answer: deedbox wallet applications",
            zh: "\(waiting) 件申请待答复：deedbox wallet applications")
    }

    static func lines(_ application: ApplicationView) -> [String] {
        let head = "  \(application.id)  " + tell(application.title) + "  \(application.issuer)  "
        return [head + stands(application)] + (application.reason.map { ["     " + tell($0)] } ?? [])
    }

    private static func stands(_ application: ApplicationView) -> String {
        let time = application.answered.map { Moment.text(ms: $0 * 1_000) } ?? ""
        switch application.state {
        case .waiting:
            let due = Moment.text(ms: application.due * 1_000)
            return tell("waits, answer due \(due)", zh: "待答复，期限 \(due)")
        case .granted:
            let numbers = application.documents.map(String.init).joined(separator: ", ")
            return tell("granted \(time): document \(numbers)", zh: "\(time) 已签发：第 \(numbers) 号文档")
        case .refused: return tell("refused \(time)", zh: "\(time) 不予签发")
        }
    }

    static func json(_ application: ApplicationView) -> JSONValue {
        [
            "application": .integer(application.id), "issuer": .string(application.issuer),
            "type": .string(application.type), "title": .string(tell(application.title)),
            "words": application.words.map { .string($0) } ?? .null,
            "applied": .string(Moment.text(ms: application.applied)),
            "due": .string(Moment.text(ms: application.due * 1_000)),
            "state": .string(application.state.rawValue),
            "answered": application.answered.map { .string(Moment.text(ms: $0 * 1_000)) } ?? .null,
            "reason": application.reason.map { .string(tell($0)) } ?? .null,
            "documents": .array(application.documents.map { .integer($0) }),
        ]
    }
}
