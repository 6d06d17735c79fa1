import ArgumentParser
import RelyingAPI
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet show-code`: shows a code for a clerk to scan, and then what is asked.
struct WalletShowCode: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show-code", abstract: WalletCodeWords.showCode,
            discussion: WalletCodeWords.showCodeDiscussion)
    }

    @OptionGroup var code: LinkCodeOptions
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let wallet = try options.open()
        let ledger = try await wallet.reach(options.node)
        let waiting = try await wallet.showCode(ledger)
        var shown = Report(WalletCodeWords.shown(waiting.secondsLeft))
        shown.fact(tell("code", zh: "亮码"), waiting.code.text, "code")
        shown.fact(tell("until", zh: "有效期至"), UTCTime(seconds: waiting.ends).description, "ends")
        shown.meaning = WalletCodeWords.shownMeaning
        try code.print(shown, link: waiting.code.text, output)
        let link = try await wallet.waitForCall(waiting, ledger)
        let id = try await wallet.fetchRequest(link.link, ledger)
        let request = try await wallet.request(id, .reached(ledger))
        output.print(WalletRequestWords.report(request, options))
    }
}

/// Words of `wallet show-code`.
enum WalletCodeWords {
    static var showCode: String {
        tell("Show a code for a clerk to scan, and then what is asked.", zh: "亮码：由柜员扫描，随后显示对方的请求。")
    }
    static var showCodeDiscussion: String {
        tell(
            "The code lives for a minute, works once, and holds nothing of you. The command waits until a clerk has "
                + "scanned it, and answers nothing by itself. With --json it prints two objects: the code at once, "
                + "the request when it is there.",
            zh: "亮码一分钟内有效，只能用一次，其中没有您的任何信息。命令等到柜员扫描为止，不会自行答复。加 --json 时输出两个对象：先是亮码，取到请求后是请求。")
            + "\n\n" + ConsoleWords.examples("deedbox wallet show-code --data wallet")
    }
    static func shown(_ seconds: UInt64) -> String {
        tell(
            "Let the clerk scan this code within \(counted(Int(clamping: seconds), "second"))",
            zh: "请柜员在 \(seconds) 秒内扫描此码")
    }
    static var shownMeaning: String {
        tell(
            "Whoever scans it can send you one request, and learns nothing by that. You read who asks, and for what, "
                + "before you answer.",
            zh: "扫码者只能向您发来一个请求，不会因此得知任何信息。答复之前，您会看到是谁在要、要什么。")
    }
}
