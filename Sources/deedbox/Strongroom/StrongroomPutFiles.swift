import ArgumentParser
import NodeAPI
import Rulebook
import Signing

/// `deedbox strongroom put`: files that are sealed already, kept by a quorum of nodes when it returns.
struct StrongroomPutFiles: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "put", abstract: StrongroomWords.put)
    }

    @Argument(help: ArgumentHelp(StrongroomWords.files, valueName: "file"))
    var files: [String]

    @Option(help: ArgumentHelp(StrongroomWords.lifetime, valueName: "seconds"))
    var seconds: UInt64 = 30 * 86_400

    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try await address.session()
        let (key, member) = try signer.open()
        let now = Moment.now / 1_000
        let bodies = try files.map { try WholeFile.bytes($0, max: StrongroomEntry.maxByteCount) }
        let drawn = bodies.map { _ in (tag: StrongroomWords.random(), secret: StrongroomWords.random()) }
        let items = zip(bodies, drawn).map { body, drawn in
            StrongroomItem(tag: StrongroomTag(drawn.tag), body: body, eraser: SHA256.digest(drawn.secret.bytes))
        }
        let batch = try StrongroomWords.told { () throws(StrongroomRefusal) in
            try StrongroomBatch(
                items, expiry: now + seconds, notAfter: now + min(300, session.network.parameters.statementLifetime),
                by: key, of: member, in: session.network.origin)
        }
        let receipt = try await session.client.put(batch, in: session.network)
        var report = Report(StrongroomWords.kept(items.count, receipt.validators.map(\.text)))
        report.json.append("put", .string(batch.put.id.description))
        report.body = TextTable.lines(
            [[StrongroomWords.tag, StrongroomWords.secret, StrongroomWords.file]]
                + zip(files, drawn).map { [$1.tag.hex, $1.secret.hex, $0] })
        for (file, drawn) in zip(files, drawn) {
            report.add(
                "bodies",
                ["file": .string(file), "tag": .string(drawn.tag.hex), "secret": .string(drawn.secret.hex)])
        }
        for validator in receipt.validators { report.add("validators", .string(validator.text)) }
        report.meaning = StrongroomWords.putMeaning
        output.print(report)
    }
}
