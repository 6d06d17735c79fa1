import ArgumentParser
import Credentials
import Signing

/// `deedbox credential verify`: checks a credential or a presentation against what its issuer is trusted by.
struct CredentialVerify: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "verify", abstract: CredentialWords.verify)
    }

    @Argument(help: ArgumentHelp(CredentialWords.credential, valueName: "file")) var credential: String
    @OptionGroup var trust: IssuerTrustOptions
    @Option(help: ArgumentHelp(CredentialWords.audience)) var audience: String?
    @Option(help: ArgumentHelp(CredentialWords.nonce)) var nonce: String?
    @Option(help: ArgumentHelp(CredentialWords.time, valueName: "seconds")) var time: UInt64?
    @OptionGroup var output: OutputOptions

    func run() throws {
        let text = try CredentialFiles.credential(credential)
        let check = DocumentCheck(try trust.trust())
        let verified: VerifiedDocument
        let demand = try demand()
        do throws(DocumentError) {
            verified = try check.verified(text, holder: demand, at: CredentialFiles.time(time))
        } catch { throw CredentialFiles.refusal("bad-credential", error) }
        output.print(report(verified))
    }

    /// Whether the holder must have signed is for whoever asks to say, never for the file.
    private func demand() throws -> HolderDemand {
        switch (audience, nonce) {
        case (nil, nil): return .none
        case (let audience?, let nonce?): return .keyBinding(KeyBindingDemand(audience: audience, nonce: nonce))
        case _:
            throw CommandError.usage(tell("give --audience and --nonce together", zh: "请同时给出 --audience 和 --nonce"))
        }
    }

    private func report(_ verified: VerifiedDocument) -> Report {
        var report = Report(tell("the credential holds", zh: "证照凭证成立"))
        report.fact(tell("issuer", zh: "签发方"), verified.issuer ?? verified.certificate?.names.subject ?? "", "issuer")
        report.fact(tell("type", zh: "类型"), verified.type, "type")
        if let expiry = verified.expiry { report.fact(tell("until", zh: "有效至"), expiry, "expiry") }
        if let status = verified.status {
            report.fact(tell("status list", zh: "状态列表"), "\(status.uri) \(status.index)")
        }
        report.fact(tell("disclosed", zh: "已披露"), verified.disclosed.map(\.description).joined(separator: ", "))
        report.body = JSONValue.object(verified.claims).pretty.split(separator: "\n").map { "  " + $0 }
        report.json.append("claims", .object(verified.claims))
        report.json.append("disclosed", .array(verified.disclosed.map(\.json)))
        report.json.append("keyBinding", verified.keyBinding.map { .object($0) } ?? .null)
        report.json.append("digest", .string(verified.document.digest.hex))
        return report
    }
}
