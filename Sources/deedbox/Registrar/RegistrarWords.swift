import RegistrarApp

/// Words of the noun `registrar`.
enum RegistrarWords {
    static var abstract: String {
        tell("Check who a person is, and bind wallets to that.", zh: "实名核验，并把保险箱密钥绑定到本人。")
    }
    static var discussion: String {
        ConsoleWords.examples(
            "deedbox registrar init --data registrar --genesis genesis.cbor --key registrar.key",
            "deedbox registrar serve --data registrar --genesis genesis.cbor --key registrar.key "
                + "--population population.csv",
            "deedbox registrar log --data registrar --genesis genesis.cbor --key registrar.key") + "\n\n"
            + ConsoleWords.exitCodes
    }
    static var initialise: String { tell("Make an empty registrar.", zh: "建立空的核验方数据。") }
    static var serve: String { tell("Answer wallets and issuers.", zh: "答复保险箱和签发机构。") }
    static var accounts: String { tell("List the accounts.", zh: "列出账户。") }
    static var log: String {
        tell("Show the registrar's own acts and check their chain.", zh: "查看核验方自身的操作记录并核对其链。")
    }
    static var data: String { tell("The registrar's folder.", zh: "核验方的数据目录。") }
    static var genesis: String { tell("The ledger's genesis file.", zh: "账本的创世文件。") }
    static var population: String {
        tell("The test population: number,name,face.", zh: "测试人口文件：number,name,face。")
    }
    static var host: String { tell("The address to listen on.", zh: "监听地址。") }
    static var port: String { tell("The port to listen on.", zh: "监听端口。") }
    static var behindProxy: String {
        tell("A proxy before it speaks TLS: other addresses than loopback are allowed.", zh: "前面有 TLS 代理，允许本机以外的地址。")
    }
    static var rebindingDelay: String {
        tell("How long a re-binding without old key or recovery key waits.", zh: "没有旧密钥和恢复密钥的换绑要等多久。")
    }
    static var anchorInterval: String {
        tell("The directory's root is anchored at most so often.", zh: "目录根最多多久锚定一次。")
    }
    static var after: String { tell("Begin behind this entry.", zh: "从该条之后开始。") }
    static var limit: String { tell("Most entries to show.", zh: "最多显示多少条。") }
    static var storageMeaning: String {
        tell(
            "The storage key opens all that the database holds of persons: keep it apart from the database's copies.",
            zh: "存储密钥能打开数据库里有关个人的一切：请与数据库备份分开保存。")
    }
    static var logHolds: String { tell("The log's chain holds", zh: "记录链完好") }

    static func made(_ folder: String) -> String { tell("Registrar made in \(folder)", zh: "已在 \(folder) 建立核验方") }

    static func running(_ host: String, _ port: Int) -> String {
        tell("The registrar answers on \(host):\(port)", zh: "核验方正在 \(host):\(port) 答复")
    }

    static func accountCount(_ count: Int) -> String { tell("\(counted(count, "account"))", zh: "\(count) 个账户") }

    /// Why a registrar does not start, and what to do.
    static func failure(_ error: RegistrarError) -> CommandError {
        switch error {
        case .notLoopback(let host):
            .usage(
                tell(
                    "\(host) is no loopback address, and the registrar speaks plain HTTP",
                    zh: "\(host) 不是本机地址，而核验方使用明文 HTTP"),
                next: tell("listen on 127.0.0.1, or add --behind-proxy", zh: "请监听 127.0.0.1，或加 --behind-proxy"))
        case .testPopulation(let origin):
            .refused(
                "test-population",
                tell("a test population is for sample ledgers, and \(origin) is none", zh: "测试人口只能用于示例账本，\(origin) 不是"),
                next: tell("use a real-name check of the authorities", zh: "请接入权威的实名核验"))
        case .exists(let path):
            .refused(
                "exists", tell("\(path) is there already", zh: "\(path) 已经存在"),
                next: tell("take another folder", zh: "请换一个目录"))
        case .missing(let path):
            .failed(
                "missing", tell("\(path) is not there", zh: "\(path) 不存在"),
                next: tell(
                    "check the path; a registrar is made by `deedbox registrar init`",
                    zh: "请检查路径；用 deedbox registrar init 建立核验方"))
        case .otherRegistrar(let path):
            .refused(
                "other-registrar", tell("\(path) is of another registrar or ledger", zh: "\(path) 属于另一个核验方或账本"),
                next: tell("check --genesis, --key and --member", zh: "请检查 --genesis、--key 和 --member"))
        case .wrongStorageKey:
            .refused(
                "wrong-storage-key", tell("the storage key does not open the database", zh: "存储密钥打不开数据库"),
                next: tell("put the storage.keys of this database back", zh: "请放回该数据库的 storage.keys"))
        case .badPopulation(let line, let fact):
            .refused(
                "bad-population", tell("line \(line) of the population: \(fact)", zh: "人口文件第 \(line) 行：\(fact)"),
                next: tell("correct the line", zh: "请改正该行"))
        case .brokenLog(let entry):
            .refused(
                "broken-log", tell("the log was altered at entry \(entry)", zh: "操作记录在第 \(entry) 条被改动"),
                next: tell("put a copy of the database back, and find out who wrote to it", zh: "请恢复数据库备份，并查明谁改动过它"))
        }
    }
}
