public import NodeAPI
public import Rulebook
public import Signing

/// What was asked of the wallet and may not be: a case per rule, with its facts.
public enum WalletRefusal: Error, Hashable, Sendable {
    /// The wallet has no document of that number.
    case noSuchDocument(Int64)
    /// What was claimed is not kept, and why; final when a check said no.
    case notKept(Finding, isFinal: Bool)
    /// The issuer takes fewer copies at once.
    case tooManyCopies(Int, limit: Int)
    /// The wallet's key store is full.
    case tooManyKeys(limit: Int)
    /// The issuer takes no applications from wallets.
    case applicationsNotTaken(String)
    /// The issuer has no such kind of document.
    case noSuchKind(String, String)
    /// A clerk refused what was applied for, at that time (POSIX seconds).
    case declined(Bilingual, answered: UInt64)
    /// The document names no file of that name.
    case noSuchFile(String, Int64)
    /// What came as a file of a claimed document has another SHA-256 than the document says.
    case fileAltered(String, found: Digest)
    /// The issuer gives no files of claimed documents.
    case filesNotOffered(String)
    /// Nobody asks to bind the account to another device.
    case nothingToForbid
    /// A correction of the document waits for its answer since that block.
    case correctionOpen(Int64, height: UInt64)
    /// The recovery code is not one, or opens nothing.
    case badRecoveryCode(Bilingual)
    /// The registrar keeps no backup for the account.
    case noBackup
    /// The registrar waits until that time (POSIX seconds), in which the old device may forbid the new binding.
    case bindingWaits(until: UInt64)
    /// The passphrase does not open the wallet.
    case wrongPassphrase
    /// The key store cannot be used, and why.
    case badKeyStore(String)
    /// The registrar's binding does not hold, and why.
    case badBinding(Bilingual)
    /// A trace token of the registrar's does not hold, and why.
    case badToken(Bilingual)
    /// The registrar or a desk says no, in its own words.
    case answered(url: String, code: String, Words)
    /// The ledger says no, in its own words.
    case ledger(code: String, Words)

    /// The stable word of the rule.
    public var code: String {
        switch self {
        case .noSuchDocument: "no-such-document"
        case .notKept: "not-kept"
        case .tooManyCopies: "too-many-copies"
        case .tooManyKeys: "too-many-keys"
        case .applicationsNotTaken: "applications-not-taken"
        case .noSuchKind: "no-such-kind"
        case .declined: "declined"
        case .noSuchFile: "no-such-file"
        case .fileAltered: "file-altered"
        case .filesNotOffered: "files-not-offered"
        case .nothingToForbid: "nothing-to-forbid"
        case .correctionOpen: "correction-open"
        case .badRecoveryCode: "bad-recovery-code"
        case .noBackup: "no-backup"
        case .bindingWaits: "binding-waits"
        case .wrongPassphrase: "wrong-passphrase"
        case .badKeyStore: "bad-key-file"
        case .badBinding: "bad-binding"
        case .badToken: "bad-token"
        case .answered(_, let code, _), .ledger(let code, _): code
        }
    }

