public import Ledger
public import Signing

/// An `evidence.pass` that is proven to stand on the ledger: only the check makes one.
public struct CheckedPassing: Sendable {
    /// Who passed on.
    public let party: MemberID
    public let passing: PassEvidence
    public let statement: StatementID
    /// Where it stands in the log.
    public let index: LeafIndex
    public let checkpoint: FinalCheckpoint

    /// Checks a receipt of an `evidence.pass`, for the ledger of that network.
    ///
    /// That the ground is listed, and the leave signed and in time, the nodes checked before they cosigned.
    /// A checkpoint that is `known` to be final in that network is not verified again.
    public init(_ receipt: Receipt, network: Network, known: FinalCheckpoint? = nil) throws(IssueError) {
        do { checkpoint = try receipt.verify(network.policy, known: known) } catch { throw .receipt(error) }
        let statement: Statement
        do { statement = try Statement(decoding: receipt.leaf) } catch { throw .statement(error) }
        guard statement.header.origin == network.origin else { throw .otherLedger(statement.header.origin) }
        guard ActName(contentType: statement.header.contentType) == .passEvidence, receipt.record == nil,
            let party = MemberID(statement.header.issuer ?? "")
        else { throw .notAPassing(statement.header.contentType) }
        do { passing = try PassEvidence(decoding: statement.payload) } catch { throw .encoding(error) }
        self.party = party
        self.statement = statement.id
        index = receipt.proof.index
    }
}
