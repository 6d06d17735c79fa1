import ArgumentParser
import Ledger
import Rulebook
import Signing

/// Of which time a report speaks, where the log is kept, and where the report goes.
struct ReportOptions: ParsableArguments {
    @Option(help: ArgumentHelp(ReportWords.since, valueName: "date"))
    var since: String?
    @Option(help: ArgumentHelp(ReportWords.until, valueName: "date"))
    var until: String?
    @Option(help: ArgumentHelp(ReportWords.log, valueName: "folder"))
    var log: String?
    @Option(help: ArgumentHelp(ReportWords.out, valueName: "file"))
    var out: String?
    @Option(help: ArgumentHelp(ReportWords.key, valueName: "file"))
    var key: String?
    @Option(help: ArgumentHelp(SubmitWords.member, valueName: "id"))
    var member: String?

    func period() throws -> ReportPeriod {
        guard let period = ReportPeriod(since: since, until: until) else { throw ReportWords.badPeriod }
        return period
    }

    /// Who signs the report; nil when none is to be written.
    func file(_ passphrases: PassphraseFiles) throws -> ReportFile? {
        guard let out else { return nil }
        guard let key else { throw ReportWords.keyNeeded }
        let (signer, name) = try StoredKey.key(key, for: .statement, passphrases)
        guard let id = MemberID(member ?? name) else { throw NodeWords.badMember(member ?? name) }
        guard !Folder.exists(out), !Folder.exists(out + ".cose") else { throw FileError.exists(out) }
        return ReportFile(path: out, signer: (signer, id))
    }

    /// Adds to a report of which log it speaks.
    static func add(_ final: FinalCheckpoint, to report: inout Report) {
        let head = final.checkpoint.head
        report.fact(tell("as of leaves", zh: "截至条目数"), head.size, "size")
        report.fact(tell("root", zh: "日志根"), head.root.hex, "root")
    }

    /// The period, as a report tells it.
    var json: JSONValue {
        ["since": since.map { .string($0) } ?? .null, "until": until.map { .string($0) } ?? .null]
    }
}

/// Reads the whole log by blocks.
extension LogCopy {
    /// Hands out each block in order, then proves all of them.
    func blocks(_ take: (PassedBlock) throws -> Void) async throws -> FinalCheckpoint {
        var reading = BlockReading()
        return try await read { index, leaf in
            if let block = try reading.take(index, leaf) { try take(block) }
        }
    }
}
