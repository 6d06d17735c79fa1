public import Rulebook
internal import Sealing
internal import Signing

/// A notice as its holder reads it.
public struct NoticeView: Hashable, Sendable {
    public let id: Int64
    public let issuer: MemberID
    public let issuerName: Bilingual
    /// The document that it is about; nil when the wallet has none.
    public let document: Int64?
    /// When it came, in ms.
    public let received: UInt64
    /// True when it was shown before.
    public let wasShown: Bool
    public let kind: Kind
    /// What it says.
    public let text: Bilingual

    /// What a notice is about.
    public enum Kind: String, Sendable, CaseIterable {
        case status, correction, expiry, offer, rebinding
    }
}

extension Wallet {
    /// All notices, the oldest first.
    public func notices() throws -> [NoticeView] {
        try database.notices().map { row in
            let bytes = try opened(row.sealed, at: NewNotice.place(row.issuer, row.number))
            let (kind, text) = try Delivery(decoding: bytes).told
            return NoticeView(
                id: row.id, issuer: row.issuer,
                issuerName: try database.memberName(row.issuer) ?? Bilingual(zh: row.issuer.text, en: row.issuer.text),
                document: row.document, received: row.received, wasShown: row.wasShown, kind: kind, text: text)
        }
    }

    /// The holder has seen these.
    public func markShown(_ notices: [NoticeView]) throws {
        try database.markShown(notices.map(\.id), at: Clock.now)
    }
}
