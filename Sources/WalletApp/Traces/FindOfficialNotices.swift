internal import Ledger
internal import NodeAPI
public import Rulebook
internal import Sealing
internal import Signing

/// An official notice as its holder reads it.
public struct OfficialNoticeView: Hashable, Sendable {
    public let id: Int64
    public let notice: OfficialNotice
    /// The name of who did it.
    public let memberName: Bilingual
    /// Of what was passed on to a member: its name.
    public let recipientName: Bilingual?
    /// True of a disclosure by the document's own issuer.
    public let isByIssuer: Bool
    /// When the wallet found it, in ms.
    public let found: UInt64
    /// True when it was shown before.
    public let wasShown: Bool
    /// What the ledger's state says of it, up to a final checkpoint: an encoded `SealedProof`.
    public let proof: [UInt8]
}

extension Wallet {
    /// Looks on the ledger for whatever was read of the wallet's documents without consent, for traces of its
    /// grants, and for uses that were passed on for a legal ground; keeps what is new with its proof, and returns how
    /// many there are.
    func findOfficialNotices(_ ledger: WalletLedger, grants: [GrantID]) async throws -> Int {
        let seen = try database.seenHeight()
        let notices = try officialNotices().map(\.notice)
        let known = Set(notices.map(\.deed))
        var count = 0
        for found in try await disclosures(ledger, known, seen) + traces(ledger, grants, seen)
            + passingNotices(ledger, seen)
        where !known.contains(found.notice.deed) {
            if try database.keep(sealed(found.notice, found.proof), at: Clock.now) { count += 1 }
        }
        for found in try await openedDisclosures(ledger, notices, seen) {
            let new = sealed(found.notice, found.proof)
            if try database.keep(new, at: Clock.now) { count += 1 } else { try database.complete(new) }
        }
        try await keepNames(try officialNotices().flatMap(\.notice.members), ledger)
        return count
    }

    typealias FoundNotice = (notice: OfficialNotice, proof: SealedProof)

    /// A few tags beyond the last one found, for each document, and on while more is found.
    private func disclosures(
        _ ledger: WalletLedger, _ known: Set<OfficialNotice.Deed>, _ seen: UInt64
    ) async throws -> [FoundNotice] {
        var searches = try database.documents().map { row in
            let document = try opened(row)
            let key = DisclosureKey(correctionSeed: document.content.correctionSeed, origin: network.origin)
            return DisclosureSearch(document: row.id, key: key).behind(known)
        }
        var found: [FoundNotice] = []
        while !searches.isEmpty {
            let asked = Dictionary(searches.flatMap(\.questions)) { first, _ in first }
            let new = try await ledger.prove(.disclosure, Array(asked.keys), seen: seen).compactMap {
                (key, proven) -> FoundNotice? in
                guard let value = proven.value, let about = asked[key] else { return nil }
                let entry = try DisclosureEntry(decoding: value)
                return (OfficialNotice(entry, document: about.document, number: about.number), proven.proof)
            }
            found += new
            let deeds = Set(new.map(\.notice.deed))
            searches = searches.filter { $0.isAmong(deeds) }.map { $0.behind(deeds) }
        }
        return found
    }

    /// The last trace of each grant: its number tells of those before.
    private func traces(_ ledger: WalletLedger, _ grants: [GrantID], _ seen: UInt64) async throws -> [FoundNotice] {
        let asked = Dictionary(grants.map { (StateKey.trace($0), $0) }) { first, _ in first }
        return try await ledger.prove(.trace, Array(asked.keys), seen: seen).compactMap {
            (key, proven) -> FoundNotice? in
            guard let value = proven.value, let grant = asked[key] else { return nil }
            return (OfficialNotice(try TraceEntry(decoding: value), grant: grant), proven.proof)
        }
    }

    private func sealed(_ notice: OfficialNotice, _ proof: SealedProof) -> NewOfficialNotice {
        let place = keys.storage.index(notice.subject, of: "official_notice")
        return NewOfficialNotice(
            place: place,
            content: keys.storage.seal(notice.encoded, at: NewOfficialNotice.contentPlace(place)),
            proof: keys.storage.seal(proof.encoded, at: NewOfficialNotice.proofPlace(place)))
    }

    /// All official notices, the oldest finding first.
    public func officialNotices() throws -> [OfficialNoticeView] {
        let issuers = Dictionary(try database.documents().map { ($0.id, $0.issuer) }) { first, _ in first }
        return try database.officialNotices().map { row in
            let place = NewOfficialNotice.contentPlace(row.place)
            let bytes = try opened(row.content, at: place)
            let notice: OfficialNotice
            do throws(CBORError) { notice = try OfficialNotice(decoding: bytes) } catch {
                throw WalletFailure.sealed(place)
            }
            return OfficialNoticeView(
                id: row.id, notice: notice,
                memberName: try name(of: notice.member), recipientName: try notice.recipient.map { try name(of: $0) },
                isByIssuer: notice.document.map { issuers[$0] == notice.member } ?? false,
                found: row.found, wasShown: row.wasShown,
                proof: try opened(row.proof, at: NewOfficialNotice.proofPlace(row.place)))
        }
    }

    /// The holder has seen these.
    public func markShown(_ notices: [OfficialNoticeView]) throws {
        try database.markOfficialShown(notices.map(\.id), at: Clock.now)
    }
}

/// Where the disclosures of one document are looked for next.
private struct DisclosureSearch {
    let document: Int64
    let key: DisclosureKey
    var next: UInt64 = 0

    /// The next few tags, and what each would be about.
    var questions: [(StateKey, (document: Int64, number: UInt64))] {
        (next..<next + DisclosureKey.gap).map { (.disclosure(key.tag($0)), (document, $0)) }
    }

    /// The same search behind what was found.
    func behind(_ deeds: Set<OfficialNotice.Deed>) -> DisclosureSearch {
        var search = self
        search.next = max(next, (numbers(deeds).max() ?? 0) + (isAmong(deeds) ? 1 : 0))
        return search
    }

    func isAmong(_ deeds: Set<OfficialNotice.Deed>) -> Bool { !numbers(deeds).isEmpty }

    private func numbers(_ deeds: Set<OfficialNotice.Deed>) -> [UInt64] {
        deeds.compactMap { deed in
            guard case .disclosure(document, let number) = deed else { return nil }
            return number
        }
    }
}
