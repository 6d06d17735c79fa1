import ArgumentParser
import Credentials
import NodeAPI
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
    @Option(help: ArgumentHelp(WalletClaimWords.copies, valueName: "count"))
    var copies = 1
    @Flag(help: ArgumentHelp(WalletClaimWords.resume))
    var resume = false
    @OptionGroup var options: WalletOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (offer == nil) == resume else { throw ValidationError(WalletClaimWords.offerOrResume) }
        guard (1...64).contains(copies), !resume || copies == 1 else {
            throw ValidationError(WalletClaimWords.copiesLimit)
        }
    }

    func run() async throws {
        let wallet = try options.open()
        let ledger = try await wallet.reach(options.node)
        let outcomes = try await outcomes(wallet, ledger)
        try WalletClaimWords.throwIfSingle(outcomes, options)
        let known = try await wallet.documents(.reached(ledger))
        var report = Report(WalletClaimWords.headline(outcomes))
        for outcome in outcomes {
            if case .kept(let ids) = outcome {
                let views = known.filter { ids.contains($0.held.id) }
                report.body += TextTable.lines(views.map(WalletDocumentWords.line))
                for view in views { report.add("documents", WalletDocumentWords.summary(view)) }
            }
            WalletClaimWords.add(outcome, to: &report, options)
        }
        output.print(report)
        guard !outcomes.contains(where: \.isRefused) else { throw ExitCode(ExitStatus.no.rawValue) }
        guard !outcomes.contains(where: \.isStopped) else { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    private func outcomes(_ wallet: Wallet, _ ledger: WalletLedger) async throws -> [ClaimOutcome] {
        guard let offer else { return try await wallet.resumeClaims(ledger) }
        let found = try await ClaimClient().offer(offer)
        output.remark(WalletClaimWords.offered(found))
        if found.transactionCode != nil, txCodeFile == nil { throw WalletClaimWords.codeNeeded }
        let code = try txCodeFile.map(Passphrase.read)
        guard copies > 1 else { return try await wallet.claim(found, transactionCode: code, ledger) }
        guard copies <= found.metadata.batchSize else {
            throw WalletRefusal.tooManyCopies(copies, limit: found.metadata.batchSize)
        }
        let passphrase = try Passphrase.read(options.passphraseFile)
        let (holder, keys) = try wallet.drawingKeys(copies - 1, passphrase: passphrase)
        return try await holder.claim(found, transactionCode: code, copies: keys, ledger)
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
                "deedbox wallet claim 'openid-credential-offer://?…' --copies 4 --data wallet --passphrase-file pass",
                "deedbox wallet claim --resume --data wallet --passphrase-file pass")
    }
    static var offer: String { tell("The link of the offer.", zh: "领取邀请的链接。") }
    static var code: String {
        tell("A file whose first line is the transaction code.", zh: "首行为交易码的文件。")
    }
    static var resume: String {
        tell("Go on with claims that were stopped or wait for a clerk.", zh: "继续中断的或等待经办的领取。")
    }
    static var copies: String {
        tell(
            "Copies, each for a key of its own, so that nothing links where they are shown.",
            zh: "份数，每份绑定各自的密钥，出示之间互不关联。")
    }
    static var copiesLimit: String {
        tell("--copies is 1 to 64, and goes with an offer", zh: "--copies 为 1 至 64，只用于领取邀请")
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
            case .waiting, .refused, .stopped, .files: count
            }
        }
        return tell("Claimed: \(kept)", zh: "已领取：\(kept)")
    }

    /// What is to be told of a part beside the documents that came.
    static func add(_ outcome: ClaimOutcome, to report: inout Report, _ options: WalletOptions) {
        switch outcome {
        case .kept: break
        case .waiting(let claim, let seconds):
            report.body.append("  " + waits(claim, seconds))
            report.add("waiting", ["claim": .integer(claim), "seconds": .integer(Int64(clamping: seconds))])
            report.next = "deedbox wallet claim --resume " + options.words
        case .refused(let claim, let refusal):
            report.body.append("  " + tell(refusal.words.detail))
            report.add(
                "refused",
                [
                    "claim": .integer(claim), "code": .string(refusal.code),
                    "fact": .string(tell(refusal.words.detail)),
                ])
        case .stopped(let claim, let code, let words):
            report.body.append("  " + tell(words.detail))
            report.add(
                "stopped",
                ["claim": .integer(claim), "code": .string(code), "fact": .string(tell(words.detail))])
        case .files(let claim, let fetched, let away):
            for file in away { report.body.append("  " + WalletFileWords.away(file)) }
            report.add(
                "claimedFiles",
                [
                    "claim": .integer(claim), "fetched": .integer(Int64(fetched)),
                    "away": .array(away.map(WalletFileWords.json)),
                ])
        }
    }

    /// One refusal or failure alone is the command's own.
    static func throwIfSingle(_ outcomes: [ClaimOutcome], _ options: WalletOptions) throws {
        guard outcomes.count == 1 else { return }
        switch outcomes[0] {
        case .kept, .waiting, .files: return
        case .refused(_, let refusal): throw refusal
        case .stopped(_, let code, let words):
            throw CommandError.failed(
                code, tell(words.detail), next: "deedbox wallet claim --resume " + options.words)
        }
    }

    static func waits(_ claim: Int64, _ seconds: UInt64) -> String {
        tell(
            "claim \(claim): the issuer answers later; ask again in \(seconds) s",
            zh: "领取 \(claim)：机构稍后答复，请在 \(seconds) 秒后再问")
    }
}

extension ClaimOutcome {
    /// True when the issuer said no, or nothing was kept.
    var isRefused: Bool { if case .refused = self { true } else { false } }
    /// True when asking again may help.
    var isStopped: Bool { if case .stopped = self { true } else { false } }
}
