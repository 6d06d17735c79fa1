import ArgumentParser
import Logging
import Rulebook
import WalletApp

/// `deedbox wallet serve`: requests and grants as pages on this machine, until it is told to stop.
struct WalletServe: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "serve", abstract: WalletServeWords.serve, discussion: WalletServeWords.discussion)
    }

    @Option(help: ArgumentHelp(WalletServeWords.port))
    var port = 7601
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError(WalletServeWords.badPort) }
    }

    func run() async throws {
        let wallet = try options.open()
        var logger = Logger(label: "deedbox.wallet") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .notice
        let server = WalletServer(wallet, nodes: options.node, port: port, logger: logger)
        let code = server.code
        try await server.run { [output] port in
            var report = Report(tell("The wallet's pages are open on this machine", zh: "钱包页面已在本机打开"))
            report.fact(tell("address", zh: "地址"), "http://localhost:\(port)/enter", "url")
            report.fact(tell("code, works once", zh: "代码（只能用一次）"), code, "code")
            report.next = NodeWords.stopWith
            output.print(report)
        }
    }
}

/// Words of `wallet serve`.
enum WalletServeWords {
    static var serve: String { tell("Answer requests and watch grants in a browser.", zh: "在浏览器中答复请求、查看授权。") }
    static var discussion: String {
        tell(
            """
            The pages answer on this machine alone, under its own name. The code that is shown opens one session of \
            twelve hours, once; every form carries a token of that session. While it runs, other commands of this \
            wallet wait.
            """,
            zh: """
                页面只在本机、以本机名称打开。所示代码只能用一次，打开一个十二小时的会话；每个表单都带有该会话的令牌。\
                运行期间，本钱包的其他命令须等待。
                """) + "\n\n"
            + ConsoleWords.examples("deedbox wallet serve --data wallet --passphrase-file pass")
    }
    static var port: String { tell("The port on loopback; 0 takes a free one.", zh: "本机端口；0 表示任取空闲端口。") }
    static var badPort: String { tell("--port is 0 to 65535", zh: "--port 为 0 至 65535") }
}
