import ArgumentParser
import Rulebook
import Signing

/// `deedbox grant request`: a relying party signs what it asks of one holder's once-only key.
struct GrantRequest: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "request", abstract: GrantWords.request, discussion: GrantWords.requestExamples)
    }

    @Option(help: ArgumentHelp(SceneWords.code))
    var scene: String
    @Option(help: ArgumentHelp(GrantWords.profile))
    var profile: String
    @Option(help: ArgumentHelp(GrantWords.uses))
    var uses: UInt64 = 1
    @Option(help: ArgumentHelp(GrantWords.days))
    var days: UInt64 = 30
    @Option(help: ArgumentHelp(GrantWords.grantKey, valueName: "file or key"))
    var grantKey: String
    @Option(name: .customLong("case"), help: ArgumentHelp(GrantWords.caseNumber, valueName: "number"))
    var caseNumber: String
    @Option(help: ArgumentHelp(GrantWords.requestOut, valueName: "file"))
    var out: String
    @Option(help: ArgumentHelp(GrantWords.requestCaseFile, valueName: "file"))
    var caseFile: String?
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let sceneCode = SceneCode(scene) else { throw SceneWords.badCode(scene) }
        guard let profileID = ProfileID(profile) else { throw GrantWords.badProfile(profile) }
        let key = try StoredKey.publicKey(grantKey)
        guard key.algorithm == .ed25519 else { throw GrantWords.notAGrantKey }
        let session = try await address.session()
        let (bankKey, party) = try signer.open()
        let opening = SaltedText(caseNumber, Purpose.caseCommitment)
        let request = Request(
            scene: sceneCode, profile: profileID, maxUses: uses, term: days * 86_400, grantKey: key,
            nonce: Random.bytes(Request.nonceByteCount), caseCommitment: opening.commitment)
        let header = session.header(Purpose.request, issuer: party, lifetime: 86_400)
        let statement = Statement.signed(header, payload: request.encoded, by: bankKey)
        let grant = GrantID(origin: session.network.origin, key: key).description
        let journal = try SaltJournal(caseFile ?? out + ".case.jsonl")
        guard !Folder.exists(out) else { throw FileError.exists(out) }
        try journal.append([
            "grant": .string(grant), "request": .string(out), "case": .string(caseNumber),
            "caseSalt": .string(Hex.encode(opening.salt)),
        ])
        try WholeFile.create(statement.bytes, at: out)
        var report = Report(GrantWords.requested(out))
        report.fact(tell("grant", zh: "授权标识"), grant, "grant")
        report.fact(tell("case salt", zh: "案号盐值"), Hex.encode(opening.salt), "caseSalt")
        report.fact(tell("kept in", zh: "保存于"), journal.path, "kept")
        report.meaning = GrantWords.requestedMeaning
        report.next = "deedbox grant give \(out) --key HOLDER.key"
        output.print(report)
    }
}
