import ArgumentParser
import NodeAPI
import Rulebook
import Signing

/// `deedbox governance`: who governs, how that changes, and how several governors sign one act.
struct GovernanceCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "governance", abstract: GovernanceWords.abstract, discussion: GovernanceWords.discussion,
            subcommands: [GovernanceShow.self, GovernanceChange.self, GovernanceSign.self, GovernanceSubmit.self])
    }
}

/// `deedbox governance show`: the governors, and the change that waits.
struct GovernanceShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: GovernanceWords.show)
    }

    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try await address.session()
        let governance = try await session.client.governance()
        var report = Report(GovernanceWords.mustSign(governance.threshold, governance.keys.count))
        report.fact(tell("next act", zh: "下一行为序号"), governance.next, "next")
        let parameters = session.network.parameters
        report.fact(tell("published delay", zh: "公布期"), Moment.duration(parameters.governanceDelay))
        if let coming = governance.coming { ValidatorWords.add(coming, to: &report) }
        report.body = [GovernanceWords.governors] + governance.keys.map { "  \($0.id)  \($0.algorithm)" }
        report.body += [GovernanceWords.parameters] + parameters.lines
        report.json.append("threshold", .integer(Int64(governance.threshold)))
        report.json.append("keys", .array(governance.keys.map { .string($0.id) }))
        report.json.append("parameters", parameters.readable)
        output.print(report)
    }
}

/// `deedbox governance change`: other governors, other parameters, or both.
struct GovernanceChange: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "change", abstract: GovernanceWords.change, discussion: GovernanceWords.changeDiscussion)
    }

    @Argument(help: ArgumentHelp(GovernanceWords.changeFile))
    var file: String
    @OptionGroup var governance: GovernanceSigners
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let session = try await address.session()
        let now = session.network.parameters
        let change = try ReadableJSON.read(file) { (value) throws(JSONError) in
            try ReadableChange(readable: value, over: now)
        }
        guard change.governance != nil || change.parameters != nil else { throw GovernanceWords.emptyChange(file) }
        var desk = try governance.desk(session)
        let outcome = try await desk.act { sequence in
            .changeGovernance(
                ChangeGovernance(
                    sequence: sequence, governance: change.governance, parameters: change.parameters))
        }
        var report = Report(GovernanceWords.changed)
        report.body = GovernanceWords.lines(change.governance, change.parameters, over: now)
        outcome?.add(to: &report)
        report.meaning = GovernanceWords.whenInForce(now.governanceDelay)
        output.print(try desk.closed(report))
    }
}

/// `deedbox governance sign`: a governor reads acts that others have drafted, and signs them on its own machine.
struct GovernanceSign: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "sign", abstract: GovernanceWords.sign, discussion: GovernanceWords.signDiscussion)
    }

    @Argument(help: ArgumentHelp(GovernanceWords.draftFile))
    var file: String
    @Option(help: ArgumentHelp(SubmitWords.governanceKey, valueName: "file"))
    var governanceKey: [String] = []
    @Option(help: ArgumentHelp(GovernanceWords.trust, valueName: "genesis"))
    var trust: String
    @Option(help: ArgumentHelp(GovernanceWords.signedOut, valueName: "file"))
    var out: String?
    @OptionGroup var passphrases: PassphraseFiles
    @OptionGroup var output: OutputOptions

    func run() throws {
        let network = try GenesisFile.network(trust)
        var statements = try DraftFile.read(file)
        for statement in statements where statement.header.origin != network.origin {
            throw SubmitWords.otherLedger(statement.header.origin, network.origin)
        }
        guard let out else { return output.print(GovernanceWords.read(statements, file)) }
        guard !governanceKey.isEmpty else { throw SubmitWords.noGovernanceKey }
        for key in try StoredKey.keys(governanceKey, for: .governance, passphrases).map(\.key) {
            statements = statements.map { $0.cosigned(by: key) }
        }
        try DraftFile.write(statements, to: out)
        output.print(GovernanceWords.drafted(statements, out))
    }
}

/// `deedbox governance submit`: sends acts that enough governors have signed.
struct GovernanceSubmit: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "submit", abstract: GovernanceWords.submit, discussion: GovernanceWords.submitDiscussion)
    }

    @Argument(help: ArgumentHelp(GovernanceWords.draftFiles))
    var files: [String]
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let statements = try DraftFile.read(files)
        let session = try await address.session()
        var report = Report(GovernanceWords.submitted)
        for statement in statements {
            let outcome = try await session.send(statement)
            let name = ActName(contentType: statement.header.contentType)?.rawValue ?? statement.header.contentType
            report.fact(name, tell("block \(outcome.height)", zh: "区块 \(outcome.height)"))
            report.add("acts", outcome.listed("act", name))
        }
        report.meaning = GovernanceWords.whenInForce(session.network.parameters.governanceDelay)
        output.print(report)
    }
}
