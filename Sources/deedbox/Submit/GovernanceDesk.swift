import ArgumentParser
import NodeAPI
import Rulebook
import Signing

/// The keys with which governance signs here, and whether other governors are still to sign elsewhere.
struct GovernanceSigners: ParsableArguments {
    @Option(help: ArgumentHelp(SubmitWords.governanceKey, valueName: "file"))
    var governanceKey: [String] = []

    @OptionGroup var passphrases: PassphraseFiles

    @Option(help: ArgumentHelp(GovernanceWords.out, valueName: "file"))
    var out: String?

    /// The keys, at least one.
    func open() throws -> [PrivateKey] {
        guard !governanceKey.isEmpty else { throw SubmitWords.noGovernanceKey }
        return try StoredKey.keys(governanceKey, for: .governance, passphrases).map(\.key)
    }

    /// A desk with the keys, for acts on that ledger.
    func desk(_ session: LedgerSession) throws -> GovernanceDesk {
        GovernanceDesk(session: session, keys: try open(), out: out)
    }
}

/// Signs acts of governance in their order, and sends each; or writes all to a file for other governors to sign.
struct GovernanceDesk {
    let session: LedgerSession
    let keys: [PrivateKey]
    /// Where the acts are written instead of being sent.
    let out: String?
    private var drafts: [Statement] = []

    init(session: LedgerSession, keys: [PrivateKey], out: String?) {
        self.session = session
        self.keys = keys
        self.out = out
    }

    /// Signs an act, given the next sequence number; nil when it was not sent but kept for the file.
    mutating func act(_ act: (UInt64) -> Act) async throws -> FinalStatement? {
        let next = try await session.client.governance().next + UInt64(drafts.count)
        let act = act(next)
        let lifetime = session.network.parameters.governanceLifetime
        // Others need days; a clock that is a little ahead must not make the act too long-lived.
        let header =
            out == nil
            ? session.header(act.name, issuer: nil)
            : session.header(act.name.contentType, issuer: nil, lifetime: lifetime - min(60, lifetime / 2))
        let statement = Statement.governance(header, payload: act.payload, by: keys)
        guard out != nil else { return try await session.send(statement) }
        drafts.append(statement)
        return nil
    }

    /// What is to be said at the end: what was done, or where the acts lie and what comes next.
    func closed(_ report: Report) throws -> Report {
        guard let out else { return report }
        try DraftFile.write(drafts, to: out)
        return GovernanceWords.drafted(drafts, out)
    }
}

/// Acts of governance on their way from one governor to the next: statements, each behind its length in two bytes.
enum DraftFile {
    private static let maxByteCount = 4 << 20
    private static let maxStatements = 256

    /// Reads a file; what is no act of governance is refused.
    static func read(_ path: String) throws -> [Statement] {
        let bytes = try WholeFile.bytes(path, max: maxByteCount)
        guard let submissions = try? Submission.split(bytes, maxStatements: maxStatements), !submissions.isEmpty,
            let statements = try? submissions.map({ try Statement(decoding: $0.statement) }),
            statements.allSatisfy(\.isGovernance), submissions.allSatisfy({ $0.recordCount == 0 })
        else { throw GovernanceWords.notADraft(path) }
        return statements
    }

    /// Reads copies of one file and puts their signatures together.
    static func read(_ paths: [String]) throws -> [Statement] {
        var merged: [Statement] = []
        for path in paths {
            let statements = try read(path)
            guard !merged.isEmpty else {
                merged = statements
                continue
            }
            guard statements.count == merged.count else { throw GovernanceWords.otherActs(path, paths[0]) }
            merged = try zip(merged, statements).map { known, copy in
                guard let both = known.merged(with: copy) else { throw GovernanceWords.otherActs(path, paths[0]) }
                return both
            }
        }
        return merged
    }

    /// Writes a new file.
    static func write(_ statements: [Statement], to path: String) throws {
        try WholeFile.create(statements.flatMap { Submission(statement: $0).framed }, at: path)
    }
}
