import ArgumentParser
import Credentials
import NodeAPI
import RelyingApp
import Rulebook
import Sealing
import Signing

/// `deedbox relying init`: makes a desk.
struct RelyingInit: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "init", abstract: RelyingWords.initialise)
    }

    @Option(help: ArgumentHelp(RelyingWords.data, valueName: "folder"))
    var data: String
    @OptionGroup var signer: MemberSigner
    @Option(help: ArgumentHelp(RelyingWords.sealingKey, valueName: "file"))
    var sealingKey: String
    @Option(help: ArgumentHelp(RelyingWords.url, valueName: "url"))
    var url: String?
    @Option(help: ArgumentHelp(RelyingWords.host, valueName: "address"))
    var host = "127.0.0.1"
    @Option(help: ArgumentHelp(RelyingWords.port, valueName: "port"))
    var port = RelyingConfiguration.defaultPort
    @Option(help: ArgumentHelp(RelyingWords.sessionSeconds, valueName: "seconds"))
    var sessionSeconds: UInt64 = 600
    @Flag(help: ArgumentHelp(RelyingWords.behindProxy))
    var behindProxy = false
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard (1...65_535).contains(port) else { throw NodeWords.badPort(port) }
        guard (1...86_400).contains(sessionSeconds) else { throw RelyingWords.badSessionSeconds(sessionSeconds) }
        let base = url ?? "http://localhost:\(port)"
        guard let place = WebAddress(base), place.scheme == .https || place.isLoopback || behindProxy else {
            throw RelyingWords.badURL(base)
        }
        let (_, member) = try signer.open()
        let sealing = try StoredKey.sealingKey(sealingKey, signer.passphrases)
        let session = try await address.session()
        guard let body = try await session.client.member(member) else { throw RelyingWords.notAMember(member.text) }
        var settings = RelyingConfiguration(
            member: member, name: body.name, url: base, nodes: address.node, host: host, port: port)
        settings.isBehindProxy = behindProxy
        settings.sessionSeconds = sessionSeconds
        try RelyingFolder(data).found(
            RelyingFolder.Founding(
                configuration: settings, genesis: try await session.client.genesis(),
                statementKey: try StoredKey.file(signer.key), sealingKey: sealing,
                passphrase: try signer.passphrases.read(for: data)), now: Moment.now / 1_000)
        var report = Report(RelyingWords.made(data))
        report.fact(tell("party", zh: "用证方"), tell(body.name.en, zh: body.name.zh))
        report.fact(tell("member", zh: "成员"), member.text, "member")
        report.fact(tell("folder", zh: "文件夹"), data, "data")
        report.fact(tell("address", zh: "地址"), settings.url, "url")
        report.fact(tell("origin", zh: "账本标识"), session.network.origin, "origin")
        report.fact(tell("sealing key", zh: "密封公钥"), Base64.encode(sealing.publicKey.bytes), "sealingKey")
        let isRegistered = body.sealingKey == Base64.encode(sealing.publicKey.bytes)
        report.json.append("registered", .bool(isRegistered))
        report.meaning = isRegistered ? RelyingWords.keyRegistered : RelyingWords.keyNotRegistered
        report.next = "deedbox relying staff add NAME --roles admin --new-password-file FILE --data \(data)"
        output.print(report)
    }
}

/// `deedbox relying key`: adds a key to which wallets seal; older ones stay, for what was sealed to them.
struct RelyingKey: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "key", abstract: RelyingWords.addKey)
    }

    @Argument(help: ArgumentHelp(RelyingWords.sealingKey))
    var file: String
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try desk.open()
        try opened.add(try StoredKey.sealingKey(file, desk.passphrases))
        let keys = try opened.sealingKeys()
        var report = Report(RelyingWords.keyAdded(keys.count))
        report.json.append("keys", .array(keys.map { .string(Base64.encode($0.bytes)) }))
        report.body = keys.map { "  " + Base64.encode($0.bytes) }
        report.meaning = RelyingWords.keyAddedMeaning
        output.print(report)
    }
}
