internal import NodeAPI
internal import Rulebook
internal import Signing

extension WalletRefusal {
    /// Words of claims, applications, files and devices.
    var holderWords: Words {
        switch self {
        case .tooManyCopies(let count, let limit):
            .told(
                "\(count) copies; the issuer takes at most \(limit) at once", zh: "要 \(count) 份，签发机构一次最多 \(limit) 份",
                next: "ask for fewer with --copies", zh: "请用 --copies 减少份数")
        case .tooManyKeys(let limit):
            .told(
                "the wallet has \(limit) keys for documents, and holds no more", zh: "钱包已有 \(limit) 把文档密钥，不能再增加",
                next: "claim without --copies", zh: "请不带 --copies 领取")
        case .applicationsNotTaken(let issuer):
            .told(
                "\(issuer) takes no applications from wallets", zh: "\(issuer) 不受理钱包直接申请",
                next: "ask the office for an offer, and claim it", zh: "请向经办机构索取领取邀请")
        case .noSuchKind(let kind, let issuer):
            .told(
                "\(issuer) has no documents of the kind \(kind)", zh: "\(issuer) 没有类型 \(kind) 的文档",
                next: "check the code; `deedbox type list` shows the catalogue", zh: "请核对代码；deedbox type list 列出目录")
        case .declined(let reason, let answered):
            .told(
                "the issuer refused at \(UTCTime(seconds: answered)): \(reason.en)",
                zh: "签发机构于 \(UTCTime(seconds: answered)) 不予签发：\(reason.zh)",
                next: "mend what the reason names and apply again, or turn to the office", zh: "请按理由补正后重新申请，或向经办机构询问")
        case .noSuchFile(let name, let document):
            .told(
                "document \(document) names no file \(name)", zh: "第 \(document) 号文档没有名为 \(name) 的文件",
                next: "`deedbox wallet show` lists its files", zh: "文件名见 deedbox wallet show")
        case .fileAltered(let name, let found):
            .told(
                "what came as \(name) is another file: its SHA-256 is \(found.hex), and the document names another",
                zh: "收到的 \(name) 不是文档所指的附件：其 SHA-256 为 \(found.hex)，与文档所载不符",
                next: "it is not kept, and asked for again; if that stays so, tell the issuing office",
                zh: "未保存，会再次索取；若一直如此，请告知经办机构")
        case .filesNotOffered(let issuer):
            .told(
                "\(issuer) gives no files of claimed documents", zh: "\(issuer) 不提供所领文档的附件",
                next: "ask the issuing office for them", zh: "请向经办机构索取")
        case .nothingToForbid:
            .told(
                "nobody asks to bind this account to another device", zh: "没有人请求把本账户绑定到另一台设备",
                next: "run `deedbox wallet receive` first; the registrar's notice comes there",
                zh: "请先运行 deedbox wallet receive；核验方的通知由此送达")
        case .noSuchDocument, .notKept, .correctionOpen, .badRecoveryCode, .noBackup, .bindingWaits,
            .wrongPassphrase, .badKeyStore, .badBinding, .badToken, .answered, .ledger:
            words
        }
    }
}
