import Ledger
import Rulebook

/// Words of the noun `node`.
enum NodeWords {
    static var abstract: String { tell("Run a node of the ledger.", zh: "运行账本节点。") }

    static var discussion: String {
        tell(
            """
            A node keeps the ledger in one folder, signs checkpoints with its own keys, and answers over HTTP. \
            At every start it recomputes what its signatures depend on before it signs anything.
            """,
            zh: "节点把账本保存在一个文件夹中，用自己的密钥签署检查点，并通过 HTTP 应答。每次启动都会在签名之前重新核算签名所依据的数据。")
    }

    static var initialise: String { tell("Make an empty data folder.", zh: "建立空的数据文件夹。") }
    static var run: String { tell("Start the node and answer until it is stopped.", zh: "启动节点并持续应答，直到被停止。") }

    static var initExamples: String {
        ConsoleWords.examples("deedbox node init --genesis genesis.cbor --data data/node-1")
    }

    static var runExamples: String {
        ConsoleWords.examples(
            "deedbox node run --genesis genesis.cbor --keys keys-sample/node-1 --data data/node-1",
            "deedbox node run --genesis genesis.cbor --keys keys --data data --config node.json --port 7101")
    }

    static var genesis: String { tell("The genesis file.", zh: "创世文件。") }
    static var data: String { tell("The node's data folder.", zh: "节点的数据文件夹。") }
    static var keys: String {
        tell(
            "The folder with log.key, cosigner.key and release.key; among several nodes also vote.key and link.key.",
            zh: "存放 log.key、cosigner.key、release.key 的文件夹；多节点网络还需要 vote.key、link.key。")
    }
    static var member: String {
        tell(
            "The validator to run as; otherwise the one whose keys these are.", zh: "以哪个验证节点运行；缺省为密钥所属的验证节点。")
    }
    static var observe: String {
        tell(
            "Begin without a seat among the validators: follow, and validate once governance has seated these keys.",
            zh: "尚无验证席位时启动：先作为观察节点跟随，治理为这些密钥设席后即参与验证。")
    }
    static var epochs: String {
        tell(
            "What a node gives under /epochs: for a node that knows none of today's validators.",
            zh: "节点 /epochs 给出的文件：供不认识任何现任验证节点的节点使用。")
    }
    static var port: String {
        tell("The HTTP port on the loopback; 0 picks a free one.", zh: "回环地址上的 HTTP 端口；0 表示自动选择。")
    }
    static var settings: String { tell("A JSON file with settings and limits.", zh: "写有设置与限额的 JSON 文件。") }
    static var verbose: String { tell("Log more.", zh: "输出更多日志。") }
    static var stopWith: String { tell("Ctrl-C or SIGTERM stops it cleanly", zh: "按 Ctrl-C 或发送 SIGTERM 可平稳停止") }

    static func made(_ path: String) -> String {
        tell("Made the empty data folder \(path)", zh: "已建立空的数据文件夹 \(path)")
    }

    static func running(_ host: String, _ port: Int) -> String {
        tell("The node answers at http://\(host):\(port)", zh: "节点已就绪：http://\(host):\(port)")
    }

    static func badMember(_ text: String) -> CommandError {
        .usage(
            tell("'\(text)' is not a member id: \(MemberID.form)", zh: "“\(text)”不是成员标识：\(MemberID.form)"))
    }

    static func badPort(_ port: Int) -> CommandError {
        .usage(tell("\(port) is not a port: say 0 to 65535", zh: "\(port) 不是端口：应为 0 到 65535"))
    }

    static var keysMissing: CommandError {
        .usage(
            tell("a node needs its keys", zh: "节点需要密钥"),
            next: tell(
                "--keys FOLDER, made by `deedbox key node --out FOLDER`",
                zh: "--keys 文件夹（由 deedbox key node --out 文件夹 生成）"))
    }
}
