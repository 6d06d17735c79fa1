import Rulebook
import Sealing
import Signing
import WalletApp

/// Words about accounts and devices.
extension WalletWords {
    static var initialise: String { tell("Open an account, and make its wallet.", zh: "开户并建立钱包。") }
    static var initialiseDiscussion: String {
        tell(
            """
            The registrar checks who you are, and signs which keys are yours; nobody is named on the ledger. The \
            recovery code is shown once: write it down. Stopped halfway, the same command goes on with the same keys.

            The identity file: {"format": "deedbox-identity/1", "name": …, "number": …, "face": …}
            """,
            zh: """
                实名核验方核验您的身份，并签署哪些密钥属于您；账本上不出现任何姓名。恢复码只显示一次，请抄写保存。中途停下时，\
                再次运行同一命令会用同样的密钥继续。

                身份文件：{"format": "deedbox-identity/1", "name": …, "number": …, "face": …}
                """)
    }
    static var recover: String { tell("Bring the wallet to another device.", zh: "在另一台设备上恢复钱包。") }
    static var recoverDiscussion: String {
        tell(
            "The recovery code gives the seed back, and the registrar binds the account to a new key at once. The old "
                + "device's key is over from then on.",
            zh: "恢复码还原种子，实名核验方立即把账户绑定到新密钥；旧设备的密钥从此失效。")
    }
    static var trust: String { tell("The genesis file of the ledger that you trust.", zh: "所信任账本的创世文件。") }
    static var nodes: String { tell("A node of the ledger; several may be given.", zh: "账本节点地址，可给出多个。") }
    static var registrar: String { tell("The registrar's address.", zh: "实名核验方地址。") }
    static var registrarMember: String { tell("The registrar's member id on the ledger.", zh: "实名核验方的成员标识。") }
    static var identity: String { tell("A file that says who you are.", zh: "写明您身份的文件。") }
    static var newPassphrase: String {
        tell("A file whose first line shall open the wallet.", zh: "首行将作为钱包口令的文件。")
    }
    static var plan: String {
        tell("What a whole file holds, from the catalogue.", zh: "完整档案应有的项目，取自目录。")
    }
    static var recoveryCode: String {
        tell("A file whose first line is the recovery code.", zh: "首行为恢复码的文件。")
    }
    static var backup: String {
        tell("Your copy of recovery.keys; otherwise the registrar's.", zh: "您保存的 recovery.keys；缺省取核验方保存的。")
    }

    static var accountOpen: String { tell("Your account is open", zh: "开户完成") }
    static var recovered: String { tell("Your account is bound to this device", zh: "账户已绑定到本设备") }

    static func report(_ opened: OpenedAccount, _ headline: String, _ options: String) -> Report {
        let binding = opened.binding
        var report = Report(headline)
        report.fact(tell("account", zh: "账户"), binding.account.description, "account")
        report.fact(tell("binding", zh: "绑定序号"), binding.serial, "serial")
        report.fact(tell("document key", zh: "文档密钥"), binding.holderKey.id.description, "holderKey")
        report.fact(tell("checked", zh: "核验级别"), level(binding.level))
        report.json.append("level", .integer(Int64(clamping: binding.level)))
        if let code = opened.recoveryCode {
            report.fact(tell("recovery code", zh: "恢复码"), code, "recoveryCode")
            report.meaning = tell(
                "Write the recovery code down now: it is shown once, and is the only way to another device.",
                zh: "请立即抄写恢复码：只显示这一次，换设备时只有它能恢复。")
        }
        report.next = "deedbox wallet receive " + options
        return report
    }

    private static func level(_ level: UInt64) -> String {
        switch level {
        case 2...: tell("name, number and face", zh: "姓名、号码和人脸")
        case _: tell("name and number", zh: "姓名和号码")
        }
    }

    static func badCode(_ error: RecoveryCodeError) -> CommandError {
        let fact =
            switch error {
            case .unknownCharacter(let position):
                tell("character \(position) stands in no recovery code", zh: "第 \(position) 个字符不会出现在恢复码中")
            case .wrongCount(let found, let expected):
                tell("it has \(found) characters, and a code has \(expected)", zh: "有 \(found) 个字符，恢复码应为 \(expected) 个")
            case .wrongCheck:
                tell("at least one character is another than the one shown", zh: "至少有一个字符与当时显示的不同")
            }
        return .refused(
            "bad-recovery-code", tell("this is no recovery code: ", zh: "这不是恢复码：") + fact,
            next: tell("compare it with what you wrote down", zh: "请与抄写的恢复码核对"))
    }
}
