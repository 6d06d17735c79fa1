import Ledger
import NodeAPI
import Rulebook
import Signing

/// The nodes of a ledger as a watcher asks them: by buckets and bundles, one node after another, each answer checked.
actor WatchedNodes: WatchedLedger {
    /// Each node alone.
    nonisolated let nodes: [NodeClient]
    private let genesis: Network
    private var walk: EpochWalk
    /// The node that is asked first.
    private var preferred = 0

    init(_ session: LedgerSession) throws {
        nodes = try session.client.urls.map { try NodeClient([$0], timeoutSeconds: 20) }
        genesis = session.genesis
        walk = session.walk
    }

    /// Asks another node first from now on.
    func turn() { preferred = (preferred + 1) % nodes.count }

    /// The node to follow.
    var first: NodeClient { nodes[preferred] }

    func ask(_ kind: StateKind, _ keys: [StateKey], since height: UInt64) async throws -> [StateKey: ProvenState] {
        guard !keys.isEmpty else { return [:] }
        return try await firstGood { node in
            let bits = try await node.buckets(kind).bits
            var found: [StateKey: ProvenState] = [:]
            let asked = Dictionary(grouping: Set(keys).sorted()) { BucketPrefix(of: $0, bits: bits) }
            for (prefix, keys) in asked.sorted(by: { $0.key.value < $1.key.value }) {
                guard let bucket = try await node.bucket(kind, prefix) else { throw LedgerWords.noBlock }
                for key in keys {
                    let state = try self.check(bucket, key)
                    guard state.seal.height.value >= height else {
                        throw WatchWords.behind(node.urls[0], state.seal.height.value, height)
                    }
                    found[key] = state
                }
            }
            return found
        }
    }

    private func check(_ bucket: SealedBucket, _ key: StateKey) throws -> ProvenState {
        let policy = walk.policy(for: bucket.seal.checkpoint)
        do throws(SealedProofError) {
            let proof = try bucket.proof(of: key, policy: policy)
            let found = try proof.value(of: key, policy: policy)
            return ProvenState(value: found.value, seal: found.seal, proof: proof)
        } catch { throw WatchWords.badProof(ProofWords.describe(error)) }
    }

    func acts(in block: BlockBody, about records: Set<LeafIndex>) async throws -> ProvenActs {
        try await firstGood { node in
            guard let note = try await node.checkpoint() else { throw LedgerWords.noBlock }
            let size = try Checkpoint(parsing: note.text).head.size
            guard block.first <= block.seal, block.seal < size else {
                throw WatchWords.behind(node.urls[0], 0, block.height)
            }
            let log = LogReading(node: node, note: note, size: size)
            let policy = self.walk.policy(for: note)
            let sealed = try await log.receipt(LeafIndex(block.seal))
            _ = try sealed.verify(policy)
            let seal = try Seal(decoding: sealed.leaf)
            var acts: [ProvenAct] = []
            for index in seal.firstIndex.value..<max(block.seal, seal.firstIndex.value) {
                let leaf = try await log.leaf(index)
                guard ProvenAct.act(leaf, about: records) != nil else { continue }
                let receipt = try await log.receipt(LeafIndex(index))
                _ = try receipt.verify(policy)
                if let act = ProvenAct(receipt, about: records) { acts.append(act) }
            }
            return ProvenActs(seal: seal, acts: acts)
        }
    }

    /// The newest block that a node proves, as it is behind or ahead of others; throws when none proves any.
    func newest(_ key: StateKey) async throws -> UInt64 {
        var newest: UInt64?
        var failure: any Error = LedgerWords.noBlock
        for node in nodes {
            do {
                let bits = try await node.buckets(.status).bits
                guard let bucket = try await node.bucket(.status, BucketPrefix(of: key, bits: bits)) else { continue }
                newest = max(newest ?? 0, try check(bucket, key).seal.height.value)
            } catch {
                try Task.checkCancellation()
                failure = error
            }
        }
        guard let newest else { throw failure }
        return newest
    }

    /// The answer of the first node that gives a good one. Who keeps the ledger may have changed: after a failure the
    /// way from the genesis is walked anew before the next is asked.
    private func firstGood<Answer: Sendable>(
        _ ask: (NodeClient) async throws -> Answer
    ) async throws -> Answer {
        var failure: any Error = LedgerWords.noBlock
        for step in nodes.indices {
            let node = nodes[(preferred + step) % nodes.count]
            for isAgain in [false, true] {
                do { return try await ask(node) } catch {
                    try Task.checkCancellation()
                    failure = error
                    guard !isAgain, let proof = try? await node.epochs(),
                        let later = try? EpochFile.walk(proof, from: genesis),
                        later.network.epoch.number > walk.network.epoch.number
                    else { break }
                    walk = later
                }
            }
        }
        throw failure
    }
}
