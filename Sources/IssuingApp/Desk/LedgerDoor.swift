public import Ledger
public import NodeAPI
public import Rulebook
public import Signing

/// The ledger as the desk reaches it: nodes over HTTP, or in tests a ledger in memory.
///
/// What is away for a while throws `LedgerAway`; the desk keeps what it has and asks again.
public protocol LedgerDoor: Sendable {
    /// The ledger in today's epoch, proven from the genesis that the desk trusts.
    func network() async throws -> Network
    /// The same as it was in office at a note's size: by its policy the note is final.
    func network(for note: SignedNote) async throws -> Network
    /// Submits and waits for the block; one outcome each, in order.
    func submit(_ submissions: [Submission]) async throws -> [OutcomeBody]
    /// What became of a statement; nil when it is unknown.
    func outcome(of id: StatementID) async throws -> OutcomeBody?
    /// Time of the newest final block, in ms.
    func blockTime() async throws -> UInt64
    /// A type as the ledger has it; nil when it has none.
    func type(_ code: TypeCode) async throws -> TypeBody?
    /// The newest final block's height and log size.
    func head() async throws -> (height: Height, size: UInt64)
    /// The block of a height; nil when there is none yet.
    func block(_ height: Height) async throws -> BlockBody?
    /// The receipt of a leaf; nil beyond the final log.
    func receipt(_ index: LeafIndex) async throws -> Receipt?
    /// Leaves of an entry bundle (256 to a bundle), as far as the log has them.
    func leaves(bundle: UInt64, size: UInt64) async throws -> [[UInt8]]
    /// Puts sealed bodies into the strongroom; returns when a quorum holds them. Throws `TagTaken`, `LedgerAway`.
    func put(_ batch: StrongroomBatch) async throws
}

extension LedgerDoor {
    /// Of a ledger whose validators never change.
    public func network(for note: SignedNote) async throws -> Network { try await network() }
}

/// Another body lies under the tag of one that was to be put: nothing of the batch was.
public struct TagTaken: Error {
    public init() {}
}

/// The ledger cannot be reached, or is not ready; nothing is lost, and asking again may help.
public struct LedgerAway: Error, CustomStringConvertible {
    /// What is away and why.
    public let words: Bilingual
    public var reason: String { words.en }
    public var description: String { reason }

    /// For both languages the same, where there are no other words.
    public init(_ reason: String, zh: String? = nil) { words = Bilingual(zh: zh ?? reason, en: reason) }
    init(_ words: Bilingual) { self.words = words }
}

/// Finds a holder's wallet: the registrar's directory.
public protocol HolderDirectory: Sendable {
    /// For each holder the wallet's listing, or nil when the registrar knows none. Throws `LedgerAway` when away.
    func listings(of holders: [HolderName]) async throws -> [WalletListing?]
    /// A binding that a wallet shows; nil unless a registrar of the ledger signed it. Throws `LedgerAway` when away.
    func binding(_ signed: [UInt8]) async throws -> WalletBinding?
    /// The accounts of which this desk was told before and that were bound to other keys since, with the number to ask
    /// behind next time: the same one when that is all. Throws `LedgerAway` when away.
    func rebindings(after number: UInt64) async throws -> (next: UInt64, listings: [WalletListing])
}