    /// The fact and the next step.
    public var words: Words {
        switch self {
        case .tooManyCopies, .tooManyKeys, .applicationsNotTaken, .noSuchKind, .declined, .noSuchFile,
            .fileAltered, .filesNotOffered, .nothingToForbid:
            holderWords
        case .noSuchDocument(let id):
            .told(
                "the wallet has no document \(id)", zh: "钱包中没有第 \(id) 号文档",
                next: "`deedbox wallet list` shows the numbers", zh: "可用 deedbox wallet list 查看编号")
        case .notKept(let finding, let isFinal):
            .told(
                "the document is not kept; \(finding.name.words.en): \(finding.fact.en)",
                zh: "未保存该文档；\(finding.name.words.zh)：\(finding.fact.zh)",
                next: isFinal ? "tell the issuing office this sentence" : "run `deedbox wallet claim --resume` later",
                zh: isFinal ? "请将此信息告知经办机构" : "请稍后运行 deedbox wallet claim --resume")
        case .correctionOpen(let id, let height):
            .told(
                "a correction of document \(id) is open since block \(height)",
                zh: "第 \(id) 号文档自区块 \(height) 起已有一项更正待答复",
                next: "wait for the answer; `deedbox wallet show` tells its deadline",
                zh: "请等待答复；期限见 deedbox wallet show")
        case .badRecoveryCode(let fact):
            .told(
                fact.en, zh: fact.zh,
                next: "type all 28 characters as they were shown; O counts as 0, I and L as 1",
                zh: "请按当时显示的 28 个字符输入；O 视为 0，I 和 L 视为 1")
        case .noBackup:
            .told(
                "the registrar keeps no backup for this account", zh: "实名核验方没有保存该账户的备份",
                next: "give your copy of recovery.keys with --backup", zh: "请用 --backup 给出您保存的 recovery.keys")
        case .bindingWaits(let time):
            .told(
                "the new binding waits until \(UTCTime(seconds: time)), so that the old device can forbid it",
                zh: "新绑定须等到 \(UTCTime(seconds: time)) 才生效，其间旧设备可以否决",
                next: "run it again then, in the same folder", zh: "届时请在同一文件夹中再次运行")
        case .wrongPassphrase:
            .told(
                "the passphrase does not open the wallet, or its key file was altered", zh: "口令不能打开钱包，或密钥文件被改动过",
                next: "check the passphrase file; else make the wallet anew with `deedbox wallet recover`",
                zh: "请检查口令文件；否则用 deedbox wallet recover 恢复")
        case .badKeyStore(let fact):
            .told(
                "the wallet's key file cannot be used: \(fact)", zh: "钱包的密钥文件不可用：\(fact)",
                next: "take the copy that you keep, or recover with the code", zh: "请使用备份，或用恢复码恢复")
        case .badBinding(let fact):
            .told(
                "the registrar's binding does not hold: \(fact.en)", zh: "实名核验方的绑定不成立：\(fact.zh)",
                next: "do not use this account; tell the registrar and its regulator", zh: "请勿使用该账户；请告知实名核验方及监管方")
        case .badToken(let fact):
            .told(
                "a trace token of the registrar does not hold: \(fact.en)", zh: "实名核验方签发的追溯令牌不成立：\(fact.zh)",
                next: "tell the registrar this sentence; nothing was kept", zh: "请将此信息告知实名核验方；未保存任何令牌")
        case .answered(let url, _, let words):
            Words(
                detail: Bilingual(zh: "\(url) 回答：\(words.detail.zh)", en: "\(url) answers: \(words.detail.en)"),
                next: words.next)
        case .ledger(_, let words): words
        }
    }
}

extension WalletRefusal {
    /// True when the issuer's answer ends a claim: asking again brings the same.
    var endsClaim: Bool {
        switch self {
        case .declined: true
        case .answered(_, let code, _):
            ["credential_request_denied", "invalid_token", "invalid_transaction_id"].contains(code)
        case .noSuchDocument, .notKept, .tooManyCopies, .tooManyKeys, .applicationsNotTaken, .noSuchKind,
            .noSuchFile, .fileAltered, .filesNotOffered, .nothingToForbid, .correctionOpen, .badRecoveryCode,
            .noBackup, .bindingWaits, .wrongPassphrase, .badKeyStore, .badBinding, .badToken, .ledger:
            false
        }
    }

    /// What is wrong with a backup and its code, as the holder is told.
    static func opening<Result>(_ open: () throws(KeyFileError) -> Result) throws(WalletRefusal) -> Result {
        do throws(KeyFileError) { return try open() } catch {
            guard error == .wrongPassphrase else { throw .badKeyStore("\(error)") }
            throw .badRecoveryCode(
                Bilingual(zh: "该恢复码打不开这份备份", en: "the recovery code does not open this backup"))
        }
    }

    /// What is wrong with a key store, as the holder is told.
    static func telling<Result>(_ open: () throws(KeyFileError) -> Result) throws(WalletRefusal) -> Result {
        do throws(KeyFileError) { return try open() } catch {
            switch error {
            case .wrongPassphrase, .passphraseNeeded, .emptyPassphrase: throw .wrongPassphrase
            case .notAKeyFile, .nameNotAllowed, .publicKeyMismatch, .notEnoughMemory: throw .badKeyStore("\(error)")
            }
        }
    }
}
