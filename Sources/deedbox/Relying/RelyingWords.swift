import RelyingApp
import Rulebook

/// Words of the noun `relying`.
enum RelyingWords {
    static var abstract: String {
        tell("Ask holders for their documents, and use what they grant.", zh: "向持有人请求证照，并在授权内使用。")
    }
    static var discussion: String {
        ConsoleWords.examples(
            "deedbox relying init --data bank --key bank.key --sealing-key bank-sealing.key --trust genesis.cbor",
            "deedbox relying serve --data bank",
            "deedbox relying scene genesis/sample/scene.json --data bank",
            "deedbox relying request --scene loan --profile basic --case A-17 --data bank",
            "deedbox relying use GRANT --data bank") + "\n\n" + ConsoleWords.exitCodes
    }
    static var initialise: String { tell("Make a desk.", zh: "建立用证台。") }
    static var serve: String { tell("Answer wallets, staff and programs.", zh: "答复钱包、工作人员和程序。") }
    static var addKey: String {
        tell("Add a sealing key; older ones are kept.", zh: "加入新的密封密钥；旧的继续保留。")
    }
    static var scene: String { tell("The scenes of this party.", zh: "本机构的用证场景。") }
    static var request: String { tell("Open a request for one holder, and print its link.", zh: "向一位持有人发起请求并给出链接。") }
    static var requestExamples: String {
        ConsoleWords.examples(
            "deedbox relying request --scene loan --profile basic --uses 3 --days 30 --case A-17 --data bank")
    }
    static var status: String { tell("Show what became of requests.", zh: "查看请求的进展。") }
    static var use: String { tell("Take one counted use, and open what it brings.", zh: "进行一次计数的使用并打开内容。") }
    static var useExamples: String {
        ConsoleWords.examples(
            "deedbox relying use GRANT --data bank", "deedbox relying use GRANT --index 2 --data bank")
    }
    static var show: String { tell("Show what uses brought, with every check.", zh: "查看使用所得内容及各项核验。") }
    static var data: String { tell("The desk's folder.", zh: "用证台的文件夹。") }
    static var sealingKey: String { tell("The key to which wallets seal.", zh: "钱包封存内容所用的密封密钥文件。") }
    static var url: String {
        tell("The desk's address as wallets reach it.", zh: "钱包访问用证台的地址。")
    }
    static var host: String { tell("The address to listen on.", zh: "监听地址。") }
    static var port: String { tell("The port to listen on.", zh: "监听端口。") }
    static var sessionSeconds: String { tell("How long a request lives.", zh: "请求的有效时间（秒）。") }
    static var behindProxy: String {
        tell("A proxy before it speaks TLS: other addresses than loopback are allowed.", zh: "前面有 TLS 代理，允许本机以外的地址。")
    }
    static var text: String { tell("A word to this holder, in Chinese.", zh: "给这位持有人的说明（中文）。") }
    static var textEn: String { tell("The same in English.", zh: "同上（英文）。") }
    static var name: String { tell("A request, a grant or a case number.", zh: "请求标识、授权标识或案号。") }
    static var limit: String { tell("Most requests to show.", zh: "最多显示多少个请求。") }
    static var useCase: String {
        tell("The case number; otherwise that of the request.", zh: "案号；缺省取请求的案号。")
    }
    static var again: String {
        tell("Ask the ledger for what could not be checked then.", zh: "向账本补查当时无法核验的事项。")
    }
    static var fault: String { tell("Write the evidence of this fault.", zh: "导出该项错误的证据。") }
    static var evidence: String {
        tell("Write the evidence of this use, for anyone with the genesis.", zh: "导出该次使用的证据包，凭创世文件即可核验。")
    }
    static var shownIndex: String { tell("Which use; otherwise all.", zh: "第几次使用；缺省为全部。") }
    static var out: String { tell("The file for the evidence.", zh: "证据文件。") }
    static var showExamples: String {
        ConsoleWords.examples(
            "deedbox relying show A-17 --data bank",
            "deedbox relying show GRANT --index 1 --evidence --out evidence.json --data bank")
    }
    static var keyRegistered: String {
        tell("The ledger has this sealing key: wallets can answer.", zh: "账本已登记该密封公钥，钱包可以答复。")
    }
    static var keyNotRegistered: String {
        tell(
            "The ledger does not have this sealing key: governance registers it before wallets can answer.",
            zh: "账本尚未登记该密封公钥：须先由治理方登记，钱包才能答复。")
    }
    static var keyAddedMeaning: String {
        tell(
            "Requests name the key that the ledger has; what was sealed to an older one still opens.",
            zh: "请求使用账本登记的公钥；封存给旧公钥的内容仍可打开。")
    }
    static var requestedMeaning: String {
        tell(
            "The link works for the first wallet that opens it, and for no other.",
            zh: "链接只对第一个打开它的钱包有效。")
    }
    static var faultMeaning: String {
        tell(
            "It opens one ticket or one answer: give it to the one blamed and to the regulator, to nobody else.",
            zh: "它能打开一份票据或一份答复：只交给责任方和监管方。")
    }

    static var evidenceMeaning: String {
        tell(
            "It holds what was shown, in the clear: keep it as the documents themselves.",
            zh: "其中有出示内容的明文：请像保管证照本身一样保管。")
    }

    static func made(_ folder: String) -> String { tell("Desk made in \(folder)", zh: "已在 \(folder) 建立用证台") }
    static func running(_ host: String, _ port: Int) -> String {
        tell("The relying desk answers on \(host):\(port)", zh: "用证台正在 \(host):\(port) 答复")
    }
    static func keyAdded(_ count: Int) -> String {
        tell("The desk has \(counted(count, "sealing key"))", zh: "用证台现有 \(count) 把密封密钥")
    }
    static func requested(_ minutes: UInt64) -> String {
        tell(
            "The request waits for its holder, \(counted(Int(clamping: minutes), "minute")) long",
            zh: "请求已发起，等待持有人，\(minutes) 分钟内有效")
    }
    static func count(_ count: Int) -> String { tell("\(counted(count, "request"))", zh: "\(count) 个请求") }
    static func used(_ number: UInt64) -> String {
        tell("Use \(number) is counted, opened and kept", zh: "第 \(number) 次使用已计数、打开并留存")
    }
    static func evidenceWritten(_ number: UInt64, _ path: String) -> String {
        tell("The evidence of use \(number) is in \(path)", zh: "第 \(number) 次使用的证据包已写入 \(path)")
    }
    static func faultWritten(_ path: String) -> String {
        tell("The evidence is in \(path)", zh: "证据已写入 \(path)")
    }

    static func word(_ state: Session.State, _ end: GrantEnd? = nil) -> String {
        if let end { return tell(end.words.en, zh: end.words.zh) }
        return switch state {
        case .open: tell("not fetched", zh: "未取")
        case .asked: tell("fetched", zh: "已取，待答复")
        case .answered: tell("answered, not final", zh: "已答复，未终局")
        case .granted: tell("granted", zh: "已授权")
        case .refused: tell("refused", zh: "已拒绝")
        }
    }

    static func state(_ matter: Matter, _ end: GrantEnd? = nil) -> String {
        let name = matter.session.grant?.description ?? matter.session.id.description
        let word = word(matter.session.state, end)
        return tell("\(name): \(word)", zh: "\(name)：\(word)")
    }
}
