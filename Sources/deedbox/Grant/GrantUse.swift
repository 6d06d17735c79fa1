import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Sealing
import Signing

/// `deedbox grant use`: the relying party takes one counted use.
struct GrantUse: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "use", abstract: GrantWords.use, discussion: GrantWords.useExamples)
    }

    @Argument(help: ArgumentHelp(GrantWords.id))
    var grant: String
    @Option(help: ArgumentHelp(GrantWords.index))
    var index: UInt64?
    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String
    @Option(help: ArgumentHelp(GrantWords.clerk))
    var clerk = "clerk"
    @Option(help: ArgumentHelp(GrantWords.useCaseFile, valueName: "file"))
    var caseFile: String?
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let id = try GrantWords.parse(grant)
        let session = try await address.session()
        let next: UInt64
        if let index {
            next = index
        } else {
            let found = try await StateQuestion.grant(id).ask(session)
            next = UInt64((found.value?.counted.count ?? 0) + 1)
        }
        let matter = SaltedText(caseNumber, Purpose.caseCommitment)
        let person = SaltedText(clerk, Purpose.caseCommitment)
        let releaseSecret = Random.bytes(SealingPublicKey.byteCount)
        guard let release = SealingPrivateKey(secret: releaseSecret).flatMap({ ReleaseKey($0.publicKey.bytes) }) else {
            preconditionFailure("32 bytes are no release key")
        }
        let act = Use(
            grant: id, index: next, releaseKey: release, caseCommitment: matter.commitment,
            clerkCommitment: person.commitment)
        let statement = session.statement(.use(act), by: try signer.open())
        let journal = try SaltJournal(caseFile ?? id.description + ".case.jsonl")
        let line: JSONObject = [
            "grant": .string(id.description), "index": .integer(Int64(clamping: next)), "case": .string(caseNumber),
            "caseSalt": .string(Hex.encode(matter.salt)), "clerk": .string(clerk),
            "clerkSalt": .string(Hex.encode(person.salt)), "releaseSecret": .string(Hex.encode(releaseSecret)),
        ]
        let outcome = try await journal.keep(line, until: statement, isFinalIn: session)
        var report = Report(GrantWords.used(next))
        outcome.add(to: &report)
        report.fact(tell("case salt", zh: "案号盐值"), Hex.encode(matter.salt), "caseSalt")
        report.fact(tell("kept in", zh: "保存于"), journal.path, "kept")
        report.meaning = GrantWords.usedMeaning
        output.print(report)
    }
}

/// `deedbox grant show`: what the ledger says of a grant, proven.
struct GrantShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: GrantWords.show)
    }

    @Argument(help: ArgumentHelp(GrantWords.id))
    var grant: String
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let id = try GrantWords.parse(grant)
        let found = try await StateQuestion.grant(id).ask(try await address.session())
        guard let grant = found.value else {
            var report = Report(GrantWords.absent)
            report.fact(tell("as of block", zh: "截至区块"), "\(found.seal.height)")
            report.json.append("present", .bool(false))
            return output.print(report)
        }
        var report = Report(GrantWords.state(grant))
        report.fact(tell("relying party", zh: "用证方"), grant.party.text, "party")
        report.fact(tell("scene", zh: "场景"), grant.scene.text, "scene")
        report.fact(tell("uses", zh: "使用次数"), "\(grant.counted.count) / \(grant.uses)")
        report.fact(tell("until", zh: "有效期至"), UTCTime(seconds: grant.expiry).description, "expiry")
        for (number, use) in grant.counted.enumerated() {
            report.fact(
                tell("use \(number + 1)", zh: "第 \(number + 1) 次使用"),
                tell("block \(use.height)", zh: "区块 \(use.height)"))
        }
        report.fact(tell("as of block", zh: "截至区块"), "\(found.seal.height)")
        report.json.append("present", .bool(true))
        report.json.append("used", .integer(Int64(grant.counted.count)))
        report.json.append("uses", .integer(Int64(grant.uses)))
        report.json.append("withdrawn", .bool(grant.withdrawn != nil))
        output.print(report)
    }
}
