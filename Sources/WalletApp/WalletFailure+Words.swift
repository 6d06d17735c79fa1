public import NodeAPI
internal import Rulebook

extension WalletFailure {
    /// The fact and the next step.
    public var words: Words {
        switch self {
        case .exists, .missing, .locked, .otherLedger, .database, .file, .sealed, .fileAway: fileWords
        case .unreachable, .unreadable, .epochs, .badProof, .behind, .pending: networkWords
        }
    }

    private var fileWords: Words {
        switch self {
        case .exists(let path):
            .told(
                "\(path) already holds a wallet", zh: "\(path) 中已有钱包",
                next: "name another folder; a wallet is never overwritten", zh: "请换一个文件夹；钱包不会被覆盖")
        case .missing(let path):
            .told(
                "there is no wallet in \(path)", zh: "\(path) 中没有钱包",
                next: "check the folder, or make one with `deedbox wallet init`",
                zh: "请检查文件夹，或用 deedbox wallet init 新建")
        case .locked(let path):
            .told(
                "another process is using the wallet in \(path)", zh: "另一个进程正在使用 \(path) 中的钱包",
                next: "wait until it has ended, then try again", zh: "请等它结束后再试")
        case .otherLedger(let path):
            .told(
                "the wallet in \(path) belongs to another ledger", zh: "\(path) 中的钱包属于另一个账本",
                next: "check the folder and the addresses of the nodes", zh: "请检查文件夹和节点地址")
        case .database(let path, let reason):
            .told(
                "the database \(path) cannot be used: \(reason)", zh: "数据库 \(path) 不可用：\(reason)",
                next: "check disk and permissions; keep the file, it holds the documents",
                zh: "请检查磁盘和权限；请保留该文件，文档都在其中")
        case .sealed(let place):
            .told(
                "what the wallet keeps as \(place) does not open: it was altered", zh: "钱包中的 \(place) 打不开：已被改动",
                next: "put back your copy of the database; else ask the issuer to send the document again",
                zh: "请恢复数据库备份；否则请签发机构重新送达")
        case .fileAway(let name):
            .told(
                "the file \(name) was not fetched yet, or none came that is the one that the document names",
                zh: "文件 \(name) 尚未取到，或取到的都不是文档所指的那一份",
                next: "run `deedbox wallet receive` later; else ask the issuer to send the document again",
                zh: "请稍后运行 deedbox wallet receive；否则请签发机构重新送达")
        case .file(let path, let reason):
            .told(
                "\(path) cannot be used: \(reason)", zh: "无法使用 \(path)：\(reason)",
                next: "check the folder, its permissions and the free space", zh: "请检查文件夹、权限和剩余空间")
        case .unreachable, .unreadable, .epochs, .badProof, .behind, .pending: networkWords
        }
    }

    private var networkWords: Words {
        switch self {
        case .unreachable(let url, let reason):
            .told(
                "\(url) does not answer: \(reason)", zh: "\(url) 没有回答：\(reason)",
                next: "try again later; nothing is lost", zh: "请稍后再试；没有丢失任何东西")
        case .unreadable(let url, let reason):
            .told(
                "the answer of \(url) cannot be read: \(reason)", zh: "\(url) 的回答读不出来：\(reason)",
                next: "check the address, and that both sides have the same version", zh: "请检查地址，以及两边的版本是否相同")
        case .epochs(let reason):
            .told(
                "the nodes' proof of who keeps the ledger does not hold: \(reason)", zh: "节点给出的任期证明不成立：\(reason)",
                next: "ask other nodes with --node", zh: "请用 --node 询问其他节点")
        case .badProof(let reason):
            .told(
                "the node's proof does not hold: \(reason)", zh: "节点给出的证明不成立：\(reason)",
                next: "ask another node, and keep this answer", zh: "请询问其他节点，并保留该回答")
        case .behind(let found, let seen):
            .told(
                "the nodes answer for block \(found), and this wallet has seen block \(seen)",
                zh: "节点的回答截至区块 \(found)，而本钱包已见过区块 \(seen)",
                next: "wait until the nodes have caught up, or ask others with --node", zh: "请等节点跟上，或用 --node 询问其他节点")
        case .pending(let id):
            .told(
                "statement \(id) is accepted and not final yet", zh: "声明 \(id) 已受理，尚未终局",
                next: "ask again: the same statement counts once", zh: "可再次询问：同一声明只计一次")
        case .exists, .missing, .locked, .otherLedger, .database, .file, .sealed, .fileAway: fileWords
        }
    }
}

extension Words {
    /// The fact in both languages, then the next step in both.
    static func told(_ en: String, zh: String, next nextEn: String, zh nextZh: String) -> Words {
        Words(detail: Bilingual(zh: zh, en: en), next: Bilingual(zh: nextZh, en: nextEn))
    }
}
