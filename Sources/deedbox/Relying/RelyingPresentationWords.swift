import Credentials
import RelyingApp
import Rulebook
import Signing

/// Words of `relying presentation`.
enum RelyingPresentationWords {
    static var abstract: String {
        tell("Ask wallets of other makers, uncounted (OpenID4VP).", zh: "向其他厂商的钱包请求未计次出示（OpenID4VP）。")
    }
    static var discussion: String {
        tell(
            """
            Only within a scene that the ledger says allows it. Nothing is written to the ledger, nothing is counted, \
            and the verdict says so on its face. The desk signs with a key of P-256 and its certificate; the answer \
            comes sealed to a key that serves one request.
            """,
            zh: """
                仅限账本上允许未计次出示的场景。账本上不留任何记录，也不计次，结论首行注明。用证台以 P-256 密钥及其证书签署请求；\
                答复封存给只用于一次请求的密钥。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox key new --purpose presentation --out asking.key",
                "deedbox credential certify --root root.pem --root-key root.key --issuer https://bank.example --key "
                    + "asking.key --organization \"Sample Bank\" --out asking.pem",
                "deedbox relying presentation key --key asking.key --certificates asking.pem --data bank",
                "deedbox relying presentation issuers --add https://police.example --data bank",
                "deedbox relying presentation open --scene visit --profile basic --case A-17 --issuer "
                    + "https://police.example --data bank")
    }
    static var key: String {
        tell("Take the key and certificates that sign plain requests.", zh: "设置签署未计次请求的密钥和证书。")
    }
    static var keyFile: String { tell("A key of the purpose presentation.", zh: "用途为 presentation 的密钥文件。") }
    static var certificates: String {
        tell("Its certificates in PEM, its own first, the root left out.", zh: "PEM 格式证书，自身在前，不含根证书。")
    }
    static var open: String { tell("Open a plain request, and print its link.", zh: "发起未计次请求并给出链接。") }
    static var openDiscussion: String {
        tell(
            """
            Issuers are asked what they call their types and where fields stand. With --return-to the wallet is on the \
            same device: it leads the browser there with a code that `show` takes once. Without, the link is shown as \
            a QR code to a wallet on another device, which the strict profile (HAIP) does not cover.
            """,
            zh: """
                先向签发机构读取类型名称和字段位置。给出 --return-to 时钱包在同一设备：它把浏览器带回该网址并附一次性代码，由 show 取用。\
                不给出时以二维码供另一设备的钱包扫描，此种方式不在严格规范（HAIP）之内。
                """)
    }
    static var issuer: String { tell("Whose documents are asked for; repeatable.", zh: "签发机构的地址，可重复。") }
    static var issuers: String {
        tell("From which addresses issuers' texts are read.", zh: "查看和管理读取签发机构公布内容的地址。")
    }
    static var issuersDiscussion: String {
        tell(
            """
            Metadata, types and status lists are read from these addresses alone, whatever a clerk or a document \
            names. An address of this machine or of a network beside it needs --private, as on a test network.
            """,
            zh: """
                元数据、类型和状态列表只从这些地址读取，不论柜员或证照写了什么地址。本机或内部网络的地址须加 --private，仅用于测试网络。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox relying presentation issuers --add https://police.example --data bank",
                "deedbox relying presentation issuers --add http://127.0.0.1:7401 --private --data bank",
                "deedbox relying presentation issuers --data bank")
    }
    static var addIssuer: String { tell("Read there too.", zh: "加入此地址。") }
    static var removeIssuer: String { tell("Read there no more.", zh: "移除此地址。") }
    static var isPrivate: String {
        tell("It may be this machine, or in a private network.", zh: "该地址可以是本机或内部网络。")
    }
    static var mayBePrivate: String { tell("may be private", zh: "可为内部地址") }
    static var returnAddress: String {
        tell("Where the holder's browser goes afterwards.", zh: "出示后浏览器返回的网址。")
    }
    static var show: String { tell("Show what a wallet showed, with every check.", zh: "查看出示的内容及各项核验。") }
    static var id: String { tell("The request's id.", zh: "请求标识。") }
    static var responseCode: String { tell("What the browser brought back; works once.", zh: "浏览器带回的代码，只能用一次。") }
    static var list: String { tell("List plain requests.", zh: "列出未计次请求。") }
    static var opened: String {
        tell("The plain request waits for its holder", zh: "未计次请求已发起，等待持有人")
    }

    static func count(issuers count: Int) -> String {
        tell("Texts are read from " + counted(count, "address", "addresses"), zh: "读取 \(count) 个地址")
    }

    static func count(_ count: Int) -> String {
        tell(counted(count, "plain request"), zh: "\(count) 个未计次请求")
    }

    static func word(_ state: Presentation.State) -> String {
        switch state {
        case .open: tell("not fetched", zh: "未取")
        case .asked: tell("fetched", zh: "已取，待答复")
        case .returning: tell("answered, the browser has not come back", zh: "已答复，浏览器尚未返回")
        case .shown: tell("shown", zh: "已出示")
        case .refused: tell("refused", zh: "已拒绝")
        }
    }

    static func headline(_ presentation: Presentation) -> String {
        tell(
            "Uncounted presentation \(presentation.id): \(word(presentation.state))",
            zh: "未计次出示 \(presentation.id)：\(word(presentation.state))")
    }

    static func lines(_ verdict: JSONValue) -> [String] {
        let answer = DeskAnswer(verdict)
        return [tell("  verdict: ", zh: "  结论：") + answer.words("stateWords")] + RelyingWords.checks(answer)
            + answer.items("documents").flatMap { RelyingWords.lines(document: $0) }
    }

    static func address(_ text: String) throws -> WebAddress {
        guard let address = WebAddress(text), address.scheme == .https || address.isLoopback else {
            throw CommandError.usage(
                tell("\(text) is no address over TLS", zh: "\(text) 不是 TLS 网址"),
                next: tell("give one that begins with https://", zh: "请给出以 https:// 开头的网址"))
        }
        return address
    }

    static func badID(_ text: String) -> CommandError {
        .usage(
            tell("\(text) is no id of a request", zh: "\(text) 不是请求标识"),
            next: tell("it has 32 hexadecimal digits", zh: "应为 32 位十六进制数"))
    }
}
