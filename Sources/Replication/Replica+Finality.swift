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
            let checkpoint = try policy.check(voteGuard.note(attestation))
            phase = .idle
            take(block)
            defer { held = [] }
            return [.publish(FinalBlock(block: block, checkpoint: checkpoint))] + held
        } catch { return halt(.ownCheckpointRefused(error)) }
    }

    /// From here on nothing is proposed, stored or signed, whatever comes.
    private mutating func halt(_ fault: ReplicaFault) -> [ReplicaEffect] {
        phase = .halted
        return [.halt(fault)]
    }
}
