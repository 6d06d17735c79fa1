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
        let opening = SaltedText(caseNumber)
        let request = Request(
            scene: sceneCode, profile: profileID, maxUses: uses, term: days * 86_400, grantKey: key,
            nonce: Random.bytes(Request.nonceByteCount), caseCommitment: opening.commitment)
        let header = session.header(Purpose.request, issuer: party, lifetime: 86_400)
        let statement = Statement.signed(header, payload: request.encoded, by: bankKey)
        try WholeFile.create(statement.bytes, at: out)
        var report = Report(GrantWords.requested(out))
        report.fact(tell("grant", zh: "授权标识"), GrantID(origin: session.network.origin, key: key).description, "grant")
        report.fact(tell("case salt", zh: "案号盐值"), Hex.encode(opening.salt), "caseSalt")
        report.meaning = GrantWords.requestedMeaning
        report.next = "deedbox grant give \(out) --key …"
        output.print(report)
    }
}

/// A text that stands on the ledger only as a salted commitment.
struct SaltedText {
    let salt = Random.bytes(32)
    let commitment: Commitment

    init(_ text: String) {
        var hasher = SHA256()
        hasher.update(Purpose.caseCommitment)
        hasher.update(salt)
        hasher.update(Array(text.utf8))
        commitment = Commitment(hasher.finalize())
    }
}
