internal import Ledger
internal import Rulebook
internal import Signing

/// Checkpoints that a verifier found final before: what stands under them again costs no signature.
///
/// Nothing else is kept: what a receipt or a proof says is worked out anew from its path. It holds so many, and forgets
/// the oldest for a new one; what was not final is not remembered.
public struct VerifiedBefore: Sendable {
    private var finals: [Key: FinalCheckpoint] = [:]
    /// What their notes say.
    var reader = ReceiptReader()
    /// From the oldest.
    private var order: [Key] = []
    private let limit: Int

    /// The ledger, the set that was in office with its quorum, and the note with all its signatures.
    private struct Key: Hashable {
        let genesis: Digest
        let validators: Digest
        let parameters: Digest
        let note: SignedNote

        init(_ note: SignedNote, in network: Network) {
            genesis = network.digest
            validators = network.validatorsDigest
            parameters = network.parametersDigest
            self.note = note
        }
    }

    /// Remembers at most so many checkpoints.
    public init(limit: Int = 64) { self.limit = limit }

    /// How many it knows.
    public var count: Int { order.count }

    /// The checkpoint, if it was final by that network before.
    func final(_ note: SignedNote, in network: Network) -> FinalCheckpoint? {
        finals[Key(note, in: network)]
    }

    mutating func remember(_ checkpoint: FinalCheckpoint, in network: Network) {
        let key = Key(checkpoint.note, in: network)
        guard limit > 0, finals[key] == nil else { return }
        if order.count == limit { finals[order.removeFirst()] = nil }
        order.append(key)
        finals[key] = checkpoint
    }
}

/// The same while one use is judged: every check that meets a checkpoint adds to it.
final class CheckpointsMet {
    var known: VerifiedBefore

    init(_ known: VerifiedBefore) { self.known = known }
}
