internal import Signing

/// Deposits of grants, on their way to the validators.
extension NodeClient {
    /// Hands a deposit to the nodes through one of them; returns when all validators have said what they make of it,
    /// or a quorum has acknowledged it and the rest are late, or the node's time for it is over.
    ///
    /// `leave` is the relying party's signed request; to deal a grant again, the holder's signed `grant.limit` that
    /// names the manifest. Fewer words than a quorum are no receipt: `DepositReceipt` counts them. The same bytes again
    /// are always safe.
    public func deposit(_ leave: [UInt8], _ deposit: [UInt8]) async throws -> DepositAnswerBody {
        let outgoing = Outgoing(
            "/deposits", body: HandedDeposit(leave: leave, deposit: deposit).encoded, mediaType: "application/cbor")
        return try await send(outgoing, limit: AnswerLimit.list, accepts: [200, 202], passing: [202, 503, 507]).json()
    }
}
