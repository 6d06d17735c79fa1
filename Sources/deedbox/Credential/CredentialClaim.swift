import ArgumentParser
import Credentials
import NodeAPI
import Rulebook
import Signing
import WalletApp

/// `deedbox credential claim`: claims credentials from an issuer of any maker, by OpenID4VCI, into files.
struct CredentialClaim: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "claim", abstract: CredentialWords.claim)
    }

    @Argument(help: ArgumentHelp(CredentialWords.link, valueName: "link")) var link: String
    @Option(help: ArgumentHelp(CredentialWords.holderKey, valueName: "file")) var key: [String]
    @Option(help: ArgumentHelp(CredentialWords.transactionCode, valueName: "code")) var transactionCode: String?
    @Option(help: ArgumentHelp(CredentialWords.outPrefix, valueName: "file")) var out: String
    @Option(help: ArgumentHelp(CredentialWords.tries)) var tries: Int = 5
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let keys = try key.map { try CredentialFiles.key($0, passphrases) }
        guard !keys.isEmpty else { throw CommandError.usage("--key") }
        let client = ClaimClient()
        do {
            let offer = try await client.offer(link)
            let claim = try await client.redeem(
                offer, transactionCode: transactionCode, keys: keys.map(\.publicKey))
            var items: [CredentialItem] = []
            for part in claim.parts.indices {
                items += try await finish(claim, part, keys, client, tries: tries)
            }
            try write(items)
        } catch let refusal as WalletRefusal {
            let words = refusal.words
            throw CommandError.refused(
                refusal.code, tell(words.detail.en, zh: words.detail.zh), next: tell(words.next.en, zh: words.next.zh))
        } catch let failure as WalletFailure {
            let words = failure.words
            throw CommandError.failed(
                failure.code, tell(words.detail.en, zh: words.detail.zh), next: tell(words.next.en, zh: words.next.zh))
        }
    }

    /// The credentials of one kind; asks again where the issuer answers later.
    private func finish(
        _ claim: OpenClaim, _ part: Int, _ keys: [PrivateKey], _ client: ClaimClient, tries: Int
    ) async throws -> [CredentialItem] {
        switch try await client.next(claim, part, keys: keys) {
        case .issued(let items, let claim):
            try await client.tell(claim, part, .accepted)
            return items
        case .waiting(let claim, let seconds):
            guard tries > 0 else {
                throw CommandError.failed(
                    "claim-waits", tell("the issuer has not answered yet", zh: "签发机构尚未答复"),
                    next: tell("ask again later", zh: "请稍后再试"))
            }
            try await Task.sleep(for: .seconds(min(seconds, 60)))
            return try await finish(claim, part, keys, client, tries: tries - 1)
        }
    }

    private func write(_ items: [CredentialItem]) throws {
        var report = Report(tell("credentials claimed", zh: "已领取证照凭证"))
        for (index, item) in items.enumerated() {
            let path = items.count == 1 ? out : "\(out).\(index + 1)"
            try WholeFile.create(Array(item.credential.utf8), at: path, isSecret: true)
            report.fact(tell("file", zh: "文件"), path)
            report.add("files", .string(path))
        }
        output.print(report)
    }
}
