import NodeAPI
import Rulebook
import Signing

/// Words that every command uses which sends something to a ledger.
enum SubmitWords {
    static var node: String { tell("A node of the ledger; several may be given.", zh: "账本节点地址，可给出多个。") }
    static var key: String { tell("The member's statement key.", zh: "成员的声明签名密钥。") }
    static var member: String {
        tell("The member that signs; otherwise the name in the key file.", zh: "签署的成员；缺省取密钥文件中的名称。")
    }
    static var governanceKey: String {
        tell("A governance key; give as many as the threshold asks.", zh: "治理密钥；按门限要求给出多把。")
    }

    static var trust: String {
        tell(
            "The genesis file that the node must keep; otherwise the node's own is taken at its word.",
            zh: "节点必须维护的账本的创世文件；缺省则采信节点自己给出的。")
    }

    static func otherLedger(_ found: String, _ trusted: String) -> CommandError {
        .refused(
            "other-ledger",
            tell("the node keeps \(found), and the genesis is of \(trusted)", zh: "节点维护的是 \(found)，而创世文件属于 \(trusted)"),
            next: tell("check the address of the node, or the genesis file", zh: "请检查节点地址或创世文件"))
    }

    static func badGenesis(_ fact: String) -> CommandError {
        .failed(
            "bad-genesis", tell("the node's genesis cannot be read: \(fact)", zh: "无法读取节点的创世文件：\(fact)"),
            next: tell("check that the address is a node's", zh: "请检查地址是不是节点"))
    }

    static var noGovernanceKey: CommandError {
        .usage(
            tell("an act of governance needs its keys", zh: "治理行为需要治理密钥"),
            next: tell("--governance-key FILE, once for each key", zh: "--governance-key 文件，每把密钥一次"))
    }

    static var noAnswer: CommandError {
        .failed(
            "no-answer", tell("the node gave no outcome", zh: "节点没有给出结果"),
            next: tell("ask again, or another node", zh: "请重试，或询问其他节点"))
    }

    static var noReceipt: CommandError {
        .failed(
            "no-receipt", tell("the node says final and gives no receipt", zh: "节点声称已终局，却没有给出回执"),
            next: tell("ask another node what became of it", zh: "请向其他节点查询结果"))
    }

    static func badReceipt(_ fact: String) -> CommandError {
        .failed(
            "bad-receipt",
            tell("the node says final, but its receipt does not hold: \(fact)", zh: "节点声称已终局，但其回执不成立：\(fact)"),
            next: tell("do not rely on it; ask another node, and report this one", zh: "请勿采信；请询问其他节点并报告此节点"))
    }

    static var otherReceipt: CommandError {
        badReceipt(tell("it is of another statement", zh: "它属于另一份声明"))
    }

    static func pending(_ id: StatementID) -> CommandError {
        .failed(
            "pending", tell("statement \(id) is accepted and not final yet", zh: "声明 \(id) 已受理，尚未终局"),
            next: tell("ask again: the same statement counts once", zh: "可再次询问：同一声明只计一次"))
    }

    static func standstill(_ it: Standstill) -> String {
        let missing = (it.missing.joined(separator: ", "), it.missing.joined(separator: "、"))
        return tell(
            "the ledger stands still: \(it.answering) of \(it.count) nodes "
                + "\(it.answering == 1 ? "answers" : "answer"), \(it.needed) are needed; missing: \(missing.0)",
            zh: "账本停滞：\(it.count) 个节点中有 \(it.answering) 个应答，需要 \(it.needed) 个；缺少：\(missing.1)")
    }

    static var standstillNext: String {
        tell(
            "start the missing nodes (`deedbox network status --data FOLDER`); "
                + "what was accepted waits for its block and counts once",
            zh: "请启动缺少的节点（deedbox network status --data 文件夹）；已受理的内容会等待入块，且只计一次")
    }

    static func waiting(_ it: Standstill) -> String {
        tell("Waiting: \(standstill(it))", zh: "等待中：\(standstill(it))")
    }

    static func stopped(_ done: Int, of all: Int) -> String {
        tell(
            "\(done) of \(all) are on the ledger; the rest is not registered yet",
            zh: "\(all) 项中 \(done) 项已在账本上；其余尚未登记")
    }

    static func theSame(_ name: Bilingual) -> String {
        tell("\(name.en)  registered already, the same", zh: "\(name.zh)  已登记，内容相同")
    }

    static func refused(_ outcome: OutcomeBody) -> CommandError {
        let detail = outcome.detail.map { tell($0.en, zh: $0.zh) } ?? ""
        var told = CommandError.refused(
            outcome.code ?? "refused", detail, next: outcome.next.map { tell($0.en, zh: $0.zh) })
        told.winner = outcome.winner.map(winner)
        return told
    }

    private static func winner(_ winner: WinnerBody) -> JSONValue {
        [
            "id": .string(winner.id), "height": .integer(Int64(clamping: winner.height)),
            "time": .integer(Int64(clamping: winner.time)), "receipt": winner.receipt.map { .string($0) } ?? .null,
            "assurance": winner.assurance?.json ?? .null,
        ]
    }
}
