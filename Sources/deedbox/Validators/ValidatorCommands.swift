import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// `deedbox validators`: whose nodes keep the ledger, and how that changes.
struct ValidatorCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "validators", abstract: ValidatorWords.abstract, discussion: ValidatorWords.discussion,
            subcommands: [ValidatorsShow.self, ValidatorsReady.self, ValidatorsChange.self])
    }
}

/// `deedbox validators show`: who decides now, what that withstands, what comes, and who was proven to have lied.
struct ValidatorsShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: ValidatorWords.show)
    }

    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try await address.session()
        let governance = try await session.client.governance()
        let offences = try await session.client.status().offences
        let (network, epoch) = (session.network, session.network.epoch)
        var report = Report(ValidatorWords.count(network.validators.count))
        report.fact(tell("epoch", zh: "任期"), epoch.number, "epoch")
        report.fact(tell("since block", zh: "始于区块"), epoch.first.value, "first")
        report.fact(tell("fault model", zh: "故障模型"), epoch.faultModel.word, "faultModel")
        report.fact(tell("assurance", zh: "保证级别"), AssuranceWords.sentence(network.quorum))
        if let coming = governance.coming { ValidatorWords.add(coming, to: &report) }
        report.body = TextTable.lines(network.validators.map(ValidatorWords.row)) + OffenceWords.lines(offences)
        report.json.append("offences", .array(offences.map(OffenceWords.json)))
        report.json.append("quorum", .integer(Int64(network.quorum.count)))
        report.json.append("liars", .integer(Int64(network.quorum.liars)))
        report.json.append("mayBeDown", .integer(Int64(network.quorum.silent)))
        report.json.append("validators", .array(network.validators.map(\.readable)))
        output.print(report)
    }
}

/// `deedbox validators ready`: a newcomer's word that its node follows the ledger, with its keys' public parts.
struct ValidatorsReady: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "ready", abstract: ValidatorWords.ready, discussion: ValidatorWords.readyDiscussion)
    }

    @Option(help: ArgumentHelp(FoundingWords.keys, valueName: "folder"))
    var keys: String
    @Option(help: ArgumentHelp(FoundingWords.member, valueName: "id"))
    var member: String?
    @Option(help: ArgumentHelp(FoundingWords.nameZh, valueName: "text"))
    var nameZh: String
    @Option(help: ArgumentHelp(FoundingWords.nameEn, valueName: "text"))
    var nameEn: String
    @Option(help: ArgumentHelp(FoundingWords.outEntry, valueName: "file"))
    var out: String
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let opened = try NodeKeyFiles.validator(keys, member, Bilingual(zh: nameZh, en: nameEn), passphrases)
        let session = try await address.session()
        let status = try await session.client.status()
        // It is the newcomer's own log that is vouched for.
        guard status.node == opened.validator.member.text else {
            throw ValidatorWords.otherNode(status.node, opened.validator.member.text)
        }
        guard let note = try await session.client.checkpoint() else { throw LedgerWords.noBlock }
        let network = session.walk.network(for: note)
        guard let final = try? network.policy.check(note),
            let ready = ReadyEntry(opened.validator, keys: opened.keys, at: final, in: network)
        else { throw ValidatorWords.notFinal }
        try WholeFile.create(Array(ready.readable.pretty.utf8), at: out)
        var report = Report(ValidatorWords.madeReady(out))
        report.fact(tell("member", zh: "成员"), opened.validator.member.text, "member")
        report.fact(tell("ledger", zh: "账本"), network.origin, "origin")
        report.fact(tell("log size", zh: "日志条目数"), final.checkpoint.head.size, "size")
        report.meaning = ValidatorWords.readyMeaning(network.parameters.governanceLifetime)
        report.next = "deedbox validators change --seat \(out) --governance-key FILE --out FILE"
        output.print(report)
    }
}

/// `deedbox validators change`: seats newcomers and new keys, and lets validators go.
struct ValidatorsChange: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "change", abstract: ValidatorWords.change, discussion: ValidatorWords.changeDiscussion)
    }

    @Option(help: ArgumentHelp(ValidatorWords.seat, valueName: "file"))
    var seat: [String] = []
    @Option(help: ArgumentHelp(ValidatorWords.remove, valueName: "member"))
    var remove: [String] = []
    @Option(help: ArgumentHelp(ValidatorWords.faultModel, valueName: "crash|byzantine"))
    var faultModel: String?
    @Flag(help: ArgumentHelp(ValidatorWords.acceptDowngrade))
    var acceptDowngrade = false
    @Flag(help: ArgumentHelp(ValidatorWords.acceptCrashModel))
    var acceptCrashModel = false
    @OptionGroup var governance: GovernanceSigners
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try await address.session()
        let epoch = session.network.epoch
        let (seated, removed, model) = (try seated(session.network), try removed(), try model(epoch))
        func act(_ sequence: UInt64) -> ChangeValidators {
            ChangeValidators(
                sequence: sequence, faultModel: model, removed: removed, seated: seated.map(\.entry.validator),
                readiness: seated.map(\.readiness), acceptsDowngrade: acceptDowngrade,
                acceptsCrashModel: acceptCrashModel)
        }
        // What every node would refuse is told before any governor signs it.
        let after: (validators: [Validator], quorum: Quorum)
        do throws(Refusal) { after = try act(0).set(after: epoch) } catch { throw ValidatorWords.refused(error) }
        // That no node tells it stops no change: it is a warning.
        let grants = try? await session.client.buckets(.grant).entries
        var desk = try governance.desk(session)
        let outcome = try await desk.act { .changeValidators(act($0)) }
        var report = Report(GovernanceWords.changed)
        report.fact(tell("now", zh: "现在"), AssuranceWords.sentence(epoch.quorum))
        report.fact(tell("afterwards", zh: "变更后"), AssuranceWords.sentence(after.quorum))
        report.body =
            ValidatorWords.lines(act(0)) + HeldGrantWords.lines(grants, session.walk.epochs, after: after.validators)
        if let grants { report.json.append("grants", .integer(Int64(grants))) }
        report.json.append("validators", .array(after.validators.map { .string($0.member.text) }))
        outcome?.add(to: &report)
        report.meaning = GovernanceWords.whenInForce(session.network.parameters.governanceDelay)
        output.print(try desk.closed(report))
    }

    private func seated(_ network: Network) throws -> [ReadyEntry] {
        try seat.map { path in
            let entry = try ReadableJSON.read(path) { (value) throws(JSONError) in try ReadyEntry(readable: value) }
            guard entry.origin == network.origin else { throw SubmitWords.otherLedger(entry.origin, network.origin) }
            return entry
        }.sorted { $0.entry.validator.member < $1.entry.validator.member }
    }

    private func removed() throws -> [MemberID] {
        try remove.map { text in
            guard let id = MemberID(text) else { throw NodeWords.badMember(text) }
            return id
        }.sorted()
    }

    private func model(_ epoch: Epoch) throws -> FaultModel {
        guard let faultModel else { return epoch.faultModel }
        guard let model = [FaultModel.crash, .byzantine].first(where: { $0.word == faultModel }) else {
            throw ValidatorWords.badModel(faultModel)
        }
        return model
    }
}
