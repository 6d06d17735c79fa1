internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

extension Wallet {
    /// Those of grants whose party is known; what was seen before is not asked again.
    func passings(
        _ rows: [RequestRow], _ grants: [StateKey: ProvenEntry<Grant>], _ ledger: WalletLedger
    ) async throws -> [GrantID: [PassingEntry]] {
        var parties: [GrantParty] = []
        var known: [GrantID: [PassingEntry]] = [:]
        for row in rows {
            let (id, last) = (grantID(row), try seen(row))
            guard let party = grants[.grant(id)]?.value?.party ?? last?.grant.party else { continue }
            parties.append(GrantParty(grant: id, party: party))
            known[id] = last?.passings
        }
        return try await passings(parties, seen: known, ledger)
    }

    /// What each party has passed on of a grant to it, in order: beyond those that were seen, number by number until
    /// the ledger proves that there is none.
    func passings(
        _ grants: [GrantParty], seen known: [GrantID: [PassingEntry]], _ ledger: WalletLedger
    ) async throws -> [GrantID: [PassingEntry]] {
        let height = try database.seenHeight()
        var found = known
        var open = grants
        while !open.isEmpty {
            let keys = open.map { $0.passing(UInt64(found[$0.grant, default: []].count)) }
            let answers = try await ledger.ask(PassingEntry.self, .passing, keys, seen: height)
            var more: [GrantParty] = []
            for (grant, key) in zip(open, keys) {
                guard let entry = answers[key]?.value else { continue }
                found[grant.grant, default: []].append(entry)
                more.append(grant)
            }
            open = more
        }
        return found
    }

    /// Passings of the wallet's grants for a legal ground: nobody asked the holder.
    func passingNotices(_ ledger: WalletLedger, _ seen: UInt64) async throws -> [FoundNotice] {
        var found: [FoundNotice] = []
        var number: UInt64 = 0
        var open = try knownParties()
        while !open.isEmpty {
            let asked = Dictionary(open.map { ($0.passing(number), $0) }) { first, _ in first }
            open = []
            for (key, proven) in try await ledger.prove(.passing, Array(asked.keys), seen: seen) {
                guard let value = proven.value, let grant = asked[key] else { continue }
                open.append(grant)
                let entry = try PassingEntry(decoding: value)
                if let notice = OfficialNotice(entry, grant: grant.grant, number: number) {
                    found.append((notice, proven.proof))
                }
            }
            number += 1
        }
        return found
    }

    /// Grants that this device gave or found, each with its party.
    private func knownParties() throws -> [GrantParty] {
        try database.requests().filter { [.giving, .given, .over, .found].contains($0.state) }.compactMap { row in
            let party = try seen(row)?.grant.party ?? asked(row)?.party
            return party.map { GrantParty(grant: grantID(row), party: $0) }
        }
    }
}

/// A grant with whom it was given to.
struct GrantParty: Hashable {
    let grant: GrantID
    let party: MemberID

    /// Where that many-th passing of it would stand.
    func passing(_ number: UInt64) -> StateKey { .passing(grant, by: party, number) }
}
