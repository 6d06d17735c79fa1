internal import Ledger
internal import Rulebook

/// A final checkpoint of this node's own log, and the network as it was in office then.
struct CosignedCheckpoint: Sendable {
    let final: FinalCheckpoint
    let network: Network
}

/// Final checkpoints since the start, as far as a later one does not say more: each was cosigned by more than all that
/// came after it.
///
/// A scene may ask for more cosignatures than a quorum; the last of them often come when the next block is final
/// already.
struct CosignedCheckpoints: Sendable {
    private var entries: [CosignedCheckpoint] = []

    mutating func add(_ snapshot: NodeSnapshot) {
        guard let final = snapshot.final, entries.last?.final.note != final.note else { return }
        entries.removeAll { $0.final.assurance <= final.assurance }
        entries.append(CosignedCheckpoint(final: final, network: snapshot.network))
    }

    func newest(over leaf: LeafIndex, withstanding liars: Int) -> CosignedCheckpoint? {
        entries.last { $0.final.assurance >= liars && $0.final.checkpoint.head.size > leaf.value }
    }
}
