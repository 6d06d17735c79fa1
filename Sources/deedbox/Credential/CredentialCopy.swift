import ArgumentParser
import Credentials
import Signing

/// `deedbox credential copy`: whether a file is a page image that a credential binds.
struct CredentialCopy: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "copy", abstract: CredentialWords.copy)
    }

    @Argument(help: ArgumentHelp(LookUpWords.file)) var file: String
    @Option(help: ArgumentHelp(CredentialWords.credential, valueName: "file")) var credential: String
    @OptionGroup var trust: IssuerTrustOptions
    @Option(help: ArgumentHelp(CredentialWords.time, valueName: "seconds")) var time: UInt64?
    @OptionGroup var output: OutputOptions

    /// More than an image may have: an altered one may have grown.
    private static let maxByteCount = 16 << 20

    func run() throws {
        let text = try CredentialFiles.credential(credential)
        let check = DocumentCheck(try trust.trust())
        let verified: VerifiedDocument
        do throws(DocumentError) {
            verified = try check.verified(text, holder: .none, at: CredentialFiles.time(time))
        } catch { throw CredentialFiles.refusal("bad-credential", error) }
        let digest = SHA256.digest(try WholeFile.bytes(file, max: CredentialCopy.maxByteCount))
        let images = try CredentialCopy.images(verified.claims)
        guard !images.isEmpty else { throw CredentialWords.noImages }
        guard let image = images.first(where: { $0.digest == digest }) else { throw CredentialWords.otherFile }
        var report = Report(tell("The same file, byte for byte", zh: "一致：逐字节相同"))
        report.fact(tell("name", zh: "名称"), image.name, "name")
        report.fact("SHA-256", digest.hex, "sha256")
        report.fact(tell("issuer", zh: "签发方"), verified.issuer ?? verified.certificate?.names.subject ?? "", "issuer")
        report.json.append("result", "same")
        output.print(report)
    }

    /// The page images that the credential shows.
    private static func images(_ claims: JSONObject) throws -> [Attachment] {
        guard let list = claims["attachments"] else { return [] }
        do throws(JSONError) {
            return try JSONElement(list).list(max: 64) { (item) throws(JSONError) in try Attachment(item) }
        } catch { throw CredentialFiles.refusal("bad-credential", error) }
    }
}
