/// Words of founding a ledger together: each operator makes its own keys, and only public parts travel.
enum FoundingWords {
    static var entry: String {
        tell("Write your node's part of a genesis, signed by its keys.", zh: "写出本节点在创世文件中的条目，由其密钥签署。")
    }

    static var entryDiscussion: String {
        tell(
            """
            The entry holds public parts alone, and a signature by each key over all of it and the ledger's name: so \
            nobody enters keys that he does not have, and an entry cannot be moved to another ledger.
            """,
            zh: "条目只含公开部分，并由每把密钥对全部内容和账本名称签名：谁都无法登记自己没有的密钥，条目也不能挪到别的账本。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox key node --out keys/node-1",
                "deedbox genesis entry --keys keys/node-1 --ledger city.example --name-zh 示例局 --name-en \"Office\" "
                    + "--out node-1.json")
    }

    static var assemble: String {
        tell("Put a draft and the operators' entries together.", zh: "把草案与各运营方的条目合成一份。")
    }

    static var assembleDiscussion: String {
        tell(
            """
            The draft is a readable genesis without validators: name, time, governance, parameters. Whoever assembles \
            is trusted with nothing: afterwards each operator compares the result with what was agreed, and with its \
            own keys (`genesis check --keys`).
            """,
            zh: "草案是不含验证节点的可读创世文件：名称、时间、治理、参数。合成者无需被信任：各运营方随后都核对结果与约定是否一致，以及自己的密钥是否在内（genesis check --keys）。")
            + "\n\n"
            + ConsoleWords.examples(
                "deedbox genesis assemble draft.json node-1.json node-2.json node-3.json --out genesis.json",
                "deedbox genesis create genesis.json --out genesis.cbor",
                "deedbox genesis check genesis.cbor --readable genesis.json --keys keys/node-1")
    }

    /// Where draft and entry are shown.
    static let page = "docs/protocol/genesis.md"

    static var keys: String { tell("The folder with the node's five keys.", zh: "存放节点五把密钥的文件夹。") }
    static var ledger: String { tell("The name that the ledger will have.", zh: "账本将使用的名称。") }
    static var member: String {
        tell("The node's member id; otherwise the name in the key files.", zh: "节点的成员标识；缺省取密钥文件中的名称。")
    }
    static var nameZh: String { tell("The institution's name in Chinese.", zh: "机构中文名称。") }
    static var nameEn: String { tell("The institution's name in English.", zh: "机构英文名称。") }
    static var outEntry: String { tell("The entry to write.", zh: "要写入的条目文件。") }
    static var draft: String { tell("A readable genesis without validators.", zh: "不含验证节点的可读创世文件。") }
    static var entries: String { tell("The entry of each operator.", zh: "各运营方的条目文件。") }
    static var outReadable: String { tell("The readable genesis to write.", zh: "要写入的可读创世文件。") }
    static var ownKeys: String {
        tell("The folder with your node's keys: do all five stand in it?", zh: "您的节点密钥文件夹：核对五把密钥是否都在其中。")
    }

    static func madeEntry(_ path: String) -> String { tell("Wrote the entry \(path)", zh: "已写出条目 \(path)") }
    static var entryMeaning: String {
        tell("Nothing in it is secret. The keys stay where they are.", zh: "其中没有秘密。密钥仍留在原处。")
    }
    static var entryNext: String {
        tell("hand it to whoever assembles the genesis", zh: "把它交给负责合成创世文件的人")
    }
    static func assembled(_ path: String) -> String {
        tell("Assembled the readable genesis \(path)", zh: "已合成可读的创世文件 \(path)")
    }
    static var assembledMeaning: String {
        tell(
            "Every key has signed its entry. Let each operator review the file, and check its own keys in it.",
            zh: "每把密钥都已签署自己的条目。请各运营方审阅该文件，并核对自己的密钥。")
    }
    static func allStand(_ member: String) -> String {
        tell("all five stand in it, as \(member)", zh: "五把都在其中，身份为 \(member)")
    }

    static func wrongKeys(_ folder: String) -> CommandError {
        .refused(
            "wrong-keys", tell("the keys in \(folder) are not those of a node", zh: "\(folder) 中的密钥不是节点密钥"),
            next: "deedbox key node --out keys/node-1")
    }

    static func otherLedger(_ path: String, _ found: String, _ name: String) -> CommandError {
        .refused(
            "other-ledger",
            tell(
                "\(path) was signed for the ledger \(found), not for \(name)",
                zh: "\(path) 是为账本 \(found) 签署的，而不是 \(name)"),
            next: tell("ask its operator for a new entry", zh: "请其运营方重新出具条目"))
    }

    static func keysMissing(_ folder: String, _ file: String) -> CommandError {
        .refused(
            "keys-missing", tell("none of the keys in \(folder) stands in \(file)", zh: "\(folder) 中的密钥都不在 \(file) 中"),
            next: tell("do not sign: this genesis leaves you out", zh: "请勿认可：该创世文件没有包含您的节点"))
    }

    static func otherKey(_ path: String, _ member: String) -> CommandError {
        .refused(
            "other-key", tell("\(path) is not the key that stands for \(member)", zh: "\(path) 不是 \(member) 名下登记的密钥"),
            next: tell("do not agree to it: somebody else's key stands in its place", zh: "请勿认可：该位置登记的是别人的密钥"))
    }
}
