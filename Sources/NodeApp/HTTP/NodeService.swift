public import Ledger
public import Rulebook
public import Signing

/// What the HTTP layer asks of a node.
public protocol NodeService: Sendable {
    var network: Network { get }
    var configuration: NodeConfiguration { get }
    var metrics: NodeMetrics { get }
    /// What the node stands by now.
    var snapshot: NodeSnapshot { get }

    /// The node's own work; returns at a graceful shutdown, throws when disk or guard fail.
    func run() async throws
    /// Takes statements; what is undecided when the wait is over is given as pending.
    func submit(_ body: [UInt8], waitsForFinal: Bool) async throws(SubmitError) -> [StatementOutcome]
    /// Nil for a statement that the node does not know.
    func outcome(of id: StatementID) throws -> StatementOutcome?
    /// Nil beyond the final log.
    func tile(_ path: TilePath) throws -> [UInt8]?
    /// Nil beyond the final log.
    func receipt(at index: LeafIndex) throws -> Receipt?
    /// Nil before the first block.
    func bucket(kind: StateKind, prefix: UInt64, bits: Int) throws -> SealedBucket?
    /// How each epoch followed from the one before.
    func epochs() -> EpochProof
    /// Nil for a height that no final block has.
    func block(at height: Height) throws -> BlockSummary?
    /// Every block after a height, those that come included.
    func events(after height: Height) -> AsyncThrowingStream<BlockSummary, any Error>
    func status() -> NodeStatus
    /// Where sealed bodies lie.
    var strongroom: Strongroom { get }
    /// Where the deposits of grants lie.
    var deposits: Deposits { get }
    /// What the node gives of them.
    var releases: Releases { get }
    /// Where the deals of sealed disclosures lie.
    var sealed: SealedDeals { get }
}
