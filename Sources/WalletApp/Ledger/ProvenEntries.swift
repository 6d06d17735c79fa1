internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

/// What the state holds under a key, with the proof of it, for whoever wants to show it later.
struct ProvenValue: Sendable {
    /// Nil when the state holds nothing under the key.
    let value: [UInt8]?
    /// It speaks as of this block …
    let height: UInt64
    /// … and of its time, in ms.
    let time: UInt64
    let proof: SealedProof
}

extension WalletLedger {
    /// Asks for the buckets in which the entries would stand, each bucket once, and checks every answer.
    ///
    /// A node that answers for an older block than `seen` does not count: the next one is asked.
    func prove(_ kind: StateKind, _ keys: [StateKey], seen: UInt64) async throws -> [StateKey: ProvenValue] {
        guard !keys.isEmpty else { return [:] }
        var failure: any Error = WalletFailure.badProof(reason: "no block yet")
        for node in nodes {
            do { return try await prove(kind, keys, seen: seen, node) } catch is CancellationError {
                throw CancellationError()
            } catch { failure = error }
        }
        throw failure
    }

    private func prove(
        _ kind: StateKind, _ keys: [StateKey], seen: UInt64, _ node: NodeClient
    ) async throws -> [StateKey: ProvenValue] {
        let bits = try await node.buckets(kind).bits
        var found: [StateKey: ProvenValue] = [:]
        for (prefix, keys) in Dictionary(grouping: keys, by: { BucketPrefix(of: $0, bits: bits) }) {
            guard let bucket = try await node.bucket(kind, prefix) else {
                throw WalletFailure.badProof(reason: "no block yet")
            }
            let policy = policy(for: bucket.seal.checkpoint)
            for key in keys {
                let value = try prove(key, in: bucket, policy)
                guard value.height >= seen else { throw WalletFailure.behind(found: value.height, seen: seen) }
                found[key] = value
            }
        }
        return found
    }

    private func prove(
        _ key: StateKey, in bucket: SealedBucket, _ policy: CheckpointPolicy
    ) throws(WalletFailure) -> ProvenValue {
        do {
            let proof = try bucket.proof(of: key, policy: policy)
            let found = try proof.value(of: key, policy: policy)
            return ProvenValue(
                value: found.value, height: found.seal.height.value, time: found.seal.time, proof: proof)
        } catch { throw .badProof(reason: "\(error)") }
    }
}
