import ArgumentParser
import Credentials
import Signing

/// `deedbox credential present`: shows chosen claims of a credential, signed by its holder.
struct CredentialPresent: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "present", abstract: CredentialWords.present)
    }

    @Argument(help: ArgumentHelp(CredentialWords.credential, valueName: "file")) var credential: String
    @Option(help: ArgumentHelp(CredentialWords.path, valueName: "path")) var path: [String] = []
    @Option(help: ArgumentHelp(CredentialWords.holderKey, valueName: "file")) var key: String?
    @Option(help: ArgumentHelp(CredentialWords.audience)) var audience: String?
    @Option(help: ArgumentHelp(CredentialWords.nonce)) var nonce: String?
    @Option(help: ArgumentHelp(CredentialWords.out, valueName: "file")) var out: String
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var output: OutputOptions

    func run() throws {
        let text = try CredentialFiles.credential(credential)
        let paths = try path.map(ReadablePath.read)
        var shown: SDJWT
        do throws(SDJWTError) {
            shown = try SDJWT(parsing: text).showing(paths)
        } catch { throw CredentialFiles.refusal("bad-credential", error) }
        switch (key, audience, nonce) {
        case (let key?, let audience?, let nonce?):
            let key = try CredentialFiles.key(key, passphrases)
            let time = CredentialFiles.time(nil)
            guard let bound = shown.bound(by: key, audience: audience, nonce: nonce, issuedAt: time) else {
                throw CredentialWords.badKey
            }
            shown = bound
        case (nil, nil, nil): break
        case _:
            throw CommandError.usage(
                tell("give --key, --audience and --nonce together", zh: "请同时给出 --key、--audience 和 --nonce"))
        }
        try WholeFile.create(Array(shown.text.utf8), at: out)
        var report = Report(tell("presentation written", zh: "已写入出示件"))
        report.fact(tell("file", zh: "文件"), out, "file")
        report.fact(tell("disclosures", zh: "披露项"), UInt64(shown.disclosures.count), "disclosures")
        report.fact(tell("bytes", zh: "字节数"), UInt64(shown.text.utf8.count), "bytes")
        output.print(report)
    }
}

/// Paths as they are typed: names with dots; `[2]` is an element, `[]` all of them. A JSON array says any path.
enum ReadablePath {
    static func read(_ text: String) throws -> ClaimPath {
        if text.hasPrefix("[") {
            do throws(JSONError) {
                return try ClaimPath(JSONElement(parsing: text, maxByteCount: 4_096))
            } catch { throw CommandError.usage("--path \(text): \(error)") }
        }
        return ClaimPath(text.split(separator: ".").map { .member(String($0)) })
    }
}
