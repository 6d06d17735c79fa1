internal import Ledger
internal import NodeAPI
internal import Releasing
internal import Rulebook
internal import Sealing
internal import Signing

/// Disclosures that were sealed and are open: the wallet looks as many tags ahead as a document may have closed ones,
/// for they open in any order.
extension Wallet {
    /// What is open and was not found before, or whose details the nodes had not given.
    func openedDisclosures(
        _ ledger: WalletLedger, _ known: [OfficialNotice], _ seen: UInt64
    ) async throws -> [FoundNotice] {
        var searches = try database.documents().map { row in
            let seed = try opened(row).content.correctionSeed
            let key = SealedDisclosureKey(correctionSeed: seed, origin: network.origin)
            return SealedSearch(document: row.id, key: key, known: known)
        }
        var found: [FoundNotice] = []
        while true {
            var asked: [(search: Int, number: UInt64)] = []
            for place in searches.indices { asked += searches[place].next().map { (place, $0) } }
            if asked.isEmpty { return found }
            let keys = asked.map { StateKey.opened(searches[$0.search].key.tag($0.number)) }
            let answers = try await ledger.prove(.opened, keys, seen: seen)
            for (question, key) in zip(asked, keys) {
                guard let proven = answers[key], let value = proven.value else { continue }
                let (number, search) = (question.number, searches[question.search])
                let entry = try OpenedEntry(decoding: value)
                searches[question.search].found(number)
                let details = await details(of: entry, by: search.key.details(number), ledger)
                if details == .missing, search.isMissing(number) { continue }
                let notice = OfficialNotice(entry, document: search.document, number: number, details: details)
                found.append((notice, proven.proof))
            }
        }
    }

    /// What the nodes' shares open of a disclosure, held against what its statement on the ledger says.
    private func details(
        of entry: OpenedEntry, by reader: SealedDetailsKey, _ ledger: WalletLedger
    ) async -> NoticedDetails {
        do {
            guard let place = try await ledger.client.outcome(entry.statement)?.index,
                let receipt = try await ledger.client.receipt(LeafIndex(place))
            else { return .missing }
            let checked = try CheckedDisclosure(
                receipt, policy: ledger.policy(for: receipt.checkpoint), origin: network.origin)
            guard checked.statement == entry.statement, let seal = checked.disclosure.mark.seal,
                let gathered = try await ledger.client.sealedDisclosure(entry.statement, deposit: seal.deposit)
            else { return .missing }
            switch gathered.content {
            case .success(let content):
                guard let bytes = content.details(by: reader, on: gathered.deal.terms),
                    let opening = try? Opening<DisclosureDetails>(decoding: bytes),
                    opening.opens(checked.disclosure.details)
                else { return .unfit }
                return .read(opening)
            case .failure(.tooFewShares): return .missing
            case .failure(.badDealing), .failure(.contentUnreadable): return .unfit
            }
        } catch { return .missing }
    }
}

/// Where the opened disclosures of one document are looked for.
private struct SealedSearch {
    let document: Int64
    let key: SealedDisclosureKey
    /// Numbers that were found with all that there is to know, and those whose details are missing.
    private var complete: Set<UInt64> = []
    private var missing: Set<UInt64> = []
    private var asked: Set<UInt64> = []
    private var last: UInt64?

    init(document: Int64, key: SealedDisclosureKey, known: [OfficialNotice]) {
        self.document = document
        self.key = key
        for notice in known {
            guard case .sealedDisclosure(document, let number) = notice.deed else { continue }
            if notice.seal?.details == .missing { missing.insert(number) } else { complete.insert(number) }
            last = max(last ?? 0, number)
        }
    }

    /// The next numbers to ask for, in order; none when all up to so many beyond the last one found were asked.
    mutating func next() -> [UInt64] {
        let end = (last.map { $0 + 1 } ?? 0) + SealedDisclosureKey.ahead
        let numbers = (0..<end).filter { !complete.contains($0) && !asked.contains($0) }
        asked.formUnion(numbers)
        return numbers
    }

    mutating func found(_ number: UInt64) { last = max(last ?? 0, number) }

    /// True for one that is kept, and whose details are asked for again.
    func isMissing(_ number: UInt64) -> Bool { missing.contains(number) }
}
