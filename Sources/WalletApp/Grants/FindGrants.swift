internal import NodeAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension Wallet {
    /// How many keys without a grant behind the last one are looked at before the walk ends.
    package static let grantGap: UInt64 = 64

    /// Looks on the ledger for grants that earlier devices of this account gave, by the keys that they drew from the
    /// same seed; how many are new here. Buckets are asked for, so no node learns which keys are one holder's.
    ///
    /// What has left the state is not found: a grant that ended long ago.
    public func findGrants(_ ledger: WalletLedger) async throws -> Int {
        let serial = try bound.serial
        var found = 0
        for serial in 1...max(serial, 1) {
            found += try await findGrants(from: PairSecret.firstNumber(serial: serial), ledger)
        }
        try database.noteSearched(serial)
        return found
    }

    /// The same, unless this device has looked before.
    public func findGrantsOnce(_ ledger: WalletLedger) async throws -> Int {
        let (serial, searched) = (try bound.serial, try database.searchedSerial())
        guard serial > 1, searched < serial else { return 0 }
        return try await findGrants(ledger)
    }

    private func findGrants(from first: UInt64, _ ledger: WalletLedger) async throws -> Int {
        var (next, end, found) = (first, first + Wallet.grantGap, 0)
        while next < end {
            let numbers = Array(next..<end)
            let ids = numbers.map { GrantID(origin: network.origin, key: keys.grantKey($0).publicKey) }
            let entries = try await ledger.ask(
                Grant.self, .grant, ids.map { .grant($0) }, seen: try database.seenHeight())
            next = end
            for (number, id) in zip(numbers, ids) {
                guard let entry = entries[.grant(id)], let grant = entry.value else { continue }
                end = number + 1 + Wallet.grantGap
                let seen = SeenGrant(
                    height: entry.height, time: entry.time, isThere: true, grant: grant, trace: nil)
                let sealed = keys.storage.seal(seen.encoded, at: SeenGrant.place(number))
                if try database.keepFound(number, sealed, height: seen.height, at: Clock.now) { found += 1 }
                try await keepNames([grant.party], ledger)
            }
        }
        return found
    }
}
