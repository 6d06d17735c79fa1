internal import Consensus
internal import Ledger
internal import Rulebook
internal import Signing

/// Proofs that validators have lied: kept for people, and put on the ledger in this node's name.
struct OffenceReports: Sendable {
    private let folder: EvidenceFolder
    private let member: MemberID
    private let key: PrivateKey

    init(in directory: String, member: MemberID, key: PrivateKey) {
        folder = EvidenceFolder(in: directory)
        self.member = member
        self.key = key
    }

    /// Keeps a proof; says where.
    func keep(_ proof: OffenceProof) throws -> String { try folder.keep(proof) }

    /// What is kept and not on the ledger yet, as statements of this node.
    func open(in view: StateView, now: UInt64) -> [CheckedStatement] {
        folder.proofs.compactMap { statement($0, in: view, now: now) }
    }

    /// The statement that reports a proof; nil when the rules would refuse it, most often because it is known.
    func statement(_ proof: OffenceProof, in view: StateView, now: UInt64) -> CheckedStatement? {
        let validators = view.epoch(at: proof.height).validators
        guard proof.offences(by: validators).contains(where: { view.offence($0.offence) == nil }) else { return nil }
        let lifetime = min(300, view.network.parameters.statementLifetime)
        let act = Act.reportOffence(ReportOffence(proof: proof))
        let header = StatementHeader(
            contentType: act.name.contentType, issuer: member.text, origin: view.network.origin,
            notAfter: now / 1_000 + lifetime)
        let statement = Statement.signed(header, payload: act.payload, by: key)
        guard let read = try? ReadStatement(Submission(statement: statement), for: view.network) else { return nil }
        return try? CheckedStatement(read, recorded: nil, in: view, now: now)
    }
}
