internal import Foundation
internal import Ledger
public import Releasing
public import Rulebook
internal import Signing

/// A secret that a final statement sets free, and where among the statement's records it stands.
public struct WantedSecret: Sendable {
    public let manifest: DepositManifest
    public let index: SecretIndex
    /// The set that the manifest was dealt to.
    public let set: DealtSet
    /// The position of the use's record in a use of many; 0 for a single use and for a trace.
    public let place: Int

    public init(_ index: SecretIndex, of manifest: DepositManifest, dealtTo set: DealtSet, place: Int = 0) {
        self.manifest = manifest
        self.index = index
        self.set = set
        self.place = place
    }
}

/// What a quorum of shares gave: the secret, or evidence that it was dealt badly, and what was found of validators.
public struct GatheredSecret: Sendable {
    public let secret: Result<CheckedSecret, OpeningRefusal>
    /// Evidence against each validator whose signed share is false.
    public let faults: [FaultEvidence]
}

/// Gathers the shares of what a final statement sets free from the nodes, from any quorum of them.
///
/// All are asked at once; who is away, behind or not ready is asked again until the secrets are there or the time is
/// over. Asking again is always safe: the use is counted once, whoever asks how often.
public struct ReleaseGathering: Sendable {
    private let nodes: [NodeClient]
    private let origin: String
    private let today: DealtSet
    private let timeout: Duration
    /// Between two questions to one node.
    private let pause: Duration

    /// Asks the nodes of a client, each alone. `network` is the ledger in the epoch of today: validators sign with
    /// their keys of today, whatever set a deposit was dealt to.
    public init(
        _ nodes: NodeClient, _ network: Network, timeout: Duration = .seconds(60),
        pause: Duration = .milliseconds(200)
    ) {
        self.nodes = nodes.each
        origin = network.origin
        today = DealtSet(network)
        self.timeout = timeout
        self.pause = pause
    }

    /// One secret: of a use, or of the trace packet.
    public func secret(
        _ wanted: WantedSecret, freedBy release: KnownRelease
    ) async throws -> (secret: CheckedSecret, faults: [FaultEvidence]) {
        let gathered = try await secrets([wanted], freedBy: release)[0]
        do { return (try gathered.secret.get(), gathered.faults) } catch {
            throw GatheringError.bad(error, faults: gathered.faults)
        }
    }

    /// The secrets of many uses of one statement, in the order in which they are wanted.
    public func secrets(
        _ wanted: [WantedSecret], freedBy release: KnownRelease
    ) async throws -> [GatheredSecret] {
        var table = try GatheringTable(wanted, release, today, origin)
        let deadline = ContinuousClock.now + timeout
        try await withThrowingTaskGroup(of: Asked?.self) { group in
            for node in nodes.indices {
                for page in table.pages { group.addTask { try await ask(node, page, release.statement) } }
            }
            group.addTask {
                try await Task.sleep(until: deadline)
                return nil
            }
            defer { group.cancelAll() }
            var open = nodes.count * table.pages.count
            while !table.isComplete, open > 0, let asked = try await group.next(), let asked {
                switch table.take(asked, from: nodes[asked.node].urls[0]) {
                case .done: open -= 1
                case .again:
                    group.addTask {
                        try await Task.sleep(for: pause)
                        return try await ask(asked.node, asked.page, release.statement)
                    }
                }
            }
        }
        guard table.isComplete else { throw table.failure }
        return table.gathered
    }

    /// One question to one node; only being cancelled is thrown.
    private func ask(_ node: Int, _ page: Int, _ statement: StatementID) async throws -> Asked {
        do {
            return Asked(node: node, page: page, answer: .success(try await nodes[node].release(statement, from: page)))
        } catch let error as NodeClientError {
            return Asked(node: node, page: page, answer: .failure(error))
        }
    }
}

/// What came of one question.
struct Asked: Sendable {
    /// Whom it was put to.
    let node: Int
    /// The position that it began at.
    let page: Int
    let answer: Result<[UInt8], NodeClientError>
}
