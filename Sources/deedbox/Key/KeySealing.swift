import ArgumentParser
import Rulebook
import Sealing
import Signing

/// `deedbox key sealing`: draws the key to which wallets seal for an institution, and writes its file.
struct KeySealing: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "sealing", abstract: KeyWords.sealing, discussion: KeyWords.sealingDiscussion)
    }

    @Option(help: ArgumentHelp(KeyWords.out, valueName: "file"))
    var out: String

    @Option(help: ArgumentHelp(KeyWords.name))
    var name: String?

    @Option(help: ArgumentHelp(KeyWords.passphraseForNew, valueName: "file"))
    var passphraseFile: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let file = try SealingKeyFile(
            SealingPrivateKey(), name: name ?? StoredKey.name(of: out),
            passphrase: try passphraseFile.map(Passphrase.read))
        try WholeFile.create(Array(file.encoded.utf8), at: out, isSecret: true)
        var report = StoredKey.report(file, headline: KeyWords.made(out))
        report.json.append("file", .string(out))
        report.meaning = KeyWords.sealingMeaning(file.isSealed ? KeyWords.sealedMeaning : KeyWords.plainMeaning)
        output.print(report)
    }
}

extension StoredKey {
    /// The content of a file of such a key, still sealed if it is.
    static func sealingFile(_ path: String) throws -> SealingKeyFile {
        let text = try text(path)
        do throws(KeyFileError) { return try SealingKeyFile(parsing: text) } catch {
            throw KeyWords.badFile(path, error)
        }
    }

    /// The private key to which others seal.
    static func sealingKey(_ path: String, _ passphrases: PassphraseFiles) throws -> SealingPrivateKey {
        let file = try sealingFile(path)
        let words = file.isSealed ? try passphrases.read() : Passphrases()
        do throws(KeyFileError) { return try file.unlock(with: words) } catch { throw KeyWords.badFile(path, error) }
    }

    /// The public part of a key file, as members register it.
    static func releaseKey(_ path: String) throws -> ReleaseKey { try sealingFile(path).publicKey.releaseKey }

    /// What may be told of such a file.
    static func report(_ file: SealingKeyFile, headline: String) -> Report {
        var report = Report(headline)
        report.fact(tell("name", zh: "名称"), file.name, "name")
        report.fact(tell("purpose", zh: "用途"), KeyWords.describeSealing)
        report.json.append("purpose", .string(SealingKeyFile.purpose))
        report.fact(tell("public key", zh: "公钥"), file.publicKey.releaseKey.readable, "publicKey")
        report.fact(tell("secret part", zh: "私钥部分"), KeyWords.secretPart(isSealed: file.isSealed))
        report.json.append("isSealed", .bool(file.isSealed))
        report.json.append("isSample", .bool(SampleKeys.contains(file.publicKey.releaseKey)))
        return report
    }
}

extension SealingPublicKey {
    /// The key as members register it: the same bytes, of which the rules look at nothing but their number.
    var releaseKey: ReleaseKey {
        guard let key = ReleaseKey(bytes) else { preconditionFailure("a sealing key has \(bytes.count) bytes") }
        return key
    }
}
