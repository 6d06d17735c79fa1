import ArgumentParser
import Credentials
import Signing

/// `deedbox credential status-list`: the states of many credentials in one small signed list.
struct StatusListCommands: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status-list", abstract: CredentialWords.statusList,
            subcommands: [StatusListMake.self, StatusListRead.self])
    }
}

/// `deedbox credential status-list make`.
struct StatusListMake: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "make", abstract: CredentialWords.statusListMake)
    }

    @Option(help: ArgumentHelp(CredentialWords.listAddress, valueName: "url")) var uri: String
    @Option(help: ArgumentHelp(CredentialWords.count)) var count: Int
    @Option(help: ArgumentHelp(CredentialWords.set, valueName: "index=state")) var set: [String] = []
    @Option(help: ArgumentHelp(CredentialWords.signingKey, valueName: "file")) var key: String
    @Option(help: ArgumentHelp(CredentialWords.chain, valueName: "file")) var chain: String?
    @Option(help: ArgumentHelp(CredentialWords.lifetime, valueName: "seconds")) var lifetime: UInt64 = 3_600
    @Option(help: ArgumentHelp(CredentialWords.out, valueName: "file")) var out: String
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard (1...StatusList.maxCount).contains(count) else {
            throw CommandError.usage("--count: 1 … \(StatusList.maxCount)")
        }
        var list = StatusList(count: count)
        for item in set {
            let (index, status) = try change(item)
            list.set(status, at: index)
        }
        let certificates = try chain.map(CredentialFiles.certificates) ?? []
        let key = try CredentialFiles.key(key, passphrases)
        let id = Base64URL.encode(JSONWebKey(key.publicKey).thumbprint.bytes)
        guard let signer = JWSSigner(key, type: StatusListToken.type, keyID: id, x5c: certificates) else {
            throw CredentialWords.badKey
        }
        let now = CredentialFiles.time(nil)
        let token = StatusListToken.sign(
            list, uri: uri, issuedAt: now, expiry: now + lifetime, timeToLive: max(1, lifetime / 12), by: signer)
        try WholeFile.create(Array(token.text.utf8), at: out)
        var report = Report(tell("status list written", zh: "已写入状态列表"))
        report.fact(tell("file", zh: "文件"), out, "file")
        report.fact(tell("entries", zh: "条目数"), UInt64(count), "count")
        report.fact(tell("bytes", zh: "字节数"), UInt64(token.text.utf8.count), "bytes")
        if let commitment = token.commitment { report.fact(tell("commitment", zh: "承诺"), commitment.hex, "commitment") }
        output.print(report)
    }

    private func change(_ text: String) throws -> (Int, ListedStatus) {
        let parts = text.split(separator: "=").map(String.init)
        let states: [String: ListedStatus] = [
            "valid": .valid, "revoked": .invalid, "suspended": .suspended, "superseded": .superseded,
        ]
        guard parts.count == 2, let index = Int(parts[0]), (0..<count).contains(index), let state = states[parts[1]]
        else {
            throw CommandError.usage(
                tell(
                    "--set \(text): an index below \(count), and valid, revoked, suspended or superseded",
                    zh: "--set \(text)：应为小于 \(count) 的序号，及 valid、revoked、suspended 或 superseded"))
        }
        return (index, state)
    }
}

/// `deedbox credential status-list read`.
struct StatusListRead: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "read", abstract: CredentialWords.statusListRead)
    }

    @Argument(help: ArgumentHelp(CredentialWords.listFile, valueName: "file")) var file: String
    @OptionGroup var trust: IssuerTrustOptions
    @Option(help: ArgumentHelp(CredentialWords.listAddress, valueName: "url")) var uri: String
    @Option(help: ArgumentHelp(CredentialWords.index)) var index: [Int] = []
    @Option(help: ArgumentHelp(CredentialWords.time, valueName: "seconds")) var time: UInt64?
    @OptionGroup var output: OutputOptions

    func run() throws {
        let text = try WholeFile.text(file, max: 24 << 20)
        let trust = try trust.trust()
        var report = Report(tell("the list holds", zh: "状态列表成立"))
        do throws(StatusListError) {
            let token = try StatusListToken(
                parsing: text.hasSuffix("\n") ? String(text.dropLast()) : text, uri: uri, trust: trust,
                at: CredentialFiles.time(time))
            report.fact(tell("entries", zh: "条目数"), UInt64(token.list.count), "count")
            for index in index {
                let value = try token.status(of: StatusReference(index: index, uri: uri))
                report.fact("\(index)", CredentialWords.status(value))
                report.add("states", .integer(Int64(value)))
            }
        } catch { throw CredentialFiles.refusal("bad-status-list", error) }
        output.print(report)
    }
}
