public import Credentials
internal import Ledger
internal import NodeAPI
public import Rulebook
public import Signing

/// A document as its holder sees it.
public struct DocumentView: Sendable {
    public let held: HeldDocument
    public let claims: DocumentClaims
    /// The name of its type; the code when the catalogue was never read.
    public let title: Bilingual
    public let issuerName: Bilingual
    /// What it says, in its own order.
    public let fields: [FieldView]
    public let standing: StandingAnswer
    /// Every check with its answer: those of the day it came, then those of now.
    public let findings: [Finding]

    /// A field with its name in both languages.
    public struct FieldView: Hashable, Sendable {
        /// Names with dots: dimension, then field.
        public let path: String
        public let name: Bilingual
        public let value: JSONValue
    }

    /// No as soon as one answer is no; yes only when all are. Old data is told beside it: what it says was true.
    public var answer: Finding.Answer {
        let asked = findings.filter { $0.name != .freshness }
        if asked.contains(where: { $0.answer == .no }) { return .no }
        return asked.contains { $0.answer == .unknown } ? .unknown : .yes
    }

    /// Why its data is older than it should be; nil when it is not.
    public var staleness: Finding? { findings.first { $0.name == .freshness && $0.answer == .no } }

    /// True when it was read off paper.
    public var isDigitised: Bool { claims.ledger.provenance == .digitised }
    /// True when a social body stands behind it: an employer, a school, a utility.
    public var isSocial: Bool { claims.ledger.label == .social }
}

extension Wallet {
    /// All documents as the ledger says they stand now; without a ledger as they stood last.
    public func documents(_ ledger: LedgerAnswer) async throws -> [DocumentView] {
        var views: [DocumentView] = []
        for row in try database.documents() { views.append(try await view(row, ledger)) }
        return views
    }

    /// One document; refused when there is none of that number.
    public func document(_ id: Int64, _ ledger: LedgerAnswer) async throws -> DocumentView {
        guard let row = try database.document(id) else { throw WalletRefusal.noSuchDocument(id) }
        return try await view(row, ledger)
    }

    /// What a row holds, opened.
    func opened(_ row: DocumentRow) throws -> HeldDocument {
        let content = try opened(row.sealed, at: DocumentContent.place(row.commitment))
        return HeldDocument(
            id: row.id, commitment: row.commitment, issuer: row.issuer, type: row.type, version: row.version,
            record: LeafIndex(row.record), expiry: row.expiry, received: row.received,
            content: try DocumentContent(decoding: content))
    }

    private func view(_ row: DocumentRow, _ ledger: LedgerAnswer) async throws -> DocumentView {
        let held = try opened(row)
        let disclosed = try SDJWT(parsing: held.content.credential).unverifiedClaims()
        let claims = try DocumentClaims(disclosed.claims)
        let standing = try await standing(of: held, ledger)
        let type = try storedType(row.type, version: row.version)
        let now = Clock.now / 1_000
        return DocumentView(
            held: held, claims: claims, title: type?.name ?? Bilingual(zh: row.type.text, en: row.type.text),
            issuerName: try database.memberName(row.issuer) ?? Bilingual(zh: row.issuer.text, en: row.issuer.text),
            fields: DocumentFieldsReading(type).fields(disclosed), standing: standing,
            findings: try database.findings(of: row.id)
                + [standing.finding, claims.validity(held.expiry, at: now), claims.freshness(at: now)])
    }
}

extension DocumentClaims {
    /// Whether its time has come and is not over: the earlier end of document and record counts.
    fileprivate func validity(_ recorded: UInt64?, at now: UInt64) -> Finding {
        guard let end = [expiry, recorded].compactMap({ $0 }).min() else {
            return .yes(.validity, "no end is set", zh: "未设期限")
        }
        let time = UTCTime(seconds: end)
        return now < end
            ? .yes(.validity, "until \(time)", zh: "有效期至 \(time)")
            : .no(.validity, "ended \(time)", zh: "已于 \(time) 到期")
    }

    /// Whether its data is younger than the type's update frequency.
    fileprivate func freshness(at now: UInt64) -> Finding {
        guard let days = ledger.updateDays, let asOf = UTCTime(ledger.asOf) else {
            return .yes(.freshness, "as of \(ledger.asOf); does not change by itself", zh: "数据时间 \(ledger.asOf)；不自行变化")
        }
        let stale = UTCTime(seconds: asOf.seconds + days * 86_400)
        return now < stale.seconds
            ? .yes(.freshness, "as of \(asOf), renewed every \(days) days", zh: "数据时间 \(asOf)，每 \(days) 天更新")
            : .no(.freshness, "as of \(asOf); stale since \(stale)", zh: "数据时间 \(asOf)；自 \(stale) 起已过更新期")
    }
}
