public import Ledger
public import NodeAPI
public import Rulebook
public import Signing
internal import Synchronization

/// The ledger over the HTTP of its nodes: to the first that answers, and to the next when that one is gone.
public final class NodeLedger: LedgerDoor {
    private let client: NodeClient
    private let genesis: Genesis
    private let walked: Mutex<Walked>

    /// Where the walk along the epochs has come to, and when.
    private struct Walked {
        var walk: EpochWalk
        var since: ContinuousClock.Instant?
    }

    /// How long an epoch is taken without asking for the next one.
    private static let epochPause: Duration = .seconds(10)

    /// Nodes of the ledger with that genesis, which the desk trusts.
    public init(_ nodes: [String], genesis: Genesis) throws {
        client = try NodeClient(nodes)
        self.genesis = genesis
        walked = Mutex(Walked(walk: EpochWalk(from: Network(genesis)), since: nil))
    }

    public func network() async throws -> Network { try await walk().network }

    public func network(for note: SignedNote) async throws -> Network { try await walk().network(for: note) }

    private func walk() async throws -> EpochWalk {
        let (known, since) = walked.withLock { ($0.walk, $0.since) }
        if let since, since.duration(to: .now) < NodeLedger.epochPause { return known }
        let proof = try await asking { try await client.epochs() }
        var walk = EpochWalk(from: Network(genesis))
        do { try walk.take(proof) } catch { throw LedgerAway("the node's proof of epochs does not hold: \(error)") }
        let reached = walk
        walked.withLock { $0 = Walked(walk: reached, since: .now) }
        return reached
    }

    public func submit(_ submissions: [Submission]) async throws -> [OutcomeBody] {
        try await asking { try await client.submit(submissions, waitsForFinal: true) }
    }

    public func outcome(of id: StatementID) async throws -> OutcomeBody? {
        try await asking { try await client.outcome(id) }
    }

    public func blockTime() async throws -> UInt64 { try await asking { try await client.status() }.blockTime }

    public func type(_ code: TypeCode) async throws -> TypeBody? {
        try await asking { try await client.type(code) }
    }

    public func head() async throws -> (height: Height, size: UInt64) {
        let status = try await asking { try await client.status() }
        return (Height(status.height), status.size)
    }

    public func block(_ height: Height) async throws -> BlockBody? {
        try await asking { try await client.block(height) }
    }

    public func receipt(_ index: LeafIndex) async throws -> Receipt? {
        try await asking { try await client.receipt(index) }
    }

    public func leaves(bundle: UInt64, size: UInt64) async throws -> [[UInt8]] {
        let width = min(256, size - min(size, bundle * 256))
        guard width > 0 else { return [] }
        let path = TilePath(.entries, index: bundle, width: Int(width))
        guard let bytes = try await asking({ try await client.tile(path) }) else {
            throw LedgerAway("the node does not have the entries \(bundle) yet")
        }
        do { return try EntryBundle.parse(bytes).map { Array($0) } } catch {
            throw LedgerAway("the node's entries cannot be read: \(error)")
        }
    }

    public func put(_ batch: StrongroomBatch) async throws {
        let network = try await network()
        do { _ = try await client.put(batch, in: network) } catch let error as NodeClientError {
            let taken = ProblemCode.strongroomTagTaken.rawValue
            if case .problem(_, let problem) = error, problem.code == taken { throw TagTaken() }
            throw LedgerAway(error.words.detail)
        }
    }

    /// Whatever a node does not do now may be done later, or by another node: the desk waits and asks again.
    private func asking<Answer: Sendable>(_ ask: () async throws -> Answer) async throws -> Answer {
        do { return try await ask() } catch let error as NodeClientError {
            throw LedgerAway(error.words.detail)
        }
    }
}
