import Signing

/// Words of the noun `key`.
enum KeyWords {
    static var abstract: String { tell("Make and look at key files.", zh: "生成和查看密钥文件。") }

    static var discussion: String {
        tell(
            "A key has one purpose and is used for no other. Who has the file can act in its owner's name.",
            zh: "一把密钥只有一种用途。谁持有密钥文件，谁就能以其所有者的名义行事。")
    }

    static var new: String { tell("Make a new key and write it to a file.", zh: "生成新密钥并写入文件。") }

    static var newDiscussion: String {
        tell(
            """
            Members sign their statements with a `statement` key, the institutions that govern the network with \
            `governance` keys; a holder makes a fresh `grant` key for every grant. For a node, use `key node`.
            """,
            zh: """
                成员机构用 statement 密钥签署声明，治理机构用 governance 密钥；持有人每次授权使用一把新的 grant 密钥。\
                节点请用 key node。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox key new --purpose statement --out police.key",
                "deedbox key new --purpose governance --out governance-1.key --passphrase-file secret.txt")
    }

    static var purpose: String { tell("What the key is for.", zh: "密钥的用途。") }
    static var out: String { tell("The file to write; it must not exist.", zh: "要写入的文件；不能已存在。") }
    static var outFolder: String { tell("The folder to write the key files into.", zh: "写入密钥文件的文件夹。") }

    static var name: String {
        tell("Whose key it is, for people; otherwise the file's name.", zh: "密钥的主人（供人阅读）；缺省为文件名。")
    }

    static var algorithm: String {
        tell(
            "The algorithm of a statement or governance key; otherwise Ed25519.",
            zh: "statement 或 governance 密钥的算法；缺省为 Ed25519。")
    }

    static var passphraseForNew: String {
        tell(
            "Seal the secret part with the first line of this file; - reads the standard input.",
            zh: "用该文件的第一行作为口令加密私钥；- 表示从标准输入读取。")
    }

    static var passphrase: String {
        tell(
            "The file whose first line opens a sealed key; several may be given, each key takes the one that fits; "
                + "- reads the standard input.",
            zh: "打开加密密钥的口令文件（取第一行）；可给出多个，每把密钥用其中能打开它的一个；- 表示从标准输入读取。")
    }

    static var node: String {
        tell("Make the five keys of a node, each in its file.", zh: "生成一个节点的五把密钥，各存一个文件。")
    }

    static var nodeDiscussion: String {
        tell(
            "log and cosigner sign checkpoints, vote votes, release answers, link opens connections to other nodes.",
            zh: "log 和 cosigner 签署检查点，vote 用于投票，release 签署答复，link 用于节点间连接。")
            + "\n\n" + ConsoleWords.examples("deedbox key node --out keys/node-1")
    }

    static var nodeName: String {
        tell("The node's member id; otherwise the folder's name.", zh: "节点的成员标识；缺省为文件夹名。")
    }

    static var show: String {
        tell("Show what a key file says, without its secret.", zh: "查看密钥文件的公开内容（不含私钥）。")
    }

    static var file: String { tell("The key file.", zh: "密钥文件。") }

    static var sample: String {
        tell("Write the keys of demos and tests.", zh: "写出演示和测试用的样例密钥。")
    }

    static var sampleDiscussion: String {
        tell(
            """
            Everyone knows their secrets: they follow from their names. Only a network whose genesis says `sample` \
            accepts them.
            """,
            zh: "样例密钥由名称推导，私钥人人可知。只有创世文件标明 sample 的网络才接受它们。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox key sample police --out police.key", "deedbox key sample --all --out keys-sample")
    }

    static var sampleName: String {
        tell("Which key: node-1/log, governance-1, police, bank …", zh: "哪一把：node-1/log、governance-1、police、bank……")
    }

    static var all: String {
        tell("Write the keys of all members, of governance and of the first nodes.", zh: "写出所有成员、治理机构和前几个节点的密钥。")
    }

    static var nodes: String { tell("With --all: how many nodes, 1 to 20.", zh: "与 --all 合用：节点数，1 到 20。") }

    static var sampleOut: String {
        tell("The file to write; with --all the folder.", zh: "要写入的文件；与 --all 合用时为文件夹。")
    }

    static var nameOrAll: String {
        tell("Name one sample key, or say --all.", zh: "请给出一把样例密钥的名称，或使用 --all。")
    }

    static var nodesRange: String { tell("--nodes takes 1 to 20.", zh: "--nodes 取 1 到 20。") }
}

extension KeyWords {
    static func made(_ path: String) -> String { tell("Made a new key: \(path)", zh: "已生成新密钥：\(path)") }

    static func madeNode(_ folder: String) -> String {
        tell("Made the five keys of a node in \(folder)", zh: "已在 \(folder) 生成节点的五把密钥")
    }

    static func madeSamples(_ count: Int, _ path: String) -> String {
        count == 1
            ? tell("Wrote the sample key \(path)", zh: "已写出样例密钥 \(path)")
            : tell("Wrote \(count) sample keys below \(path)", zh: "已在 \(path) 下写出 \(count) 把样例密钥")
    }

    static var plainMeaning: String {
        tell(
            "The secret part is not encrypted: keep the file where only its owner can read it.",
            zh: "私钥部分未加密：请把文件放在只有所有者能读取的地方。")
    }

    static var sealedMeaning: String {
        tell(
            "Without its passphrase the file is of no use to anyone, its owner included.",
            zh: "没有口令，任何人（包括所有者本人）都无法使用该文件。")
    }

    static var sampleMeaning: String {
        tell(
            "Everyone knows the secrets of sample keys: they protect nothing outside a sample network.",
            zh: "样例密钥的私钥人人可知：在样例网络之外起不到任何保护作用。")
    }

    static var forGenesis: String {
        tell("For the node's entry in the readable genesis:", zh: "可填入可读创世文件中该节点的条目：")
    }

    static var nodeMeaning: String {
        tell(
            "Each key has its own purpose, so that one can be lost or replaced without the others.",
            zh: "每把密钥各有用途，丢失或更换其中一把不影响其他密钥。")
    }

    static func describe(_ purpose: KeyPurpose) -> String {
        switch purpose {
        case .statement: tell("statement: a member's own acts", zh: "statement：成员机构自己的声明")
        case .credential: tell("credential: the documents that a member issues", zh: "credential：成员机构签发的文档")
        case .presentation:
            tell("presentation: what a desk asks of other makers' wallets", zh: "presentation：向其他厂商钱包发出的请求")
        case .governance: tell("governance: changes of members and types", zh: "governance：成员与目录的治理")
        case .log: tell("log: a node's signature on checkpoints", zh: "log：节点对检查点的日志签名")
        case .cosigner: tell("cosigner: a node's cosignature on checkpoints", zh: "cosigner：节点对检查点的联署")
        case .vote: tell("vote: a validator's votes", zh: "vote：验证节点的投票")
        case .release: tell("release: a node's answers", zh: "release：节点的答复")
        case .link: tell("link: a node's links to other nodes", zh: "link：节点之间的连接")
        case .grant: tell("grant: one grant of a holder", zh: "grant：持有人的一次授权")
        }
    }

    static func unknownAlgorithm(_ name: String) -> CommandError {
        .usage(
            tell("\(name) is no algorithm that is known here", zh: "不认识的算法 \(name)"),
            next: SignatureAlgorithm.allCases.map(\.name).joined(separator: ", "))
    }

    static func fixedAlgorithm(_ purpose: KeyPurpose, _ algorithm: SignatureAlgorithm) -> CommandError {
        .usage(
            tell(
                "a \(purpose.rawValue) key is always \(algorithm.name)",
                zh: "\(purpose.rawValue) 密钥只能是 \(algorithm.name)"))
    }

    static func noSuchSample(_ name: String) -> CommandError {
        .usage(
            tell("there is no sample key named \(name)", zh: "没有名为 \(name) 的样例密钥"),
            next: "node-1/log … node-20/link, governance-1 … governance-3, police, civil-affairs, real-estate, "
                + "market, payroll, bank, notary, regulator, registrar; <issuer>-credential; "
                + "bank-sealing, notary-sealing, regulator-sealing")
    }

    static func badFile(_ path: String, _ error: KeyFileError) -> CommandError {
        switch error {
        case .passphraseNeeded:
            .usage(
                tell("\(path) is sealed with a passphrase", zh: "\(path) 已用口令加密"), code: "passphrase-needed",
                next: tell("give --passphrase-file", zh: "请用 --passphrase-file 给出口令文件"))
        case .wrongPassphrase:
            .refused(
                "wrong-passphrase",
                tell(
                    "\(path) does not open with the passphrase given, or was altered",
                    zh: "所给口令不能打开 \(path)，或者文件被改动过"),
                next: tell(
                    "check the passphrase file; --passphrase-file may stand several times",
                    zh: "请检查口令文件；--passphrase-file 可多次给出"))
        case .notAKeyFile(.malformed(.unexpectedByte, _)), .notAKeyFile(.tooLarge): notAKey(path)
        case .notAKeyFile, .nameNotAllowed, .emptyPassphrase, .publicKeyMismatch, .notEnoughMemory:
            .refused(
                "bad-key-file", tell("\(path): \(error)", zh: "\(path)：\(error)"), next: keyNext)
        }
    }

    /// Something else than a key file.
    static func notAKey(_ path: String) -> CommandError {
        .refused("bad-key-file", tell("\(path) is no key file", zh: "\(path) 不是密钥文件"), next: keyNext)
    }

    private static var keyNext: String {
        tell("name a file that `deedbox key new` has made", zh: "请给出 deedbox key new 生成的文件")
    }

    static func wrongPurpose(_ path: String, _ found: KeyPurpose, _ needed: KeyPurpose) -> CommandError {
        .refused(
            "wrong-key-purpose",
            tell(
                "\(path) is a key for the purpose \(found.rawValue), and \(needed.rawValue) is needed here",
                zh: "\(path) 是用于 \(found.rawValue) 的密钥，这里需要 \(needed.rawValue)"),
            next: tell("name the key of that purpose", zh: "请改用对应用途的密钥"))
    }

    static func emptyPassphrase(_ path: String) -> CommandError {
        .refused(
            "empty-passphrase", tell("the first line of \(path) is empty", zh: "\(path) 的第一行为空"),
            next: tell("write the passphrase into it", zh: "请写入口令"))
    }
}
