import ArgumentParser
import Ledger
import RelyingAPI
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet pass-leave`: the holder's leave to pass one use on.
struct WalletPassLeave: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "pass-leave", abstract: WalletGrantWords.passLeave,
            discussion: WalletGrantWords.passLeaveDiscussion)
    }

    @Argument(help: ArgumentHelp(WalletGrantWords.number))
    var grant: Int64
    @Option(help: ArgumentHelp(WalletGrantWords.leftIndex))
    var index: UInt64
    @Option(help: ArgumentHelp(WalletGrantWords.leftTo, valueName: "member|name"))
    var to: String
    @Option(help: ArgumentHelp(WalletGrantWords.leftDays))
    var days: UInt64 = 30
    @Option(help: ArgumentHelp(WalletGrantWords.leftOut, valueName: "file"))
    var out: String?
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...Wallet.maxLeaveDays).contains(days) else { throw ValidationError(WalletGrantWords.leaveDays) }
        guard NamedRecipient(to) != nil else { throw ValidationError(WalletGrantWords.noRecipient(to)) }
    }

    func run() async throws {
        guard let recipient = NamedRecipient(to) else { throw ValidationError(WalletGrantWords.noRecipient(to)) }
        let leave = try options.open().passLeave(grant, use: index, to: recipient, days: days)
        var report = Report(WalletGrantWords.left(leave))
        if let out {
            try WholeFile.create(Array(leave.text.utf8), at: out, isSecret: true)
            report.fact(tell("file", zh: "文件"), out, "out")
        } else {
            report.body = leave.text.split(separator: "\n").map { "  " + $0 }
            report.json.append("text", .string(leave.text))
        }
        report.fact(tell("until", zh: "有效至"), Moment.text(ms: leave.leave.notAfter * 1_000), "until")
        report.json.append("to", .string(leave.to.text))
        report.meaning = WalletGrantWords.leftMeaning
        output.print(report)
    }
}

/// Words about uses that are passed on.
extension WalletGrantWords {
    static var passLeave: String {
        tell("Agree that a use of a grant is handed to somebody else.", zh: "同意把授权的一次使用转交他人。")
    }
    static var passLeaveDiscussion: String {
        tell(
            "Nothing is sent: hand the file to the relying party, which enters the passing before it hands "
                + "anything over.",
            zh: "不发送任何内容：请把文件交给用证方，由其先登记转交，再交付证据。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox wallet pass-leave 1 --index 1 --to \"Sample District Court\" --out leave.json --data wallet "
                    + "--passphrase-file pass")
    }
    static var leftIndex: String { tell("Which use, as `grants` shows it.", zh: "第几次使用，见 grants。") }
    static var leftTo: String {
        tell("A member, or the name of somebody outside the ledger.", zh: "成员标识，或账本外接收人的名称。")
    }
    static var leftDays: String { tell("For how many days it may be entered.", zh: "同意书的有效天数。") }
    static var leftOut: String { tell("The file; otherwise it is printed.", zh: "写入的文件；缺省为打印。") }
    static var leaveDays: String {
        tell("--days is 1 to \(Wallet.maxLeaveDays)", zh: "--days 为 1 至 \(Wallet.maxLeaveDays)")
    }
    static var leftMeaning: String {
        tell(
            "It is good for this use and this recipient alone, and cannot be taken back; `grants` shows "
                + "when it was used.",
            zh: "只对这次使用和这个接收人有效，不能收回；使用情况见 grants。")
    }

    static func noRecipient(_ name: String) -> String {
        tell(
            "'\(name)' is neither a member's id nor a name: one line of at most \(RecipientName.maxByteCount) bytes",
            zh: "“\(name)”既不是成员标识，也不是名称：一行，至多 \(RecipientName.maxByteCount) 字节")
    }

    static func left(_ leave: LeaveFile) -> String {
        tell(
            "Use \(leave.index) may be passed on to \(leave.to.text)", zh: "同意把第 \(leave.index) 次使用转交给 \(leave.to.text)"
        )
    }

    static func line(_ passing: PassingEntry, _ view: GrantView) -> String {
        let (words, time) = (tell(view.words(passing)), Moment.text(ms: passing.time))
        return words
            + tell(", block \(passing.height), \(time)", zh: "，区块 \(passing.height)（\(time)）")
    }

    static func json(_ passing: PassingEntry) -> JSONValue {
        [
            "use": .integer(Int64(clamping: passing.index)), "to": json(passing.recipient),
            "ground": passing.ground.map { .string($0.word) } ?? .null,
            "height": .integer(Int64(clamping: passing.height.value)), "time": .string(Moment.text(ms: passing.time)),
        ]
    }

    static func json(_ recipient: Recipient) -> JSONValue {
        switch recipient {
        case .member(let member): ["member": .string(member.text)]
        case .outside(let commitment): ["commitment": .string(commitment.digest.hex)]
        }
    }
}
