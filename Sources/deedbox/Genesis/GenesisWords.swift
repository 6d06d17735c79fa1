import Ledger
import Rulebook

/// Words of the noun `genesis`.
enum GenesisWords {
    static var abstract: String { tell("Make and check the first facts of a ledger.", zh: "生成和检查账本的创世文件。") }

    static var discussion: String {
        tell(
            """
            A genesis says who keeps the ledger, who governs it, and its limits. The ledger's name (its origin) \
            follows from the bytes of this file, and stands in every signature: who has the right genesis file can \
            check everything else.
            """,
            zh: """
                创世文件写明账本由谁维护、由谁治理、有哪些限额。账本标识（origin）由该文件的字节推导，并写入每一个签名：\
                手里有正确的创世文件，就能核验其余一切。
                """)
    }

    static var create: String {
        tell("Make the genesis file from its readable form.", zh: "由可读形式生成创世文件。")
    }

    static var createDiscussion: String {
        tell(
            """
            The readable form (deedbox-genesis/1) is JSON that people review; the genesis file is its one canonical \
            CBOR encoding. Hand the file, or at least its digest, to everyone who will check this ledger.
            """,
            zh: """
                可读形式（deedbox-genesis/1）是供人审阅的 JSON；创世文件是它唯一的规范 CBOR 编码。\
                请把该文件（至少是它的摘要）交给每一个要核验本账本的人。
                """) + "\n\n"
            + ConsoleWords.examples("deedbox genesis create genesis/sample/genesis.json --out genesis.cbor")
    }

    static var show: String { tell("Show a genesis for people.", zh: "以可读形式查看创世文件。") }

    static var showDiscussion: String {
        tell(
            "With --json this prints the readable form, from which `genesis create` makes the same file again.",
            zh: "加 --json 时输出可读形式，genesis create 可由它重新生成同一个文件。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox genesis show genesis.cbor", "deedbox genesis show genesis.cbor --json > genesis.json")
    }

    static var check: String {
        tell("Check that readable form and genesis file agree.", zh: "检查可读形式与创世文件是否一致。")
    }

    static var checkDiscussion: String {
        tell(
            "Prints the origin; with --details also the verifier keys of the log and its cosigners, "
                + "and the checkpoint policy that follows.",
            zh: "输出账本标识；加 --details 时还输出日志与联署的验证密钥，以及由此得出的检查点策略。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox genesis check genesis.cbor",
                "deedbox genesis check genesis.cbor --readable genesis/sample/genesis.json")
    }

    static var readableFile: String {
        tell("The readable form: JSON of the format deedbox-genesis/1.", zh: "可读形式：deedbox-genesis/1 格式的 JSON。")
    }

    static var out: String { tell("The genesis file to write.", zh: "要写入的创世文件。") }
    static var file: String { tell("A genesis, in either form.", zh: "创世文件，两种形式均可。") }
    static var against: String { tell("The readable form to compare with.", zh: "要比对的可读形式。") }
    static var trust: String { tell("The genesis that you trust, as CBOR or JSON.", zh: "您信任的创世文件，CBOR 或 JSON。") }
}

extension GenesisWords {
    static func made(_ path: String) -> String { tell("Made the genesis file \(path)", zh: "已生成创世文件 \(path)") }

    /// The origin follows from the file's bytes alone: who hears the same origin has the same file.
    static func compare(_ origin: String) -> String {
        tell("Compare this aloud: \(origin)", zh: "请与各方口头核对：\(origin)")
    }

    static func startNode(_ genesis: String, _ keys: String) -> String {
        "deedbox node init --genesis \(genesis) --data data && "
            + "deedbox node run --genesis \(genesis) --data data --keys \(keys) --config node.json"
    }

    static var details: String {
        tell("Print digest, verifier keys and checkpoint policy too.", zh: "同时输出摘要、验证密钥与检查点策略。")
    }

    static func isGood(_ path: String) -> String {
        tell(
            "\(path) is a good genesis; its readable form leads back to the same bytes", zh: "\(path) 合规；其可读形式能还原出相同的字节"
        )
    }

    static var agree: String { tell("Both files say the same, byte for byte", zh: "两个文件内容一致，逐字节相同") }
    static var verifierKeys: String { tell("Verifier keys (C2SP signed-note):", zh: "验证密钥（C2SP signed-note）：") }
    static var policy: String { tell("Checkpoint policy (C2SP tlog-policy):", zh: "检查点策略（C2SP tlog-policy）：") }
    static var validators: String { tell("Validators:", zh: "验证节点：") }
    static var parameters: String { tell("Parameters:", zh: "参数：") }

    static var sample: String {
        tell("a sample network: sample keys and citizens born in 2090 are accepted", zh: "样例网络：接受样例密钥和 2090 年出生的样例公民")
    }

    static func quorum(_ quorum: Quorum, _ model: FaultModel) -> String {
        let liars =
            switch model {
            case .crash: tell("none of them lies", zh: "假定无人作恶")
            case .byzantine: tell("up to \(quorum.liars) may lie", zh: "最多 \(quorum.liars) 个可作恶")
            }
        return tell(
            "\(quorum.count) of \(quorum.validators) make a checkpoint final (\(liars), "
                + "\(quorum.silent) may be silent)",
            zh: "\(quorum.validators) 个中 \(quorum.count) 个联署即终局（\(liars)，可有 \(quorum.silent) 个停机）")
    }

    static func governance(_ threshold: Int, _ count: Int, _ delay: UInt64) -> String {
        tell(
            "\(threshold) of \(count) keys; their changes are in force after \(Moment.duration(delay)), "
                + "at once when all sign",
            zh: "\(count) 把密钥中的 \(threshold) 把；变更在 \(Moment.duration(delay)) 后生效，全部签署则立即生效")
    }

    static func badFile(_ path: String, _ error: GenesisError) -> CommandError {
        .refused(
            "bad-genesis",
            tell("\(path) is not a genesis file: \(describe(error))", zh: "\(path) 不是创世文件：\(describe(error))"),
            next: tell(
                "`deedbox genesis create` makes one from its readable form", zh: "可用 deedbox genesis create 由可读形式生成"))
    }

    /// Why bytes are no genesis; the rules are told as the readable form tells them.
    static func describe(_ error: GenesisError) -> String {
        if case .encoding(let error) = error { return FormWords.describe(error) }
        return "\(error)"
    }

    static func notReadableForm(_ path: String) -> CommandError {
        .refused(
            "not-readable-form",
            tell("\(path) is a genesis file already, not the readable form", zh: "\(path) 已是创世文件，而不是可读形式"),
            next: tell("`deedbox genesis show` prints its readable form", zh: "可用 deedbox genesis show 查看其可读形式"))
    }

    static func differs(_ file: String, _ readable: String) -> CommandError {
        .refused(
            "genesis-differs",
            tell("\(file) and \(readable) are not the same genesis", zh: "\(file) 与 \(readable) 不是同一个创世文件"),
            next: tell(
                "compare `deedbox genesis show \(file) --json` with it",
                zh: "请与 deedbox genesis show \(file) --json 的输出比对"))
    }

    static func notReadable(_ path: String, _ reason: String) -> CommandError {
        .refused(
            "no-readable-form",
            tell("\(path) has no readable form that leads back to it: \(reason)", zh: "\(path) 没有可还原的可读形式：\(reason)"),
            next: tell("make the genesis again from a readable form", zh: "请由可读形式重新生成"))
    }
}
