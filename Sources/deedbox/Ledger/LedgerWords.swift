/// Words of the noun `ledger`.
enum LedgerWords {
    static var abstract: String {
        tell("Look at a ledger, prove what stands on it, check all of it.", zh: "查看账本、取得证明、完整核验。")
    }
    static var discussion: String {
        tell(
            "show and proof ask a node; verify reads a data folder and trusts nothing but the genesis.",
            zh: "show 和 proof 询问节点；verify 读取数据文件夹，除创世文件外不信任任何东西。")
    }
    static var show: String { tell("Show a block or a leaf in words.", zh: "用文字显示区块或条目。") }
    static var showExamples: String {
        ConsoleWords.examples(
            "deedbox ledger show", "deedbox ledger show --height 12", "deedbox ledger show 407")
    }
    static var proof: String { tell("Fetch the receipt of a leaf.", zh: "取得条目的回执。") }
    static var proofExamples: String {
        ConsoleWords.examples(
            "deedbox ledger proof 407 --out 407.receipt", "deedbox ledger proof 407 --tlog-proof --out 407.tlog-proof")
    }
    static var verify: String { tell("Recompute a stored ledger from its leaves alone.", zh: "仅凭条目重新核算整个账本。") }
    static var verifyDiscussion: String {
        tell(
            """
            Every hash, every signature, every rule and every state root is computed anew, and compared with what this \
            node has signed. The node must not be running. With --rebuild-index the indexes are made anew on the way; \
            with --salvage-intake a damaged journal of what was accepted begins anew with all that can be read of it.
            """,
            zh: """
                逐一重算每个哈希、签名、规则和状态根，并与本节点签署过的内容比对。须先停止节点。加 --rebuild-index 会同时重建索引；\
                加 --salvage-intake 会用受损接收日志中可读的内容重新建立该日志。
                """)
            + "\n\n" + ConsoleWords.examples("deedbox ledger verify --data data/node-1 --genesis genesis.cbor")
    }
    static var export: String { tell("Write checkpoint and tiles as files for any web server.", zh: "把检查点和分块导出为静态文件。") }
    static var exportExamples: String {
        ConsoleWords.examples("deedbox ledger export --node http://127.0.0.1:7101 --out /var/www/ledger")
    }
    static var rebuild: String { tell("Make the indexes anew from the leaves.", zh: "由条目重建索引。") }
    static var salvage: String {
        tell("Save what can be read of a damaged intake journal.", zh: "从受损的接收日志中挽回可读的内容。")
    }
    static var node: String { tell("The node to ask.", zh: "要询问的节点。") }
    static var index: String { tell("The position of the leaf in the log.", zh: "条目在日志中的位置。") }
    static var height: String { tell("The height of the block.", zh: "区块高度。") }
    static var out: String { tell("The file to write; otherwise it is printed.", zh: "要写入的文件；缺省则直接输出。") }
    static var webroot: String { tell("The folder to fill.", zh: "要写入的文件夹。") }
    static var tlog: String { tell("Only the C2SP .tlog-proof, without the leaf.", zh: "只要 C2SP .tlog-proof，不含条目本身。") }
    static var rebuilt: String { tell("made anew", zh: "已重建") }
    static var auditedMeaning: String {
        tell(
            "Each leaf is what the signed checkpoint says, and each block follows from the one before by the rules.",
            zh: "每个条目都与已签署的检查点一致，每个区块都依规则承接上一区块。")
    }

    static func audited(_ path: String) -> String {
        tell("The ledger in \(path) is right", zh: "\(path) 中的账本核验无误")
    }

    static func unfinished(_ count: UInt64) -> String {
        tell("\(count) leaves of a block that was never completed", zh: "\(count) 个条目属于未完成的区块")
    }

    static func auditFailed(_ fact: String) -> CommandError {
        .refused("ledger-wrong", fact, next: tell("do not start the node before this is settled", zh: "查明之前请勿启动节点"))
    }

    static func notAudited(_ fact: String) -> CommandError {
        .failed("could-not-check", fact, next: tell("nothing is said about the ledger", zh: "对账本未作任何结论"))
    }

    static func lost(_ path: String, _ fact: String) -> String {
        tell("\(path): \(fact); what is there is kept as ….damaged", zh: "\(path)：\(fact)；现有文件保存为 ….damaged")
    }

    static func noLeaf(_ index: UInt64) -> CommandError {
        .refused(
            "no-such-leaf", tell("there is no final leaf \(index)", zh: "没有已终局的条目 \(index)"),
            next: tell("`deedbox ledger show` tells how many there are", zh: "可用 deedbox ledger show 查看条目数"))
    }

    static func noHeight(_ asked: UInt64, _ last: UInt64) -> CommandError {
        .refused(
            "no-such-block", tell("there is no block \(asked); the last is \(last)", zh: "没有区块 \(asked)；最新为 \(last)"))
    }

    static var noBlock: CommandError {
        .failed("no-block", tell("the node has no block yet", zh: "节点尚无区块"))
    }

    static func exported(_ path: String) -> String {
        tell("\(path) now serves the ledger through any web server", zh: "\(path) 现可由任意网页服务器发布账本")
    }

    static func noTile(_ path: String) -> CommandError {
        .failed("no-tile", tell("the node does not give \(path)", zh: "节点未提供 \(path)"))
    }

    static func wroteProof(_ index: UInt64, _ path: String) -> String {
        tell("Wrote the receipt of leaf \(index) to \(path)", zh: "已把条目 \(index) 的回执写入 \(path)")
    }
}
