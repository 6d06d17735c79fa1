public import Rulebook
internal import Sealing
internal import Signing

/// How an application stands.
public enum ApplicationState: String, Sendable, CaseIterable {
    /// A clerk has not answered yet.
    case waiting
    /// The documents are in the wallet.
    case granted
    /// The issuer said no, or what it gave was not kept.
    case refused
}

/// An application as its holder sees it.
public struct ApplicationView: Hashable, Sendable {
    public let id: Int64
    /// The claim by which the wallet asks on.
    public let claim: Int64
    /// The issuer's address.
    public let issuer: String
    public let type: String
    public let title: Bilingual
    /// What the holder said; nil when nothing.
    public let words: String?
    /// In ms.
    public let applied: UInt64
    /// By when the issuer is to answer, POSIX seconds.
    public let due: UInt64
    /// When the issuer was last asked, in ms; nil before the first time.
    public let asked: UInt64?
    public let state: ApplicationState
    /// When it was answered, POSIX seconds.
    public let answered: UInt64?
    /// Why it was refused.
    public let reason: Bilingual?
    /// The documents that came, by their numbers.
    public let documents: [Int64]
}

extension Wallet {
    /// All applications, the oldest first, as the wallet knows of them.
    public func applications() throws -> [ApplicationView] {
        try database.applications().map { row in
            ApplicationView(
                id: row.id, claim: row.claim, issuer: row.issuer, type: row.type, title: row.title,
                words: try row.words.map { sealed in
                    String(decoding: try opened(sealed, at: ApplicationRow.wordsPlace(row.claim)), as: UTF8.self)
                }, applied: row.applied, due: row.due, asked: row.asked, state: row.state, answered: row.answered,
                reason: try row.reason.map { sealed in
                    try Bilingual(decoding: opened(sealed, at: ApplicationRow.reasonPlace(row.claim)))
                }, documents: row.documents)
        }
    }
}
