import ArgumentParser
import Credentials
import Rulebook
import Signing
import WalletApp

/// `deedbox wallet claim`: redeems an offer of any issuer that speaks OpenID4VCI.
struct WalletClaim: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "claim", abstract: WalletClaimWords.claim, discussion: WalletClaimWords.discussion)
    }

    @Argument(help: ArgumentHelp(WalletClaimWords.offer))
    var offer: String?
    @Option(help: ArgumentHelp(WalletClaimWords.code, valueName: "file"))
    var txCodeFile: String?
    @Flag(help: ArgumentHelp(WalletClaimWords.resume))
    var resume = false
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (offer == nil) == resume else { throw ValidationError(WalletClaimWords.offerOrResume) }
    }

    func run() async throws {
        let wallet = try options.open()
        let ledger = try await wallet.reach(options.node)
        let outcomes = try await outcomes(wallet, ledger)
        let known = try await wallet.documents(.reached(ledger))
        var report = Report(WalletClaimWords.headline(outcomes))
        for outcome in outcomes {
            switch outcome {
            case .kept(let ids):
                let views = known.filter { ids.contains($0.held.id) }
                report.body += TextTable.lines(views.map(WalletDocumentWords.line))
                for view in views { report.add("documents", WalletDocumentWords.summary(view)) }
            case .waiting(let claim, let seconds):
                report.body.append("  " + WalletClaimWords.waits(claim, seconds))
                report.add("waiting", ["claim": .integer(claim), "seconds": .integer(Int64(clamping: seconds))])
                report.next = "deedbox wallet claim --resume"
            }
        }
        output.print(report)
    }

    private func outcomes(_ wallet: Wallet, _ ledger: WalletLedger) async throws -> [ClaimOutcome] {
        guard let offer else { return try await wallet.resumeClaims(ledger) }
        let found = try await ClaimClient().offer(offer)
        output.remark(WalletClaimWords.offered(found))
        if found.transactionCode != nil, txCodeFile == nil { throw WalletClaimWords.codeNeeded }
        let code = try txCodeFile.map(Passphrase.read)
        return [try await wallet.claim(found, transactionCode: code, ledger)]
    }
}

/// Words about claims.
enum WalletClaimWords {
    static var claim: String { tell("Claim a document that an issuer offers.", zh: "领取签发机构提供的文档。") }
    static var discussion: String {
        tell(
            "The offer comes as a link, the transaction code another way. It is checked like every delivery.",
            zh: "领取邀请是一个链接，交易码另行告知。领到的文档与送达件一样逐项核验。") + "\n\n"
            + ConsoleWords.examples(
                "deedbox wallet claim 'openid-credential-offer://?…' --tx-code-file code --data wallet "
                    + "--passphrase-file pass",
                "deedbox wallet claim --resume --data wallet --passphrase-file pass")
    }
    static var offer: String { tell("The link of the offer.", zh: "领取邀请的链接。") }
    static var code: String {
        tell("A file whose first line is the transaction code.", zh: "首行为交易码的文件。")
    }
    static var resume: String {
        tell("Go on with claims that were stopped or wait for a clerk.", zh: "继续中断的或等待经办的领取。")
    }
    static var offerOrResume: String {
        tell("give the link of an offer, or --resume", zh: "请给出领取邀请的链接，或使用 --resume")
    }

    static var codeNeeded: CommandError {
        .usage(
            tell("the offer needs the transaction code that the office told you", zh: "该邀请需要经办机构告知的交易码"),
            code: "code-needed", next: "--tx-code-file FILE")
    }

    static func offered(_ offer: ClaimOffer) -> String {
        let kinds = offer.kinds.map(\.id).joined(separator: ", ")
        return tell("\(offer.metadata.issuer) offers: \(kinds)", zh: "\(offer.metadata.issuer) 提供：\(kinds)")
    }

    static func headline(_ outcomes: [ClaimOutcome]) -> String {
        let kept = outcomes.reduce(0) { count, outcome in
            switch outcome {
            case .kept(let ids): count + ids.count
            case .waiting: count
            }
        }
        return tell("Claimed: \(kept)", zh: "已领取：\(kept)")
    }

    static func waits(_ claim: Int64, _ seconds: UInt64) -> String {
        tell(
            "claim \(claim): the issuer answers later; ask again in \(seconds) s",
            zh: "领取 \(claim)：机构稍后答复，请在 \(seconds) 秒后再问")
    }
}
