internal import Sealing
internal import Signing

/// Pending documents find the wallets of their holders.
extension Desk {
    /// Most holders in one question to the registrar.
    private static let lookUpCount = 1_000
    /// How long the registrar's word is taken without asking again, in seconds.
    private static let listingSeconds: UInt64 = 600

    /// Asks for holders that nobody asked for lately, and binds what can be bound; how many documents. Throws
    /// `LedgerAway` when the registrar does not answer.
    func bindDocuments() async throws -> Int {
        var bound = try database.bind(foundSince: second - min(second, Desk.listingSeconds), at: second)
        guard let directory else { return bound }
        while true {
            let pending = try database.pendingHolders(
                lookedBefore: second - min(second, configuration.pendingSeconds), limit: Desk.lookUpCount)
            guard !pending.isEmpty else { return bound }
            let holders = try pending.map { try content($0.content, key: $0.key).holder }
            let listings = try await directory.listings(of: holders)
            guard listings.count == pending.count else { throw LedgerAway("the registrar answered for other holders") }
            let found = zip(pending, listings).map { lookedUp($0.holder, $1) }
            let now = second
            try database.keep(found, at: now)
            bound += try database.bind(foundSince: now, at: now)
            // The rest in the next turn, so that these are signed meanwhile.
            guard bound == 0 else { return bound }
        }
    }

    /// What the registrar said of a holder, to be kept; the listing sealed.
    func lookedUp(_ holder: Digest, _ listing: WalletListing?) -> IssuingDatabase.LookedUp {
        IssuingDatabase.LookedUp(
            holder: holder,
            wallet: listing.map { wallet in
                IssuingDatabase.FoundWallet(
                    account: wallet.account, key: wallet.holderKey.bytes, serial: wallet.serial,
                    listingSealed: keys.storage.seal(wallet.encoded, at: Desk.listingPlace(holder)))
            })
    }
}
