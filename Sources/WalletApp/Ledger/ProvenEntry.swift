internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

/// What the state holds under a key, or that it holds nothing, proven up to a final checkpoint.
struct ProvenEntry<Value: CBORCodable & Sendable>: Sendable {
    let value: Value?
    /// It speaks as of this block …
    let height: UInt64
    /// … and of its time, in ms.
    let time: UInt64
}

extension WalletLedger {
    /// Asks for the bucket in which the entry would stand, so that no node learns which one is meant, and checks it.
    ///
    /// A node that answers for an older block than `seen` does not count: the next one is asked.
    func ask<Value: CBORCodable & Sendable>(
        _: Value.Type = Value.self, _ kind: StateKind, _ key: StateKey, seen: UInt64
    ) async throws -> ProvenEntry<Value> {
        var failure: any Error = WalletFailure.badProof(reason: "no block yet")
        for node in nodes {
            do {
                let bits = try await node.buckets(kind).bits
                guard let bucket = try await node.bucket(kind, BucketPrefix(of: key, bits: bits)) else { continue }
                let entry: ProvenEntry<Value> = try check(bucket, key)
                guard entry.height >= seen else { throw WalletFailure.behind(found: entry.height, seen: seen) }
                return entry
            } catch is CancellationError { throw CancellationError() } catch { failure = error }
        }
        throw failure
    }

    /// Asks for several entries of a kind at once: those of one bucket cost one question.
    func ask<Value: CBORCodable & Sendable>(
        _: Value.Type = Value.self, _ kind: StateKind, _ keys: [StateKey], seen: UInt64
    ) async throws -> [StateKey: ProvenEntry<Value>] {
        guard !keys.isEmpty else { return [:] }
        var failure: any Error = WalletFailure.badProof(reason: "no block yet")
        for node in nodes {
            do {
                let bits = try await node.buckets(kind).bits
                return try await ask(node, kind, keys, bits: bits, seen: seen)
            } catch is CancellationError { throw CancellationError() } catch { failure = error }
        }
        throw failure
    }

    private func ask<Value: CBORCodable & Sendable>(
        _ node: NodeClient, _ kind: StateKind, _ keys: [StateKey], bits: Int, seen: UInt64
    ) async throws -> [StateKey: ProvenEntry<Value>] {
        var found: [StateKey: ProvenEntry<Value>] = [:]
        // In the order of their place in the tree, which tells nothing of the order in which they were drawn.
        let parts = Dictionary(grouping: Set(keys)) { BucketPrefix(of: $0, bits: bits) }
        for (prefix, keys) in parts.sorted(by: { $0.key.value < $1.key.value }) {
            guard let bucket = try await node.bucket(kind, prefix) else {
                throw WalletFailure.badProof(reason: "no block yet")
            }
            for key in keys {
                let entry: ProvenEntry<Value> = try check(bucket, key)
                guard entry.height >= seen else { throw WalletFailure.behind(found: entry.height, seen: seen) }
                found[key] = entry
            }
        }
        return found
    }

    private func check<Value: CBORCodable & Sendable>(
        _ bucket: SealedBucket, _ key: StateKey
    ) throws -> ProvenEntry<Value> {
        let policy = policy(for: bucket.seal.checkpoint)
        do {
            let proof = try bucket.proof(of: key, policy: policy)
            let found = try proof.value(of: key, policy: policy)
            return ProvenEntry(
                value: try found.value.map { try Value(decoding: $0) }, height: found.seal.height.value,
                time: found.seal.time)
        } catch { throw WalletFailure.badProof(reason: "\(error)") }
    }
}
