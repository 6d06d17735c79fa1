public import Ledger
public import Signing

/// A `disclosure` that is proven to stand on the ledger: only the check makes one.
public struct CheckedDisclosure: Sendable {
    public let discloser: MemberID
    public let disclosure: Disclose
    public let statement: StatementID
    public let checkpoint: FinalCheckpoint

    /// Checks a receipt of a `disclosure` of a ledger; `policy` is that of the checkpoint's time.
    ///
    /// That who signed it may, the nodes checked before they cosigned.
    public init(_ receipt: Receipt, policy: CheckpointPolicy, origin: String) throws(DisclosureError) {
        do { checkpoint = try receipt.verify(policy) } catch { throw .receipt(error) }
        guard receipt.record == nil else { throw .notADisclosure }
        let statement: Statement
        do { statement = try Statement(decoding: receipt.leaf) } catch { throw .statement(error) }
        guard statement.header.origin == origin else { throw .otherLedger(statement.header.origin) }
        guard ActName(contentType: statement.header.contentType) == .disclose,
            let discloser = MemberID(statement.header.issuer ?? "")
        else { throw .notADisclosure }
        do { disclosure = try Disclose(decoding: statement.payload) } catch { throw .encoding(error) }
        self.discloser = discloser
        self.statement = statement.id
    }

    /// True when it stands under that tag, in the open.
    public func isUnder(_ tag: Digest) -> Bool {
        if case .tag(let found) = disclosure.mark { return found == tag }
        return false
    }
}

/// Why a receipt proves no disclosure.
public enum DisclosureError: Error, Equatable, Sendable {
    case receipt(ReceiptError)
    case statement(StatementError)
    case otherLedger(String)
    case notADisclosure
    case encoding(CBORError)
}
