import ArgumentParser
import Signing

/// `deedbox key new`: draws a key and writes its file.
struct KeyNew: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "new", abstract: KeyWords.new, discussion: KeyWords.newDiscussion)
    }

    @Option(help: ArgumentHelp(KeyWords.purpose))
    var purpose: KeyPurpose

    @Option(help: ArgumentHelp(KeyWords.out, valueName: "file"))
    var out: String

    @Option(help: ArgumentHelp(KeyWords.name))
    var name: String?

    @Option(help: ArgumentHelp(KeyWords.algorithm, valueName: "Ed25519|ES256"))
    var algorithm: String?

    @Option(help: ArgumentHelp(KeyWords.passphraseForNew, valueName: "file"))
    var passphraseFile: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let key = PrivateKey(generating: try chosenAlgorithm())
        let file = try KeyFile(
            key, purpose: purpose, name: name ?? StoredKey.name(of: out),
            passphrase: try passphraseFile.map(Passphrase.read))
        try WholeFile.create(Array(file.encoded.utf8), at: out, isSecret: true)
        var report = StoredKey.report(file, headline: KeyWords.made(out))
        report.json.append("file", .string(out))
        report.meaning = file.isSealed ? KeyWords.sealedMeaning : KeyWords.plainMeaning
        output.print(report)
    }

    private func chosenAlgorithm() throws -> SignatureAlgorithm {
        guard let algorithm else { return purpose.algorithm }
        guard let chosen = SignatureAlgorithm(name: algorithm) else { throw KeyWords.unknownAlgorithm(algorithm) }
        guard chosen == purpose.algorithm || !purpose.isFixed else {
            throw KeyWords.fixedAlgorithm(purpose, purpose.algorithm)
        }
        return chosen
    }
}
