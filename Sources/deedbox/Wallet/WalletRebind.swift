import ArgumentParser
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet rebind`: the account for a new wallet, when the recovery code is lost.
struct WalletRebind: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rebind", abstract: WalletDeviceWords.rebind, discussion: WalletDeviceWords.rebindDiscussion)
    }

    @OptionGroup var new: NewWalletOptions
    @Option(help: ArgumentHelp(WalletDeviceWords.previous, valueName: "folder"))
    var previous: String?
    @Option(help: ArgumentHelp(WalletDeviceWords.previousPassphrase, valueName: "file"))
    var previousPassphraseFile: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (previous == nil) == (previousPassphraseFile == nil) else {
            throw ValidationError(WalletDeviceWords.bothOrNone)
        }
    }

    func run() async throws {
        let plan = try new.planBytes()
        let answer = try await Wallet.rebindAccount(
            in: WalletFolder(new.data), try new.settings(), genesis: try new.genesis(), identity: try new.holder(),
            passphrase: try Passphrase.read(new.passphraseFile), previous: try oldWallet())
        switch answer {
        case .bound(let opened):
            if let plan { try opened.wallet.keepPlan(plan) }
            output.print(WalletWords.report(opened, WalletWords.recovered, new.words))
        case .waiting(let time, let code):
            output.print(WalletDeviceWords.waits(until: time, code))
            throw ExitCode(ExitStatus.failed.rawValue)
        }
    }

    private func oldWallet() throws -> Wallet? {
        guard let previous, let previousPassphraseFile else { return nil }
        return try Wallet.open(WalletFolder(previous), passphrase: try Passphrase.read(previousPassphraseFile))
    }
}

/// `deedbox wallet veto`: the old device forbids a re-binding that waits.
struct WalletVeto: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "veto", abstract: WalletDeviceWords.veto, discussion: WalletDeviceWords.vetoDiscussion)
    }

    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let count = try await options.open().forbidRebindings()
        var report = Report(WalletDeviceWords.forbidden)
        report.json.append("forbidden", .integer(Int64(count)))
        report.meaning = WalletDeviceWords.forbiddenMeaning
        output.print(report)
    }
}

/// Words about devices.
enum WalletDeviceWords {
    static var rebind: String {
        tell("Bind the account to a new wallet, without the recovery code.", zh: "没有恢复码时，把账户绑定到新钱包。")
    }
    static var rebindDiscussion: String {
        tell(
            "With the old wallet at hand (--previous) it holds at once. Without, it waits as long as the registrar "
                + "says: the old device is told and may forbid it. Run it again after that, in the same folder. "
                + "Issuers send your documents anew to the new key.",
            zh: "旧钱包在手时（--previous）立即生效；否则须等待核验方规定的时间，其间旧设备会收到通知并可否决。到期后在同一文件夹再次运行。"
                + "签发机构会把您的文档重新签发到新密钥。")
    }
    static var previous: String { tell("The old wallet's folder.", zh: "旧钱包的文件夹。") }
    static var previousPassphrase: String {
        tell("A file whose first line opens the old wallet.", zh: "首行为旧钱包口令的文件。")
    }
    static var bothOrNone: String {
        tell(
            "--previous and --previous-passphrase-file go together", zh: "--previous 与 --previous-passphrase-file 须同时给出"
        )
    }
    static var veto: String {
        tell("Forbid that the account is bound to another device.", zh: "否决把账户绑定到另一台设备。")
    }
    static var vetoDiscussion: String {
        tell(
            "The registrar's notice comes by `receive`. The veto is signed by this device's key; it counts until the "
                + "waiting time is over.",
            zh: "核验方的通知由 receive 送达。否决由本设备密钥签名，在等待期内有效。")
    }
    static var forbidden: String { tell("Forbidden; the account stays with this device", zh: "已否决，账户仍绑定本设备") }
    static var forbiddenMeaning: String {
        tell(
            "Somebody passed the check of who you are: tell the registrar.", zh: "有人通过了您的实名核验：请告知实名核验方。")
    }

    static func waits(until time: UInt64, _ code: String?) -> Report {
        var report = Report(tell("Not bound yet: it waits", zh: "尚未绑定，须等待"))
        report.fact(tell("holds from", zh: "生效时间"), Moment.text(ms: time * 1_000), "effective")
        if let code {
            report.fact(tell("recovery code", zh: "恢复码"), code, "recoveryCode")
            report.meaning = tell(
                "Write the recovery code down now: it is shown once. The old device can forbid the binding until then.",
                zh: "请立即抄写恢复码：只显示这一次。在此之前旧设备可以否决该绑定。")
        }
        report.next = tell("run it again then, in the same folder", zh: "届时请在同一文件夹中再次运行")
        return report
    }
}
