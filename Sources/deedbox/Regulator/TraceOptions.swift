import ArgumentParser
import RegistrarAPI
import Rulebook
import Sealing
import Signing

/// What a trace needs beside the grant: from whom the holder's name comes, and by which key the packet opens.
struct TraceOptions: ParsableArguments {
    @Option(help: ArgumentHelp(ReportWords.trace, valueName: "grant"))
    var trace: [String] = []
    @Option(help: ArgumentHelp(RegulatorWords.sealingKey, valueName: "file"))
    var sealingKey: [String] = []
    @Option(help: ArgumentHelp(RegulatorWords.registrar, valueName: "url"))
    var registrar: String?
    @Option(help: ArgumentHelp(RegulatorWords.traceFile, valueName: "file"))
    var traceFile: String?

    /// The chosen grants; nothing is traced without a registrar and a key.
    func grants() throws -> [GrantID] {
        guard trace.isEmpty || (registrar != nil && !sealingKey.isEmpty) else { throw ReportWords.traceNeeds }
        return try trace.map { try GrantWords.parse($0) }
    }

    /// Traces grants one after another, each by an entry of its own, and adds whose they are.
    func run(
        _ grants: [GrantID], _ ground: LegalGround?, caseNumber: String, by signer: (key: PrivateKey, member: MemberID),
        _ passphrases: PassphraseFiles, _ session: LedgerSession, log: String? = nil, into report: inout Report
    ) async throws {
        guard !grants.isEmpty, let ground, let registrar else { return }
        let keys = try sealingKey.map { try StoredKey.sealingKey($0, passphrases) }
        for grant in grants {
            let journal = try TraceJournal(traceFile ?? grant.description + ".trace.jsonl")
            let run = TraceRun(session: session, signer: signer, sealingKeys: keys, journal: journal, log: log)
            let traced = try await run.trace(
                TraceWish(grant: grant, ground: ground, caseNumber: caseNumber), again: false)
            let holder = try await run.resolve(traced, at: registrar)
            report.body.append(ReportWords.traced(grant, holder.name, holder.number, traced.final.height))
            report.add(
                "traced",
                [
                    "grant": .string("\(grant)"), "name": .string(holder.name), "number": .string(holder.number),
                    "account": .string(holder.account.description), "statement": .string("\(traced.final.id)"),
                    "height": .integer(Int64(clamping: traced.final.height)), "kept": .string(journal.path),
                ])
        }
    }
}
