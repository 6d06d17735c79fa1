import ArgumentParser
import Foundation
import IssuingApp
import NodeAPI
import Rulebook
import Signing

/// `deedbox issuer init`: makes a desk.
struct IssuerInit: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "init", abstract: IssuerWords.initialise)
    }

    @Option(help: ArgumentHelp(IssuerWords.data, valueName: "folder"))
    var data: String
    @Option(help: ArgumentHelp(SubmitWords.member, valueName: "id"))
    var member: String
    @Option(help: ArgumentHelp(SubmitWords.key, valueName: "file"))
    var key: String
    @OptionGroup var documents: CredentialKeyOptions
    @Option(help: ArgumentHelp(IssuerWords.url, valueName: "url"))
    var url: String
    @Option(help: ArgumentHelp(IssuerWords.registrar, valueName: "url"))
    var registrar: String?
    @Option(help: ArgumentHelp(IssuerWords.port, valueName: "port"))
    var port: Int?
    @Flag(help: ArgumentHelp(IssuerWords.social))
    var social = false
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let id = MemberID(member) else { throw NodeWords.badMember(member) }
        guard let base = DeskConfiguration.clean(url) else { throw IssuerWords.badURL(url) }
        let port = port ?? IssuerInit.port(of: base) ?? DeskConfiguration.defaultPort
        guard (1...65_535).contains(port) else { throw NodeWords.badPort(port) }
        let session = try await address.session()
        guard let body = try await session.client.member(id) else { throw IssuerWords.notAMember(member) }
        let (statementFile, credentialFile) = (try StoredKey.file(key), try documents.file())
        guard statementFile.purpose == .statement else {
            throw KeyWords.wrongPurpose(key, statementFile.purpose, .statement)
        }
        guard body.keys.contains(where: { Base64.decode($0.key) == statementFile.publicKey.bytes }) else {
            throw IssuerWords.unknownKey(key, member)
        }
        try documents.check(credentialFile, at: body)
        let settings = DeskConfiguration(
            member: id, name: body.name, url: base, isSocial: social, nodes: address.node, registrar: registrar,
            port: port)
        try DeskFolder(data).found(
            DeskFolder.Founding(
                configuration: settings, genesis: try await session.client.genesis(), statementKey: statementFile,
                credentialKey: credentialFile, certificates: try documents.chain(),
                height: try await session.client.status().height))
        var report = Report(IssuerWords.initialised)
        report.fact(tell("desk", zh: "签发台"), tell(body.name.en, zh: body.name.zh))
        report.fact(tell("folder", zh: "文件夹"), data, "data")
        report.fact(tell("address", zh: "地址"), base, "url")
        report.fact(tell("origin", zh: "账本标识"), session.network.origin, "origin")
        report.next = "deedbox issuer staff add NAME --roles clerk --new-password-file FILE --data \(data)"
        output.print(report)
    }

    /// The port of an address that is reached without a proxy; nil for any other.
    private static func port(of url: String) -> Int? {
        URLComponents(string: url).flatMap { $0.scheme == "http" ? $0.port : nil }
    }
}
