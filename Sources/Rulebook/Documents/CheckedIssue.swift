public import Ledger
public import Signing

/// A record that is proven to stand on the ledger below its issuer's manifest: only the check makes one.
public struct CheckedIssue: Sendable {
    public let issuer: MemberID
    public let type: TypeCode
    public let typeVersion: UInt64
    public let record: IssueRecord
    /// Where the record stands in the log.
    public let index: LeafIndex
    public let checkpoint: FinalCheckpoint

    /// Checks a receipt of issue: record → manifest → checkpoint, for the ledger of that network.
    ///
    /// That the member's key was good and the issuer accredited, the nodes checked before they cosigned.
    /// A checkpoint that is `known` to be final in that network is not verified again.
    public init(_ receipt: Receipt, network: Network, known: FinalCheckpoint? = nil) throws(IssueError) {
        guard let proof = receipt.record else { throw .notARecord }
        do { checkpoint = try receipt.verify(network.policy, known: known) } catch { throw .receipt(error) }
        let statement: Statement
        do { statement = try Statement(decoding: receipt.leaf) } catch { throw .statement(error) }
        guard statement.header.origin == network.origin else { throw .otherLedger(statement.header.origin) }
        guard ActName(contentType: statement.header.contentType) == .issueDocuments,
            let issuer = MemberID(statement.header.issuer ?? "")
        else { throw .notAManifest(statement.header.contentType) }
        let manifest: IssueDocuments
        do throws(CBORError) {
            manifest = try IssueDocuments(decoding: statement.payload)
            record = try IssueRecord(decoding: proof.bytes)
        } catch { throw .encoding(error) }
        try CheckedIssue.check(proof, in: manifest)
        type = manifest.type
        typeVersion = manifest.typeVersion
        self.issuer = issuer
        index = receipt.proof.index.advanced(by: UInt64(proof.position) + 1)
    }

    /// The key under which the state tells the document's status.
    public func statusKey(origin: String) -> StateKey {
        .status(origin: origin, issuer: issuer, commitment: record.commitment)
    }

    /// The key under which the state tells the document's corrections.
    public func correctionKey(origin: String) -> StateKey {
        .correction(origin: origin, issuer: issuer, commitment: record.commitment)
    }

    private static func check(_ proof: RecordProof, in manifest: IssueDocuments) throws(IssueError) {
        let root: Digest
        do { root = try proof.root(count: manifest.count) } catch { throw .recordProof(error) }
        guard root == manifest.root else { throw .recordRootDiffers(declared: manifest.root, found: root) }
    }
}

/// Why a receipt of issue, of a grant or of a use proves nothing.
public enum IssueError: Error, Equatable, Sendable {
    /// The receipt holds no record.
    case notARecord
    case receipt(ReceiptError)
    case statement(StatementError)
    case otherLedger(String)
    case notAManifest(String)
    /// The content type of a leaf that is neither a use, nor the manifest of one.
    case notAUse(String)
    case notAPassing(String)
    /// The content type of a leaf that is no grant.
    case notAGrant(String)
    /// The request inside a grant is none, or is not that of a member.
    case notARequest
    case encoding(CBORError)
    case recordProof(ProofError)
    case recordRootDiffers(declared: Digest, found: Digest)
}
