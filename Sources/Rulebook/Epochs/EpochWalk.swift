public import Ledger
public import Signing

/// Who keeps the ledger, epoch after epoch, as far as a verifier has walked from a set that it trusts.
///
/// Each step is signed by a quorum of the set before it, so nobody else can lead the way elsewhere.
public struct EpochWalk: Sendable {
    /// The ledger in the last epoch that was reached.
    public private(set) var network: Network
    /// Who governs in that epoch; nil when the step to it does not say.
    private var governance: Governance?
    /// The epochs that are over, each with the size of the log at its end.
    private var past: [(network: Network, governance: Governance?, endSize: UInt64)] = []
    /// A set that withstands fewer liars is not followed.
    private let leastLiars: Int

    /// Begins at a trusted network: that of a genesis, or one that was pinned.
    public init(from network: Network, leastLiars: Int = 0) {
        self.network = network
        governance = network.epoch.number == 0 ? network.genesis.governance : nil
        self.leastLiars = leastLiars
    }

    /// Walks all steps of a proof; those of epochs before the beginning are passed over.
    public mutating func take(_ proof: EpochProof) throws(EpochError) {
        guard proof.origin == network.origin else { throw .otherOrigin(proof.origin) }
        for step in proof.steps {
            if past.isEmpty, !step.isNeeded(at: network.epoch.number) { continue }
            try take(step)
        }
    }

    /// Takes one step, if it is the next and the set in office signed it.
    public mutating func take(_ step: EpochStep) throws(EpochError) {
        let number = network.epoch.number + 1
        if let claimed = step.claimed, claimed.number != number {
            throw .outOfOrder(expected: number, found: claimed.number)
        }
        let (epoch, seal) = try proven(step, number)
        guard seal.validators == network.validatorsDigest, seal.parameters == network.parametersDigest else {
            throw .otherSet(epoch: number)
        }
        guard seal.height >= network.epoch.first, epoch.first == seal.height.next else {
            throw .wrongHeight(epoch: number, first: epoch.first, seal: seal.height)
        }
        let next = network.entering(epoch)
        guard seal.nextValidators == next.validatorsDigest else { throw .nextSetDiffers(epoch: number) }
        guard next.quorum.liars >= leastLiars else {
            throw .downgrade(epoch: number, liars: next.quorum.liars, least: leastLiars)
        }
        let governance = try self.governance(after: step, number)
        past.append((network, self.governance, step.endSize))
        (network, self.governance) = (next, governance)
    }

    /// Who governs from a step on, as the same seal proves it.
    private func governance(after step: EpochStep, _ number: UInt64) throws(EpochError) -> Governance? {
        guard let proof = step.governance else { return nil }
        let sealed = SealedProof(seal: step.proof.seal, proof: proof)
        let found: [UInt8]?
        do throws(SealedProofError) { found = try sealed.value(of: .governance, policy: network.policy).value } catch {
            throw .unproven(epoch: number, error)
        }
        guard let found else { throw .noSuchEpoch(number) }
        do throws(CBORError) { return try GovernanceEntry(decoding: found).governance } catch { throw .encoding(error) }
    }

    /// Who governed when a leaf was taken; nil when the step at hand does not say. `isLast` when a step that is not at
    /// hand may have changed it.
    public func governance(at leaf: LeafIndex) -> (governance: Governance?, isLast: Bool) {
        if let epoch = past.first(where: { leaf.value < $0.endSize }) { return (epoch.governance, false) }
        return (governance, true)
    }

    private func proven(
        _ step: EpochStep, _ number: UInt64
    ) throws(EpochError) -> (epoch: Epoch, seal: Seal) {
        let found: (value: [UInt8]?, seal: Seal, checkpoint: FinalCheckpoint)
        do throws(SealedProofError) {
            found = try step.proof.value(of: .epoch(number), policy: network.policy)
        } catch { throw .unproven(epoch: number, error) }
        guard step.proof.seal.proof.index.value + 1 == found.checkpoint.checkpoint.head.size else {
            throw .sealNotLast(epoch: number)
        }
        guard let value = found.value else { throw .noSuchEpoch(number) }
        do throws(CBORError) {
            let epoch = try Epoch(decoding: value)
            guard epoch.number == number else { throw .outOfRange(offset: 0) }
            return (epoch, found.seal)
        } catch { throw .encoding(error) }
    }

    /// The epochs from the beginning to the one that was reached.
    public var epochs: [Epoch] { past.map(\.network.epoch) + [network.epoch] }

    /// The ledger in the epoch in which its log had so many leaves.
    public func network(atSize size: UInt64) -> Network {
        past.first { size <= $0.endSize }?.network ?? network
    }

    /// The ledger as it was in office at a note's size: its policy says whether the note is final, so that a set that
    /// is gone cannot sign what came later.
    public func network(for note: SignedNote) -> Network {
        guard let size = try? Checkpoint(parsing: note.text).head.size else { return network }
        return network(atSize: size)
    }

    /// The policy for a note.
    public func policy(for note: SignedNote) -> CheckpointPolicy { network(for: note).policy }
}

/// Why a walk from epoch to epoch ends.
public enum EpochError: Error, Equatable, Sendable {
    case encoding(CBORError)
    case otherOrigin(String)
    /// A step is missing, or stands at another place.
    case outOfOrder(expected: UInt64, found: UInt64)
    /// No quorum of the set in office signed the step, or the proof does not hold together.
    case unproven(epoch: UInt64, SealedProofError)
    case noSuchEpoch(UInt64)
    /// The block was decided by another set, or under other parameters, than those in office.
    case otherSet(epoch: UInt64)
    /// The seal names another next set than the record.
    case nextSetDiffers(epoch: UInt64)
    case wrongHeight(epoch: UInt64, first: Height, seal: Height)
    /// The seal is not the last leaf under its checkpoint.
    case sealNotLast(epoch: UInt64)
    /// The new set withstands fewer liars than the verifier asks for.
    case downgrade(epoch: UInt64, liars: Int, least: Int)
}
