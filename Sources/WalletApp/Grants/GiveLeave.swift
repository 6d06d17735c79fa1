public import RelyingAPI
public import Rulebook
internal import Sealing
internal import Signing

extension Wallet {
    /// The most days for which a leave is given.
    public static let maxLeaveDays: UInt64 = 400

    /// The holder's leave to pass one use of a grant on to one recipient, signed by the grant's key. Nothing is sent:
    /// the holder hands it to the party, and it enters the passing.
    public func passLeave(_ id: Int64, use: UInt64, to: NamedRecipient, days: UInt64) throws -> LeaveFile {
        guard let row = try database.request(id), row.state != .drawn, row.state != .open else {
            throw GrantRefusal.noSuchGrant(id)
        }
        let counted = try seen(row)?.grant.counted.count ?? 0
        guard (1...UInt64(max(counted, 1))).contains(use), counted > 0 else {
            throw GrantRefusal.useNotSeen(id, use: use, counted: counted)
        }
        return LeaveFile(
            index: use, to: to, notAfter: Clock.now / 1_000 + days * 86_400, origin: network.origin,
            by: keys.grantKey(row.number))
    }
}
