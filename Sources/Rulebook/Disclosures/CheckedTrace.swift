public import Ledger
public import Signing

/// A `trace` that is proven to stand on the ledger: only the check makes one.
public struct CheckedTrace: Sendable {
    public let regulator: MemberID
    public let trace: Trace
    public let statement: StatementID
    public let checkpoint: FinalCheckpoint

    /// Checks a receipt of a `trace` for the ledger of that network; `policy` says whether its checkpoint is final.
    ///
    /// That a regulator signed it on a listed ground, the nodes checked before they cosigned.
    public init(_ receipt: Receipt, policy: CheckpointPolicy, origin: String) throws(TraceError) {
        do { checkpoint = try receipt.verify(policy) } catch { throw .receipt(error) }
        guard receipt.record == nil else { throw .notATrace }
        let statement: Statement
        do { statement = try Statement(decoding: receipt.leaf) } catch { throw .statement(error) }
        guard statement.header.origin == origin else { throw .otherLedger(statement.header.origin) }
        guard ActName(contentType: statement.header.contentType) == .trace,
            let regulator = MemberID(statement.header.issuer ?? "")
        else { throw .notATrace }
        do { trace = try Trace(decoding: statement.payload) } catch { throw .encoding(error) }
        self.regulator = regulator
        self.statement = statement.id
    }
}

/// Why a receipt proves no trace.
public enum TraceError: Error, Equatable, Sendable {
    case receipt(ReceiptError)
    case statement(StatementError)
    case otherLedger(String)
    case notATrace
    case encoding(CBORError)
}
