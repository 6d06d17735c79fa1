import ArgumentParser
import Ledger
import Releasing
import Sealing
import Signing

/// `deedbox deposit sample`: deals a deposit, and has every validator answer every use.
struct DepositSample: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "sample", abstract: DepositWords.sample)
    }

    @Option(help: ArgumentHelp(DepositWords.validators)) var validators = 3
    @Option(help: ArgumentHelp(DepositWords.quorum)) var quorum = 2
    @Option(help: ArgumentHelp(DepositWords.uses)) var uses = 2
    @Option(help: ArgumentHelp(DepositWords.out, valueName: "file")) var out: String
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard (1...Position.limit).contains(validators), (1...validators).contains(quorum),
            (1...UseRange.maxCount).contains(uses)
        else { throw DepositWords.badNumbers }
        var random = SystemRandom()
        var file = DepositSample.file(validators, quorum, &random)
        let parties = try DepositParties(file)
        let deposit = try deal(file, parties, &random)
        file.deposit = deposit.encoded
        for place in 0..<validators { file.answers += try answers(of: place, deposit, file, parties, &random) }
        try WholeFile.create(Array(file.json.pretty.utf8), at: out)
        var report = Report(tell("a sample deposit was dealt", zh: "已分发寄存样例"))
        report.fact(tell("file", zh: "文件"), out, "file")
        report.fact(tell("manifest", zh: "清单摘要"), deposit.manifest.digest.hex, "manifest")
        report.fact(tell("bytes", zh: "字节数"), UInt64(deposit.byteCount), "bytes")
        output.print(report)
    }

    /// Made-up parties, every key drawn.
    private static func file(_ count: Int, _ quorum: Int, _ random: inout SystemRandom) -> DepositFile {
        func digest(_ random: inout SystemRandom) -> Digest { Digest(random.bytes(32)) ?? .zero }
        let context = GrantContext(
            origin: "sample.deedbox.example/00000000000000000000000000000000", grant: digest(&random),
            set: digest(&random), party: "bank")
        let validators = (1...count).map { number in
            DepositFile.Validator(member: "node-\(number)", weekly: random.bytes(32), release: random.bytes(32))
        }
        let secrets = DepositFile.Secrets(
            party: random.bytes(32), regulator: random.bytes(32), release: random.bytes(32))
        return DepositFile(
            context: context, quorum: quorum, validators: validators, secrets: secrets,
            statement: StatementID(digest(&random)), height: Height(7), block: BlockID(digest(&random)))
    }

    private func deal(
        _ file: DepositFile, _ parties: DepositParties, _ random: inout SystemRandom
    ) throws -> Deposit {
        let body = DepositBody(
            presentations: ["示例凭证甲~", "示例凭证乙~"], receipts: [Array("示例回执甲".utf8), []])
        let packages = (1...uses).map { use in
            UsePackage(keyBindings: ["示例签名.\(use).甲", "示例签名.\(use).乙"], caseOpening: Array("case \(use)".utf8))
        }
        let keys = DealingKeys(
            validators: parties.weekly.map(\.publicKey), party: parties.party.publicKey,
            regulator: parties.regulator.publicKey)
        return try Dealing(
            file.context, to: parties.set, keys: keys, expiry: Moment.now / 1_000 + 30 * 86_400, bodies: [body],
            uses: packages, traceToken: random.bytes(60)
        ).deal(using: &random)
    }

    private func answers(
        of place: Int, _ deposit: Deposit, _ file: DepositFile, _ parties: DepositParties,
        _ random: inout SystemRandom
    ) throws -> [[UInt8]] {
        let fitting = try FittingDeposit(deposit, within: DepositOpen.terms(file, parties))
        let own = try fitting.ownShares(at: parties.set.positions[place], by: parties.weekly[place])
        let members = file.validators.map(\.member)
        return try deposit.manifest.uses.indices.map { index in
            let executed = ExecutedRelease(
                .use, statement: file.statement, releaseKey: parties.known.key.publicKey, height: file.height,
                block: file.block, entries: [ReleaseEntry(manifest: fitting.manifest, index: index)])
            let release = try FinalRelease(executed, cosigners: members, own: members[place], quorum: quorum)
            return try ReleaseAnswer.signed(
                release, holding: { _ in own }, by: parties.release[place], of: members[place],
                in: file.context.origin, using: &random)
        }
    }
}
