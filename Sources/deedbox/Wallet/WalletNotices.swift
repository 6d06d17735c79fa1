import ArgumentParser
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

    static func asideHead(_ count: Int) -> String {
        tell("Set aside, and not kept: \(count)", zh: "被放在一边、未保存：\(count)")
    }
}
