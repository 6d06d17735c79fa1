public import Ledger
public import Signing

/// A use that is proven to stand on the ledger, by itself or below a manifest of many: only the check makes one.
public struct CheckedUse: Sendable {
    public let party: MemberID
    public let use: Use
    public let statement: StatementID
    /// Where the use stands in the log: its statement, or its record.
    public let index: LeafIndex
    /// For a use of many: the position of its record behind the statement.
    public let record: Int?
    public let checkpoint: FinalCheckpoint

    /// Checks a receipt of a `use`, or of a record behind a `use.many`, for the ledger of that network.
    ///
    /// That the grant stood and the index was the next, the nodes checked before they cosigned.
    /// A checkpoint that is `known` to be final in that network is not verified again.
    public init(_ receipt: Receipt, network: Network, known: FinalCheckpoint? = nil) throws(IssueError) {
        do { checkpoint = try receipt.verify(network.policy, known: known) } catch { throw .receipt(error) }
        let statement: Statement
        do { statement = try Statement(decoding: receipt.leaf) } catch { throw .statement(error) }
        guard statement.header.origin == network.origin else { throw .otherLedger(statement.header.origin) }
        guard let party = MemberID(statement.header.issuer ?? "") else {
            throw .notAUse(statement.header.contentType)
        }
        let name = ActName(contentType: statement.header.contentType)
        self.party = party
        self.statement = statement.id
        if name == .use, receipt.record == nil {
            do { use = try Use(decoding: statement.payload) } catch { throw .encoding(error) }
            record = nil
            index = receipt.proof.index
        } else if name == .useMany, let proof = receipt.record {
            use = try CheckedUse.use(proof, statement.payload)
            record = proof.position
            index = receipt.proof.index.advanced(by: UInt64(proof.position) + 1)
        } else {
            throw .notAUse(statement.header.contentType)
        }
    }

    /// The use of a record below its manifest.
    private static func use(_ proof: RecordProof, _ payload: [UInt8]) throws(IssueError) -> Use {
        let (manifest, record): (UseMany, UseRecord)
        do throws(CBORError) {
            manifest = try UseMany(decoding: payload)
            record = try UseRecord(decoding: proof.bytes)
        } catch { throw .encoding(error) }
        let root: Digest
        do { root = try proof.root(count: manifest.count) } catch { throw .recordProof(error) }
        guard root == manifest.root else { throw .recordRootDiffers(declared: manifest.root, found: root) }
        return manifest.use(record)
    }
}
