import Ledger
import NodeAPI
import Rulebook
import Signing

/// A question about one entry of the state, asked by its bucket, so that the node does not learn which entry.
struct StateQuestion<Value: CBORCodable> {
    let kind: StateKind
    let key: StateKey

    /// What the state holds under the key, proven up to a final checkpoint.
    struct Answer {
        let value: Value?
        let seal: Seal
        let checkpoint: FinalCheckpoint
        let proof: SealedProof
    }

    /// Asks for the bucket, cuts the proof of the key and checks it.
    func ask(_ session: LedgerSession) async throws -> Answer {
        let bits = Int(try await session.client.buckets(kind).bits)
        guard let bucket = try await session.client.bucket(kind, BucketPrefix(of: key, bits: bits)) else {
            throw LedgerWords.noBlock
        }
        do {
            let proof = try bucket.proof(of: key, policy: session.network.policy)
            let found = try proof.value(of: key, policy: session.network.policy)
            return Answer(
                value: try found.value.map { try Value(decoding: $0) }, seal: found.seal,
                checkpoint: found.checkpoint, proof: proof)
        } catch {
            let fact = (error as? SealedProofError).map(ProofWords.describe) ?? FormWords.describe(error)
            throw CommandError.failed(
                "bad-proof", StatusWords.badProof(fact),
                next: tell("ask another node, and keep this answer", zh: "请询问其他节点，并保留该回答"))
        }
    }
}

extension StateQuestion<Grant> {
    static func grant(_ id: GrantID) -> StateQuestion<Grant> { StateQuestion(kind: .grant, key: .grant(id)) }
}

extension StateQuestion<CorrectionEntry> {
    static func correction(_ key: StateKey) -> StateQuestion<CorrectionEntry> {
        StateQuestion(kind: .correction, key: key)
    }
}

extension StateQuestion<StatusEntry> {
    static func status(_ key: StateKey) -> StateQuestion<StatusEntry> { StateQuestion(kind: .status, key: key) }
}
