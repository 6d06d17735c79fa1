import ArgumentParser
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet presentations`: plain requests of verifiers of any maker, and what was shown to them.
struct WalletPresentations: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "presentations", abstract: WalletPresentationWords.presentations,
            discussion: WalletPresentationWords.presentationsDiscussion)
    }

    @Flag(help: ArgumentHelp(WalletPresentationWords.all))
    var all = false
    @OptionGroup var options: WalletOptions
    @OptionGroup var offline: OfflineOption
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        let views = try await wallet.presentations(try await offline.ledger(wallet, options.node), all: all)
        var report = Report(WalletPresentationWords.count(views.count))
        for view in views {
            report.body += WalletPresentationWords.lines(view)
            report.add("presentations", .object(WalletPresentationWords.members(view)))
        }
        report.meaning = tell(PresentationView.warning)
        output.print(report)
    }
}

/// `deedbox wallet present`: answers a plain request.
struct WalletPresent: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "present", abstract: WalletPresentationWords.present,
            discussion: WalletPresentationWords.presentDiscussion)
    }

    @Argument(help: ArgumentHelp(WalletPresentationWords.number))
    var request: Int64
    @Option(help: ArgumentHelp(WalletGrantWords.with, valueName: "field"))
    var with: [String] = []
    @Option(help: ArgumentHelp(WalletGrantWords.without, valueName: "field"))
    var without: [String] = []
    @Option(help: ArgumentHelp(WalletGrantWords.document, valueName: "number"))
    var document: [Int64] = []
    @Flag(help: ArgumentHelp(WalletPresentationWords.refuse))
    var refuse = false
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        let ledger = try await wallet.reach(options.node)
        let wish = PresentingWish(with: Set(with), without: Set(without), documents: document)
        let answer =
            refuse
            ? try await wallet.refusePresentation(request) : try await wallet.present(request, wish, ledger)
        let view = try await wallet.presentation(request, .reached(ledger))
        var report = Report(
            WalletPresentationWords.answered(answer), json: WalletPresentationWords.members(view))
        report.body = WalletPresentationWords.lines(view)
        if let redirect = answer.redirect {
            report.fact(tell("the verifier asks to go on at", zh: "请求方请您继续访问"), redirect, "redirect")
        }
        report.meaning = answer.isRefusal ? nil : tell(PresentationView.warning)
        output.print(report)
    }
}

/// Words about plain requests.
enum WalletPresentationWords {
    static var presentations: String {
        tell("Show plain requests, and what was shown uncounted.", zh: "查看未计次请求和已出示的内容。")
    }
    static var presentationsDiscussion: String {
        tell(
            """
            Each document of the type that is asked for is held against the request, clause by clause: whether it is \
            there, has the field, has the value, is good today. What was shown stays in this list as uncounted; the \
            ledger knows nothing of it.
            """,
            zh: """
                逐项对照所请求类型的每份文档：是否持有、有无字段、值是否相符、是否仍有效。已出示的以“未计次”保留在此列表；账本上没有记录。
                """)
    }
    static var all: String { tell("Those that were answered, too.", zh: "包括已答复的。") }
    static var present: String { tell("Answer a plain request, uncounted.", zh: "答复未计次请求。") }
    static var presentDiscussion: String {
        tell(
            """
            Shows the least that answers, and more with --with. The answer is sealed to the key in the request and \
            signed for this verifier and this request alone. Run again, the same bytes are sent again.
            """,
            zh: """
                只出示足以答复的最少内容，可用 --with 增加。答复封存给请求中的密钥，且只为该请求方、该次请求签署。再次运行会发送相同内容。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox wallet requests \"openid4vp://?client_id=…&request_uri=…\" --data wallet "
                    + "--passphrase-file pass",
                "deedbox wallet present 1 --data wallet --passphrase-file pass",
                "deedbox wallet present 1 --refuse --data wallet --passphrase-file pass")
    }
    static var number: String {
        tell("The number, as `presentations` shows it.", zh: "编号，见 presentations。")
    }
    static var refuse: String { tell("Say no; nothing is shown.", zh: "拒绝；不出示任何内容。") }

    static func count(_ count: Int) -> String {
        tell(counted(count, "plain request"), zh: "\(count) 项未计次请求")
    }

    static func answered(_ answer: PresentedAnswer) -> String {
        answer.isRefusal
            ? tell("Refused; nothing was shown", zh: "已拒绝，未出示任何内容")
            : tell("Shown, uncounted", zh: "已出示（未计次）")
    }

    static func report(_ view: PresentationView, _ options: WalletOptions) -> Report {
        var report = Report(
            tell("! Plain request \(view.id), uncounted", zh: "！第 \(view.id) 号请求：未计次"), json: members(view))
        report.body = lines(view)
        report.meaning = tell(PresentationView.warning)
        if view.canAnswer { report.next = "deedbox wallet present \(view.id) " + options.words }
        return report
    }

    /// Everything that a holder should read before he answers.
    static func lines(_ view: PresentationView) -> [String] {
        var facts = [["\(view.id)", "! " + tell("uncounted", zh: "未计次") + " · " + word(view.state)]]
        if let name = view.partyName, let party = view.party {
            facts.append(["", tell(name) + " (\(party))"])
        } else {
            facts.append([
                "", tell("a verifier outside of your ledger; nobody vouches for it", zh: "账本之外的请求方，无人为其担保"),
            ])
        }
        facts.append(["", tell("certificate of ", zh: "证书：") + view.subject])
        facts.append(["", tell("issued by ", zh: "颁发者：") + view.certifiedBy + tell(" (not checked)", zh: "（未核验）")])
        facts.append(["", view.client])
        if let purpose = view.purpose { facts.append(["", tell("for ", zh: "用途：") + tell(purpose)]) }
        if let days = view.retentionDays {
            facts.append(["", tell("keeps it \(counted(Int(clamping: days), "day"))", zh: "留存 \(days) 天")])
        }
        if let ends = view.ends {
            facts.append(["", tell("until \(UTCTime(seconds: ends))", zh: "有效期至 \(UTCTime(seconds: ends))")])
        }
        for shown in view.shown {
            let paths = shown.paths.joined(separator: ", ")
            facts.append(["", tell("shown of \(shown.document): \(paths)", zh: "第 \(shown.document) 号已出示：\(paths)")])
        }
        return TextTable.lines(facts) + view.parts.flatMap(lines)
    }

    private static func lines(_ part: PresentationView.Part) -> [String] {
        ["      " + part.query + (part.missing.map { ": " + tell($0) } ?? "")]
            + part.required.map { "        [x] \($0)" }
            + part.optional.map { "        [ ] \($0)" + tell("  (optional)", zh: "（可选）") }
            + part.documents.map { document in
                let faults = document.faults.map { tell($0) }.joined(separator: tell("; ", zh: "；"))
                return "        \(document.id) \(tell(document.title))"
                    + (faults.isEmpty ? tell(": answers", zh: "：符合") : ": " + faults)
            }
    }

    private static func word(_ state: PresentationView.State) -> String {
        switch state {
        case .open: tell("waits for you", zh: "待答复")
        case .sending: tell("answered, not sent yet", zh: "已答复，未送达")
        case .shown: tell("shown", zh: "已出示")
        case .refused: tell("refused", zh: "已拒绝")
        }
    }

    static func members(_ view: PresentationView) -> JSONObject {
        [
            "presentation": .integer(view.id), "counted": .bool(false),
            "warning": .string(tell(PresentationView.warning)),
            "client": .string(view.client), "subject": .string(view.subject), "certifiedBy": .string(view.certifiedBy),
            "party": view.party.map { .string($0.text) } ?? .null,
            "purpose": view.purpose.map { .string(tell($0)) } ?? .null,
            "state": .string(view.state.rawValue), "canAnswer": .bool(view.canAnswer),
            "answered": view.answered.map { .string(Moment.text(ms: $0)) } ?? .null,
            "parts": .array(view.parts.map(json)),
            "shown": .array(
                view.shown.map { shown in
                    [
                        "document": .integer(shown.document), "fields": .array(shown.paths.map { .string($0) }),
                    ]
                }),
        ]
    }

    private static func json(_ part: PresentationView.Part) -> JSONValue {
        [
            "query": .string(part.query), "types": .array(part.types.map { .string($0) }),
            "required": .array(part.required.map { .string($0) }),
            "optional": .array(part.optional.map { .string($0) }),
            "missing": part.missing.map { .string(tell($0)) } ?? .null,
            "documents": .array(
                part.documents.map { document in
                    [
                        "document": .integer(document.id),
                        "faults": .array(document.faults.map { .string(tell($0)) }),
                    ]
                }),
        ]
    }
}
