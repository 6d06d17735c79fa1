public import Rulebook

/// A use with the day on which everything personal of it goes.
public struct RetainedUse: Sendable {
    public let use: StoredUse
    public let scene: SceneCode
    /// Nil while the ledger has not told what the scene says.
    public let retentionDays: UInt64?
    /// The case of the use; nil once it was deleted.
    public let caseNumber: String?
    /// Who keeps it longer, and why; nil without a hold.
    public let hold: LegalHold?

    /// When retention ends, in POSIX seconds: so many days behind the block of the use, and behind the moment when it
    /// was begun as long as it has no block.
    public var end: UInt64? {
        retentionDays.map { (use.time.map { $0 / 1_000 } ?? use.created) + $0 * 86_400 }
    }
}

/// A reason not to delete what belongs to a case.
public struct LegalHold: Hashable, Sendable {
    /// The desk's own number of it.
    public let number: UInt64
    /// Nil once it was released and nothing of its case is left.
    public let words: Words?
    /// POSIX seconds.
    public let since: UInt64
    /// When it ended, and who ended it.
    public let released: Release?

    /// What a hold says.
    public struct Words: Hashable, Sendable {
        public let caseNumber: String
        /// Why: the court's or authority's paper.
        public let ground: String
        /// Who ordered it.
        public let orderedBy: String
    }

    /// The end of a hold.
    public struct Release: Hashable, Sendable {
        public let time: UInt64
        /// Nil once the words are gone.
        public let by: String?
    }

    /// Most bytes of a ground.
    public static let maxGroundByteCount = 1_000
    /// Most bytes of a name.
    public static let maxNameByteCount = 200
}
