import ArgumentParser
import Ledger
import NodeAPI
import Rulebook
import Signing

/// What every change of a status needs.
struct StatusChange: ParsableArguments {
    @OptionGroup var choice: ReceiptChoice
    @Option(help: ArgumentHelp(StatusWords.reason, valueName: "text"))
    var reason: String
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    /// Sets the status and tells where it stands.
    func set(_ state: DocumentState) async throws {
        let session = try await address.session()
        let document = try choice.document(on: session.network)
        let issue = document.issue
        output.remark(StatusWords.document(document))
        let opening = Opening(StatusReason(state: state, code: "other", text: reason, legalBasis: ""))
        let act = SetStatus(
            record: issue.index, commitment: issue.record.commitment, state: state, reason: opening.commitment)
        let statement = session.statement(.setStatus(act), by: try signer.open())
        let journal = try SaltJournal(choice.receipt + ".status.jsonl")
        var line = document.members
        line.append("state", .string(state.word))
        line.append("reason", .string(reason))
        line.append("reasonSalt", .string(Hex.encode(opening.salt)))
        let outcome = try await journal.keep(line, until: statement, isFinalIn: session)
        var report = Report(StatusWords.isNow(state))
        report.fact(tell("record", zh: "记录"), "\(issue.index)")
        outcome.add(to: &report)
        report.fact(tell("reason salt", zh: "理由盐值"), Hex.encode(opening.salt), "reasonSalt")
        report.fact(tell("kept in", zh: "保存于"), journal.path, "kept")
        report.json.append("document", document.json)
        report.json.append("state", .string(state.word))
        report.meaning = StatusWords.changeMeaning
        output.print(report)
    }
}

/// `deedbox status revoke`: for good.
struct StatusRevoke: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "revoke", abstract: StatusWords.revoke)
    }
    @OptionGroup var change: StatusChange
    func run() async throws { try await change.set(.revoked) }
}

/// `deedbox status suspend`: until it is reinstated.
struct StatusSuspend: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "suspend", abstract: StatusWords.suspend)
    }
    @OptionGroup var change: StatusChange
    func run() async throws { try await change.set(.suspended) }
}

/// `deedbox status reinstate`: in force again.
struct StatusReinstate: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "reinstate", abstract: StatusWords.reinstate)
    }
    @OptionGroup var change: StatusChange
    func run() async throws { try await change.set(.inForce) }
}

/// `deedbox status supersede`: a newer document stands in its place.
struct StatusSupersede: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "supersede", abstract: StatusWords.supersede)
    }
    @OptionGroup var change: StatusChange
    func run() async throws { try await change.set(.superseded) }
}
