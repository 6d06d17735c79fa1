import NodeAPI
import Rulebook
import Signing

/// Words of the noun `member`.
enum MemberWords {
    static var abstract: String { tell("Institutions on the ledger.", zh: "账本上的机构成员。") }
    static var discussion: String {
        tell(
            "Members are changed by governance alone: as many of its keys sign as the genesis asks.",
            zh: "成员只能由治理密钥变更，签署数须达到创世文件规定的门限。")
    }
    static var register: String { tell("Register the members of a file.", zh: "登记文件中的成员。") }
    static var registerExamples: String {
        ConsoleWords.examples(
            "deedbox member register members.json --keys keys --governance-key g1.key --governance-key g2.key")
    }
    static var update: String { tell("Give members new details.", zh: "更新成员信息。") }
    static var suspend: String { tell("Suspend a member at once.", zh: "立即暂停成员。") }
    static var list: String { tell("List the members.", zh: "列出成员。") }
    static var file: String { tell("A file of the form deedbox-members/1.", zh: "deedbox-members/1 格式的文件。") }
    static var keys: String {
        tell(
            "Where <id>.key gives a member's key when the file does not, <id>-credential.key an issuer's second, and "
                + "<id>-sealing.key the one to which others seal.",
            zh: "文件未给密钥时，从此文件夹的 <成员标识>.key 读取；签发机构的文档密钥为 <成员标识>-credential.key，密封密钥为 <成员标识>-sealing.key。")
    }
    static var id: String { tell("The member's id.", zh: "成员标识。") }
    static var reinstate: String { tell("Lift a suspension as well.", zh: "同时解除暂停。") }
    static var withoutKeys: String {
        tell("Accept members for whom no key is found; they can sign nothing.", zh: "允许没有密钥的成员；他们不能签署任何声明。")
    }

    static var withoutSealingKey: String {
        tell(
            "Take away the key to which others seal; wallets can grant nothing to a member without one.",
            zh: "撤去密封公钥；没有它，钱包无法向该成员授权。")
    }

    static func sealingKeyMissing(_ id: MemberID) -> CommandError {
        .refused(
            "sealing-key-missing",
            tell(
                "\(id) has a sealing key on the ledger, and would lose it by this update",
                zh: "\(id) 在账本上有密封公钥，这次更新会把它去掉"),
            next: tell(
                "give --keys FOLDER with \(id)-sealing.key, or `sealingKey` in the file; "
                    + "--without-sealing-key if that is what you mean",
                zh: "请用 --keys 给出存放 \(id)-sealing.key 的文件夹，或在文件中写明 sealingKey；确需如此请加 --without-sealing-key"))
    }

    static func badSealingKey(_ id: MemberID) -> CommandError {
        .refused(
            "bad-sealing-key",
            tell(
                "the `sealingKey` of \(id) is a point of small order: nobody can seal to it",
                zh: "\(id) 的 sealingKey 是小阶点，无法向它密封数据"),
            next: tell("make one with `deedbox key sealing`", zh: "请用 deedbox key sealing 生成"))
    }

    static func noKey(_ id: MemberID, _ path: String?) -> CommandError {
        let beside = path.map { tell(", and there is no \($0)", zh: "，也没有 \($0)") } ?? ""
        return .refused(
            "no-key",
            tell(
                "the file has no `keys` for \(id)\(beside): the member could sign nothing",
                zh: "文件中 \(id) 没有 keys\(beside)：该成员将不能签署任何声明"),
            next: tell(
                "give --keys FOLDER with \(id).key, or the member's `keys` in the file; "
                    + "--without-keys if that is what you mean",
                zh: "请用 --keys 给出存放 \(id).key 的文件夹，或在文件中写明该成员的 keys；确需如此请加 --without-keys"))
    }

    /// Adds where an act on a member stands.
    static func add(_ item: MemberList.Item, _ outcome: FinalStatement, to report: inout Report) {
        report.fact(item.id.text, place(item.details.name, outcome.height))
        report.add("members", outcome.listed("id", item.id.text))
    }

    static var registered: String { tell("Registered", zh: "已登记") }
    static var updated: String { tell("Published", zh: "已公布") }

    static func suspended(_ id: String) -> String { tell("Suspended \(id)", zh: "已暂停 \(id)") }
    static func count(_ count: Int) -> String { tell("\(counted(count, "member"))", zh: "\(count) 个成员") }

    static func place(_ name: Bilingual, _ height: UInt64) -> String {
        tell("\(name.en)  block \(height)", zh: "\(name.zh)  区块 \(height)")
    }

    static func registeredMeaning(_ delay: UInt64) -> String {
        tell(
            "Every node accepts their statements from one block on: \(Moment.duration(delay)) "
                + "after the registration, or at once when all governance keys signed.",
            zh: "从同一区块起，所有节点都接受其声明：登记后 \(Moment.duration(delay)) 生效，全部治理密钥签署则立即生效。")
    }
}
