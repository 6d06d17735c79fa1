import Ledger
import NodeApp
import Rulebook
import Signing

/// A node of which some answers are replaced, to bring about what a healthy one never says.
struct AlteredNode: NodeService {
    let base: Node
    var submitting: (@Sendable ([UInt8], Bool) async throws(SubmitError) -> [StatementOutcome])?
    var reading: (@Sendable (TilePath) throws -> [UInt8]?)?
    var following: (@Sendable (Height) -> AsyncThrowingStream<BlockSummary, any Error>)?

    var working: (@Sendable () async throws -> Void)?
    var configuration: NodeConfiguration

    init(_ base: Node) {
        self.base = base
        configuration = base.configuration
    }

    var network: Network { base.network }
    var metrics: NodeMetrics { base.metrics }
    var snapshot: NodeSnapshot { base.snapshot }
    var strongroom: Strongroom { base.strongroom }
    var deposits: Deposits { base.deposits }
    var releases: Releases { base.releases }
    var sealed: SealedDeals { base.sealed }

    func run() async throws {
        if let working { return try await working() }
        try await base.run()
    }

    func submit(_ body: [UInt8], waitsForFinal: Bool) async throws(SubmitError) -> [StatementOutcome] {
        if let submitting { return try await submitting(body, waitsForFinal) }
        return try await base.submit(body, waitsForFinal: waitsForFinal)
    }

    func outcome(of id: StatementID) throws -> StatementOutcome? { try base.outcome(of: id) }

    func tile(_ path: TilePath) throws -> [UInt8]? {
        if let reading { return try reading(path) }
        return try base.tile(path)
    }

    func receipt(at index: LeafIndex) throws -> Receipt? { try base.receipt(at: index) }

    func bucket(kind: StateKind, prefix: UInt64, bits: Int) throws -> SealedBucket? {
        try base.bucket(kind: kind, prefix: prefix, bits: bits)
    }

    func epochs() -> EpochProof { base.epochs() }

    func block(at height: Height) throws -> BlockSummary? { try base.block(at: height) }

    func events(after height: Height) -> AsyncThrowingStream<BlockSummary, any Error> {
        if let following { return following(height) }
        return base.events(after: height)
    }

    func status() -> NodeStatus { base.status() }
}
