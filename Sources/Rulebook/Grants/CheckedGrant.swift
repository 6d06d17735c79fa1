public import Ledger
public import Signing

/// A grant that is proven to stand on the ledger: only the check makes one.
public struct CheckedGrant: Sendable {
    public let id: GrantID
    /// Who asked, and may use it.
    public let party: MemberID
    /// What was asked.
    public let request: Request
    /// What the holder gave.
    public let act: GrantAct
    public let statement: StatementID
    /// Where it stands in the log.
    public let index: LeafIndex
    public let checkpoint: FinalCheckpoint
    /// True when the key that the request names signed it: every node asked that before it cosigned.
    public let isSigned: Bool

    /// Checks a receipt of a `grant`, for the ledger of that network.
    ///
    /// That the request was signed and within its scene, the nodes checked before they cosigned.
    /// A checkpoint that is `known` to be final in that network is not verified again.
    public init(_ receipt: Receipt, network: Network, known: FinalCheckpoint? = nil) throws(IssueError) {
        do { checkpoint = try receipt.verify(network.policy, known: known) } catch { throw .receipt(error) }
        let statement: Statement
        do { statement = try Statement(decoding: receipt.leaf) } catch { throw .statement(error) }
        guard statement.header.origin == network.origin else { throw .otherLedger(statement.header.origin) }
        guard ActName(contentType: statement.header.contentType) == .grant, receipt.record == nil else {
            throw .notAGrant(statement.header.contentType)
        }
        do { act = try GrantAct(decoding: statement.payload) } catch { throw .encoding(error) }
        (party, request) = try CheckedGrant.asked(act.request)
        id = GrantID(origin: network.origin, key: request.grantKey)
        self.statement = statement.id
        index = receipt.proof.index
        let key = request.grantKey
        isSigned = statement.signatures.contains { statement.isSigned($0, by: key) }
    }

    /// The request inside, and whose it is.
    private static func asked(_ bytes: [UInt8]) throws(IssueError) -> (MemberID, Request) {
        let statement: Statement
        do { statement = try Statement(decoding: bytes) } catch { throw .statement(error) }
        guard statement.header.contentType == Purpose.request, let party = MemberID(statement.header.issuer ?? "")
        else { throw .notARequest }
        do { return (party, try Request(decoding: statement.payload)) } catch { throw .encoding(error) }
    }
}
