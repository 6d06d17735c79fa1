import ArgumentParser
import Foundation
import Identifiers
import Importing
import NodeAPI
import Rulebook
import Signing

/// `deedbox mint`: puts certificates onto the ledger and keeps their receipts.
struct Mint: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "mint", abstract: MintWords.abstract, discussion: MintWords.discussion)
    }

    @Argument(help: ArgumentHelp(MintWords.input))
    var input: String

    @Option(help: ArgumentHelp(MintWords.type, valueName: "code"))
    var type: String?

    @Option(help: ArgumentHelp(MintWords.out, valueName: "file"))
    var out: String?

    @Option(help: ArgumentHelp(MintWords.expiryColumn, valueName: "column"))
    var expiryColumn: String?

    @Flag(name: .customLong("check"), help: ArgumentHelp(MintWords.checkOnly))
    var isCheckOnly = false

    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let signer = try signer.open()
        let session = try await address.session()
        if !isCheckOnly { try await mustIssue(signer, session) }
        do {
            let source = try await MintInput(input, type: type, expiryColumn: expiryColumn).open(session)
            isCheckOnly ? try check(source) : try await mint(source, session, signer)
        } catch let error as CSVError { throw MintWords.badTable(input, error) }
    }

    /// Refuses a key with which the ledger would take nothing, also when every row has its receipt already.
    private func mustIssue(_ signer: (key: PrivateKey, member: MemberID), _ session: LedgerSession) async throws {
        let id = signer.member
        guard let member = try await session.client.member(id) else { throw IssuerWords.notAMember(id.text) }
        guard member.keys.contains(where: { $0.publicKey == signer.key.publicKey }) else {
            throw IssuerWords.unknownKey(self.signer.key, id.text)
        }
        guard member.roles.contains(Role.issuer.word) else { throw MintWords.notAnIssuer(id.text, member.roles) }
    }

    private func mint(
        _ source: sending any DocumentSource, _ session: LedgerSession,
        _ signer: (key: PrivateKey, member: MemberID)
    ) async throws {
        let bar = ProgressBar(isOn: !output.isJSON)
        let run = MintRun(
            node: HTTPMinting(client: session.client), network: session.network, member: signer.member,
            key: signer.key, limits: MintLimits(session.network.parameters), clock: .system(session.network),
            paths: MintPaths(input: input, receipts: out)
        ) { [output] progress in
            switch progress {
            case .recovering(let count): output.remark(MintWords.recovering(count))
            case .delivered(let tally, let source):
                bar.update(done: source.done, total: source.total, items: tally.minted, MintWords.rows)
            }
        }
        let start = Moment.now
        let summary: MintSummary
        do { summary = try await run.run(source) } catch {
            bar.clear()
            throw error
        }
        bar.clear()
        let report = MintReport(
            summary, by: signer.member, milliseconds: Moment.now - start, trust: address.trustWords)
        output.print(report.report)
        if summary.tally.faulty + summary.tally.refused > 0 { throw ExitCode(ExitStatus.no.rawValue) }
    }

    private func check(_ source: any DocumentSource) throws {
        var source = source
        var tally = MintTally()
        var seen = SeenDocuments()
        var faults = try FaultReport(path: MintPaths(input: input).faults)
        while let item = try source.next() {
            tally.read += 1
            switch item {
            case .document(let document, _) where seen.see(document.digest) == .new: continue
            case .document(let document, _):
                try faults.add(
                    RowFault(row: document.row, field: "", rule: .duplicate, fact: RuleWords.repeated))
            case .faulty(let found): for fault in found { try faults.add(fault) }
            }
            tally.faulty += 1
        }
        try faults.flush()
        output.print(MintReport.checked(tally, faults))
        if tally.faulty > 0 { throw ExitCode(ExitStatus.no.rawValue) }
    }
}

/// What is minted, as the command line names it.
private struct MintInput {
    let path: String
    let type: TypeCode?
    let expiryColumn: String?

    init(_ path: String, type: String?, expiryColumn: String?) throws {
        self.path = path
        self.type = try type.map(TypeWords.parse)
        self.expiryColumn = expiryColumn
    }

    /// Opens the input for the catalogue of a ledger.
    func open(_ session: LedgerSession) async throws -> sending any DocumentSource {
        let types = try await session.client.types(withFields: true).compactMap(KnownType.init)
        let known = type.flatMap { type in types.first { $0.code == type } }
        if let type, known == nil { throw MintWords.unknownTypeAsked(type) }
        guard !Folder.isFolder(path) else {
            guard let known else { throw MintWords.folderNeedsType }
            return try FolderSource(folder: path, type: known)
        }
        var settings = TableSource.Settings()
        settings.types = types
        settings.type = type
        settings.isSample = session.network.genesis.isSample
        settings.today = CivilDate.today
        settings.expiryColumn = expiryColumn
        return try TableSource(file: path, settings)
    }
}

extension KnownType {
    /// The type as a node tells it; nil when its code is none.
    fileprivate init?(_ body: TypeBody) {
        guard let code = TypeCode(body.code) else { return nil }
        self.init(
            code: code, version: body.version, isRetired: body.isRetired,
            required: (body.fields ?? []).filter(\.isRequired).map(\.path))
    }
}

extension MintClock {
    /// The system's clock, with the patience of a person.
    fileprivate static func system(_ network: Network) -> MintClock {
        MintClock(
            patienceMilliseconds: 60_000, lifetime: max(1, network.parameters.statementLifetime / 2),
            now: { Moment.now },
            sleep: { try await Task.sleep(for: .milliseconds(Int64($0))) })
    }
}
