import ArgumentParser
import Ledger
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet notices`: what issuers and the registrar wrote, and what was set aside.
struct WalletNotices: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "notices", abstract: WalletWords.notices)
    }

    @OptionGroup var options: WalletOptions
    @Flag(help: ArgumentHelp(WalletWords.allNotices))
    var all = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        let notices = try wallet.notices().filter { all || !$0.wasShown }
        let aside = try wallet.aside()
        var report = Report(WalletWords.noticeCount(notices.count))
        for notice in notices {
            report.body.append("  " + WalletWords.noticeHead(notice))
            report.body.append("    " + tell(notice.text))
            report.add("notices", json(notice))
        }
        let official = try wallet.officialNotices().filter { all || !$0.wasShown }
        if !official.isEmpty { report.body.append(WalletWords.officialHead(official.count)) }
        for view in official {
            report.body.append("  " + WalletWords.official(view))
            if let seal = view.notice.seal { report.body += WalletWords.sealed(seal).map { "    " + $0 } }
            report.add("official", json(view))
        }
        if !aside.isEmpty { report.body.append(WalletWords.asideHead(aside.count)) }
        for delivery in aside {
            let time = Moment.text(ms: delivery.received)
            report.body.append("  \(delivery.issuer) #\(delivery.number)  \(time)  \(tell(delivery.fact))")
            report.add(
                "aside",
                [
                    "issuer": .string(delivery.issuer.text), "number": .integer(Int64(clamping: delivery.number)),
                    "check": .string(delivery.code), "fact": .string(tell(delivery.fact)),
                ])
        }
        output.print(report)
        try wallet.markShown(notices)
        try wallet.markShown(official)
    }

    private func json(_ view: OfficialNoticeView) -> JSONValue {
        let notice = view.notice
        var object: JSONObject = [
            "id": .integer(view.id), "member": .string(notice.member.text), "ground": .string(notice.ground.word),
            "height": .integer(Int64(clamping: notice.height.value)), "time": .string(Moment.text(ms: notice.time)),
            "proof": .string(Base64.encode(view.proof)),
        ]
        switch notice.deed {
        case .disclosure(let document, let number):
            object.append("kind", "disclosure")
            object.append("document", .integer(document))
            object.append("number", .integer(Int64(clamping: number)))
        case .sealedDisclosure(let document, let number):
            object.append("kind", "sealed-disclosure")
            object.append("document", .integer(document))
            object.append("number", .integer(Int64(clamping: number)))
        case .trace(let grant, let number):
            object.append("kind", "trace")
            object.append("grant", .string(grant.description))
            object.append("number", .integer(Int64(clamping: number)))
        case .passing(let grant, let number, let use, let recipient):
            object.append("kind", "passing")
            object.append("grant", .string(grant.description))
            object.append("number", .integer(Int64(clamping: number)))
            object.append("use", .integer(Int64(clamping: use)))
            object.append("to", WalletGrantWords.json(recipient))
        }
        if let seal = notice.seal { object.append("sealed", json(seal)) }
        return .object(object)
    }

    private func json(_ seal: NoticedSeal) -> JSONValue {
        var object: JSONObject = [
            "until": .integer(Int64(clamping: seal.until.value)), "opened": .string(Moment.text(ms: seal.opened)),
        ]
        switch seal.details {
        case .missing: object.append("details", "missing")
        case .unfit: object.append("details", "unfit")
        case .read(let opening):
            object.append(
                "details",
                [
                    "case": .string(opening.body.caseNumber),
                    "fields": .array(opening.body.fields.map { .string($0) }), "text": .string(opening.body.text),
                ])
        }
        return .object(object)
    }

    private func json(_ notice: NoticeView) -> JSONValue {
        [
            "id": .integer(notice.id), "kind": .string(notice.kind.rawValue), "issuer": .string(notice.issuer.text),
            "document": notice.document.map { .integer($0) } ?? .null,
            "received": .string(Moment.text(ms: notice.received)), "text": .string(tell(notice.text)),
        ]
    }
}

extension WalletWords {
    static var notices: String { tell("Read what was written to you.", zh: "阅读收到的通知。") }
    static var allNotices: String { tell("Those that were shown before, too.", zh: "包括已读的。") }

    static func noticeCount(_ count: Int) -> String {
        tell(count == 1 ? "1 notice" : "\(count) notices", zh: "\(count) 条通知")
    }

    static func noticeHead(_ notice: NoticeView) -> String {
        let about = notice.document.map { tell(", document \($0)", zh: "，第 \($0) 号文档") } ?? ""
        return Moment.text(ms: notice.received) + "  " + tell(notice.issuerName) + about
    }

    static func official(_ count: Int) -> String {
        tell(
            count == 1
                ? "1 thing that was done without your doing stands on the ledger: deedbox wallet notices"
                : "\(count) things that were done without your doing stand on the ledger: deedbox wallet notices",
            zh: "账本上有 \(count) 项未经您参与的行为：见 deedbox wallet notices")
    }

    static func officialHead(_ count: Int) -> String {
        tell("Done without asking you, on the ground that is named: \(count)", zh: "未经您同意、以所列依据所作的行为：\(count)")
    }

    static func official(_ view: OfficialNoticeView) -> String {
        let notice = view.notice
        let ground = tell("; ground: \(notice.ground.words.en)", zh: "；依据：\(notice.ground.words.zh)")
        return Moment.text(ms: notice.time) + "  " + tell(view.words) + ground
            + tell("; block \(notice.height)", zh: "；区块 \(notice.height)")
    }

    /// That it was sealed, and what was read.
    static func sealed(_ seal: NoticedSeal) -> [String] {
        let time = Moment.text(ms: seal.opened)
        let head = tell(
            "sealed until block \(seal.until), opened \(time)", zh: "曾封存到区块 \(seal.until)，于 \(time) 公开")
        switch seal.details {
        case .missing:
            return [
                head,
                tell(
                    "what was read, the nodes have not given yet; it is asked for again next time",
                    zh: "节点尚未给出查阅内容；下次再查"),
            ]
        case .unfit:
            return [
                head,
                tell(
                    "what was read does not open, or is not what stands on the ledger: whoever read it must say",
                    zh: "查阅内容打不开，或与账本不符：请向查阅方查询"),
            ]
        case .read(let opening):
            let details = opening.body
            let fields =
                details.fields.isEmpty
                ? tell("all fields", zh: "全部字段") : details.fields.joined(separator: ", ")
            let lines = [head, tell("case \(details.caseNumber); \(fields)", zh: "案号 \(details.caseNumber)；\(fields)")]
            return details.text.isEmpty ? lines : lines + [details.text]
        }
    }

    static func officialAway(_ reason: Bilingual) -> String {
        tell(
            "what was done without asking you could not be looked for: \(reason.en); it is looked for again next time",
            zh: "未能查询未经您同意的行为：\(reason.zh)；下次再查")
    }

    static func tokensAway(_ reason: Bilingual) -> String {
        tell(
            "the registrar gave no trace tokens: \(reason.en); it is asked again next time",
            zh: "未领到追溯令牌：\(reason.zh)；下次再领")
    }

    static func asideHead(_ count: Int) -> String {
        tell("Set aside, and not kept: \(count)", zh: "被放在一边、未保存：\(count)")
    }
}
