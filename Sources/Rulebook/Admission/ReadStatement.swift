public import Ledger
public import Signing

/// A statement of which everything was checked that needs neither state nor clock: its form, its act, its records.
public struct ReadStatement: Sendable {
    public let statement: Statement
    public let act: Act
    public let records: RecordRun
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
    }

    private static func hasEnvelope(_ statement: Statement, _ signer: ActSigner) -> Bool {
        switch signer {
        case .governance: statement.isGovernance && statement.header.issuer == nil
        case .member, .validator: !statement.isGovernance && statement.header.issuer != nil
        case .grantKey, .correctionKey: !statement.isGovernance && statement.header.issuer == nil
        }
    }

    private static func records(
        _ submission: Submission, of act: Act, _ parameters: Parameters
    ) throws(Refusal) -> RecordRun {
        guard case .issueDocuments(let manifest) = act else {
            guard submission.recordCount == 0 else { throw .recordsUnexpected(count: submission.recordCount) }
            return .empty
        }
        guard manifest.count >= 1 else {
            throw .tooManyRecords(found: manifest.count, limit: parameters.manifestRecords)
        }
        try parameters.checkCount(ofRecords: manifest.count)
        guard submission.recordCount == manifest.count else {
            throw .recordCountDiffers(declared: manifest.count, found: submission.recordCount)
        }
        let run = try RecordRun(submission)
        let root = MerkleTree.root(of: run.leafHashes)
        guard root == manifest.root else { throw .recordRootDiffers(declared: manifest.root, found: root) }
        return run
    }
}

extension Act {
    /// The record that the rules must find in the log before they judge the act.
    fileprivate var recordAsked: LeafIndex? {
        switch self {
        case .setStatus(let act): act.record
        case .openCorrection(let act): act.record
        case .answerCorrection(let act): act.record
        case .registerMember, .updateMember, .suspendMember, .changeValidators, .changeGovernance, .endScene,
            .registerType, .updateType, .retireType, .accredit, .declareScene, .issueDocuments, .anchorNote, .grant,
            .withdraw, .use, .reportOffence:
            nil
        }
    }
}
