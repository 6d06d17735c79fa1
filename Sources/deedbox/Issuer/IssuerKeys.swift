import ArgumentParser
import Credentials
import IssuingApp
import NodeAPI
import Rulebook
import Signing

/// `deedbox issuer keys`: what the desk signs documents with.
struct IssuerKeys: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "keys", abstract: IssuerWords.keys, subcommands: [IssuerKeysReplace.self])
    }
}

/// `keys replace`.
struct IssuerKeysReplace: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "replace", abstract: IssuerWords.keysReplace)
    }

    @OptionGroup var key: CredentialKeyOptions
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let passphrases = try desk.passphrases.read()
        let desk = try desk.open()
        guard let lock = try MintingLock(desk.folder) else { throw IssuerWords.deskRuns }
        let file = try key.file()
        guard let member = try await NodeClient(desk.configuration.nodes).member(desk.member) else {
            throw IssuerWords.notAMember(desk.member.text)
        }
        try key.check(file, at: member)
        try desk.replaceKeys(
            file, certificates: try key.chain(), passphrases: passphrases, by: try staff.caller(of: desk))
        withExtendedLifetime(lock) {}
        var report = Report(tell("Another key signs from now on", zh: "已更换签发密钥"))
        report.fact(tell("folder", zh: "文件夹"), desk.folder.path, "data")
        report.meaning = IssuerWords.keysReplaced
        report.next = "deedbox issuer serve --data \(desk.folder.path)"
        output.print(report)
    }
}

/// The key of documents with its certificates, as `init` and `keys replace` take them.
struct CredentialKeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp(IssuerWords.credentialKey, valueName: "file"))
    var credentialKey: String
    @Option(help: ArgumentHelp(IssuerWords.certificates, valueName: "file"))
    var certificates: String?

    func file() throws -> KeyFile {
        let file = try StoredKey.file(credentialKey)
        guard file.purpose == .credential else { throw KeyWords.wrongPurpose(credentialKey, file.purpose, .credential) }
        return file
    }

    /// Refuses a key that the ledger does not know as one of the member's.
    func check(_ file: KeyFile, at member: MemberBody) throws {
        guard member.keys.contains(where: { Base64.decode($0.key) == file.publicKey.bytes }) else {
            throw IssuerWords.unknownKey(credentialKey, member.id)
        }
    }

    /// The certificates of the file, the key's own first; none when no file is named.
    func chain() throws -> [[UInt8]] {
        guard let certificates else { return [] }
        guard let chain = CertificateText.decode(try WholeFile.text(certificates, max: 1 << 18)), !chain.isEmpty else {
            throw IssuerWords.badCertificates(certificates)
        }
        return chain
    }
}
