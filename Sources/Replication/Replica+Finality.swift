import Ledger
import Rulebook
import Signing

extension Replica {
    /// The block is stored: attest it, if the bytes on disk are those that were meant.
    mutating func attest(_ head: TreeHead, _ now: UInt64) -> [ReplicaEffect] {
        guard case .storing(let block) = phase else { return [] }
        guard head == block.head else {
            return halt(.storedHeadDiffers(expected: block.head, found: head))
        }
        do throws(GuardRefusal) {
            let attestation = try voteGuard.attest(
                height: block.height, block: block.seal.id, head: head, at: now / 1_000)
            phase = .attesting(block)
            return [.attest(attestation)]
        } catch { return halt(.guardRefused(error)) }
    }

    /// The attestation is durable: with a quorum of one, the block is final.
    mutating func finish(_ attestation: Attestation) -> [ReplicaEffect] {
        guard case .attesting(let block) = phase, attestation.height == block.height else { return [] }
        do throws(NoteError) {
            let checkpoint = try state.network.policy.check(voteGuard.note(attestation))
            phase = .idle
            take(block)
            defer { held = [] }
            let step = EpochStep(block, in: state, checkpoint).map { [ReplicaEffect.keepEpoch($0)] } ?? []
            return step + [.publish(FinalBlock(block: block, checkpoint: checkpoint))] + held
        } catch { return halt(.ownCheckpointRefused(error)) }
    }

    /// From here on nothing is proposed, stored or signed, whatever comes.
    private mutating func halt(_ fault: ReplicaFault) -> [ReplicaEffect] {
        phase = .halted
        return [.halt(fault)]
    }
}

extension EpochStep {
    /// The step that a block takes whose state is given; nil when the next height is of the same epoch.
    init?(_ block: CheckedBlock, in state: LedgerState, _ checkpoint: FinalCheckpoint) {
        guard let path = block.epochPath else { return nil }
        self.init(state, seal: block.seal, path: path, checkpoint: checkpoint)
    }
}
