public import Ledger
public import Signing

/// A statement of which everything was checked that needs neither state nor clock: its form, its act, its records.
public struct ReadStatement: Sendable {
    public let statement: Statement
    public let act: Act
    public let records: RecordRun
    /// For `use.many`: its uses, as the records say.
    public let uses: [UseRecord]
    /// The record whose entry in the log the rules need to know; nil for most acts.
    public let recordAsked: LeafIndex?

    /// Reads one submission for the ledger of that origin.
    public init(_ submission: Submission, for network: Network) throws(Refusal) {
        let statement: Statement
        do { statement = try Statement(decoding: submission.statement) } catch { throw .notAStatement(error) }
        guard let name = ActName(contentType: statement.header.contentType) else {
            throw .unknownAct(contentType: statement.header.contentType)
        }
        guard statement.header.origin == network.origin else {
            throw .wrongOrigin(found: statement.header.origin, expected: network.origin)
        }
        guard ReadStatement.hasEnvelope(statement, name.signer) else { throw .wrongEnvelope(act: name) }
        let act: Act
        do { act = try Act(name, payload: statement.payload) } catch { throw .badPayload(error) }
        self.statement = statement
        self.act = act
        recordAsked = act.recordAsked
        records = try ReadStatement.records(submission, of: act, network.parameters)
        uses = name == .useMany ? try records.uses : []
    }

    private static func hasEnvelope(_ statement: Statement, _ signer: ActSigner) -> Bool {
        switch signer {
        case .governance: statement.isGovernance && statement.header.issuer == nil
        case .member, .validator: !statement.isGovernance && statement.header.issuer != nil
        case .grantKey, .correctionKey, .openingKey: !statement.isGovernance && statement.header.issuer == nil
        }
    }

    private static func records(
        _ submission: Submission, of act: Act, _ parameters: Parameters
    ) throws(Refusal) -> RecordRun {
        guard let manifest = act.manifest else {
            guard submission.recordCount == 0 else { throw .recordsUnexpected(count: submission.recordCount) }
            return .empty
        }
        let limit = min(manifest.limit, parameters.manifestRecords)
        guard (1...limit).contains(UInt64(manifest.count)) else {
            throw .tooManyRecords(found: manifest.count, limit: limit)
        }
        guard submission.recordCount == manifest.count else {
            throw .recordCountDiffers(declared: manifest.count, found: submission.recordCount)
        }
        let run = try RecordRun(submission, form: manifest.form)
        let root = MerkleTree.root(of: run.leafHashes)
        guard root == manifest.root else { throw .recordRootDiffers(declared: manifest.root, found: root) }
        return run
    }
}

/// What a manifest says of the records behind it.
private struct ManifestTerms {
    let count: Int
    let root: Digest
    /// Most records below a manifest of its kind.
    let limit: UInt64
    let form: RecordForm
}

extension Act {
    /// Nil for an act without records.
    fileprivate var manifest: ManifestTerms? {
        switch self {
        case .issueDocuments(let act): ManifestTerms(count: act.count, root: act.root, limit: .max, form: .issue)
        case .useMany(let act):
            ManifestTerms(count: act.count, root: act.root, limit: UseMany.maxCount, form: .use)
        case .registerMember, .updateMember, .suspendMember, .changeValidators, .changeGovernance, .endScene,
            .registerType, .updateType, .retireType, .accredit, .declareScene, .approveScene, .setStatus,
            .openCorrection, .answerCorrection, .anchorNote, .disclose, .openDisclosure, .trace, .passEvidence, .grant,
            .limitGrant, .withdraw, .refuseRequest, .use, .reportFault, .reportOffence:
            nil
        }
    }

    /// The record that the rules must find in the log before they judge the act.
    fileprivate var recordAsked: LeafIndex? {
        switch self {
        case .setStatus(let act): act.record
        case .openCorrection(let act): act.record
        case .answerCorrection(let act): act.record
        case .registerMember, .updateMember, .suspendMember, .changeValidators, .changeGovernance, .endScene,
            .registerType, .updateType, .retireType, .accredit, .declareScene, .approveScene, .issueDocuments,
            .anchorNote, .disclose, .openDisclosure, .trace, .passEvidence, .grant, .limitGrant, .withdraw,
            .refuseRequest, .use, .useMany, .reportFault, .reportOffence:
            nil
        }
    }
}
