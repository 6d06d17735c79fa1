import ArgumentParser
import NodeAPI
import Rulebook
import Signing

/// `deedbox strongroom get`: the sealed body under a tag.
struct StrongroomGet: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "get", abstract: StrongroomWords.get)
    }

    @Argument(help: ArgumentHelp(StrongroomWords.tagHelp))
    var tag: String
    @Option(help: ArgumentHelp(StrongroomWords.out, valueName: "file"))
    var out: String
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let client = try await address.session().client
        let bodies = try await client.sealedBodies([try StrongroomWords.tag(tag)])
        guard let body = bodies.first else { throw StrongroomWords.nothing(tag) }
        for (number, body) in bodies.enumerated() {
            try WholeFile.create(body.bytes, at: number == 0 ? out : "\(out).\(number + 1)")
        }
        var report = Report(StrongroomWords.written(bodies.count, out))
        report.fact(tell("digest", zh: "摘要"), body.digest.hex, "digest")
        report.fact(tell("bytes", zh: "字节"), UInt64(body.bytes.count), "bytes")
        output.print(report)
    }
}

/// `deedbox strongroom erase`: by the secret that came with the body.
struct StrongroomErase: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "erase", abstract: StrongroomWords.erase)
    }

    @Argument(help: ArgumentHelp(StrongroomWords.tagHelp))
    var tag: String
    @Argument(help: ArgumentHelp(StrongroomWords.secretHelp))
    var secret: String
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let client = try await address.session().client
        guard let digest = Digest(hex: secret) else { throw StrongroomWords.badDigits(secret) }
        let erasure = StrongroomErasure(tag: try StrongroomWords.tag(tag), secret: digest)
        let answer = try await client.erase([erasure])
        var report = Report(StrongroomWords.erased(answer.erased))
        report.json.append("erased", .integer(Int64(answer.erased)))
        report.json.append("absent", .integer(Int64(answer.absent)))
        output.print(report)
    }
}
