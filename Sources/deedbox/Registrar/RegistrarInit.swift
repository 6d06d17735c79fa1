import ArgumentParser
import RegistrarApp
import Rulebook
import Sealing
import Signing

/// `deedbox registrar init`: an empty database and the key that seals it.
struct RegistrarInit: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "init", abstract: RegistrarWords.initialise)
    }

    @OptionGroup var options: RegistrarOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let network = try options.network()
        try Folder.create(options.data)
        let passphrase = try options.signer.passphrases.read(for: options.storagePath)
        let store: KeyStore
        do throws(KeyFileError) {
            store = try KeyStore(Random.bytes(32), kind: .storage, name: "registrar", passphrase: passphrase)
        } catch { throw KeyWords.badFile(options.storagePath, error) }
        try WholeFile.create(Array(store.encoded.utf8), at: options.storagePath, isSecret: true)
        let configuration = try options.configuration()
        try Registrar.create(configuration, origin: network.origin)
        var report = Report(RegistrarWords.made(options.data))
        report.fact(tell("origin", zh: "账本标识"), network.origin, "origin")
        report.fact(tell("member", zh: "成员"), configuration.member.text, "member")
        report.fact(tell("storage key", zh: "存储密钥"), options.storagePath, "storage")
        report.meaning = RegistrarWords.storageMeaning
        report.next = "deedbox registrar serve \(options.words) --population FILE"
        output.print(report)
    }
}
