import Consensus
import Ledger
import Rulebook

/// Own signatures that come back from others, and that this node does not know: its memory is an older copy, or another
/// process has its keys.
extension QuorumReplica {
    /// Looks for own votes in a checked message.
    mutating func notice(_ message: Message) {
        guard let own = keys.ownPlace(in: state.network) else { return }
        for content in message.signed(by: own) where !memory.covers(content) {
            return forgot(at: content.height, .signatureForgotten)
        }
    }

    /// Looks for own proposals among final blocks, and for the own cosignature over their checkpoint.
    mutating func notice(_ blocks: [CheckedBlock], _ final: FinalCheckpoint) {
        for block in blocks where isOwn(block.seal) && !memory.reaches(block.height) {
            return forgot(at: block.height, .signatureForgotten)
        }
        notice(final, at: (blocks.last?.height ?? state.head.height), .signatureForgotten)
    }

    /// Looks for the own cosignature over a longer log than the guard knows.
    mutating func notice(_ final: FinalCheckpoint, at height: Height, _ cause: DoubtCause) {
        // A validator that moved has its name from before, and other keys.
        let key = keys.attestation.cosignerKey
        let isOurs = final.note.signatures.contains { $0.name == key.name && $0.keyID == key.id }
        let signed = voteGuard.last?.head.size ?? 0
        if isOurs, final.checkpoint.head.size > signed { forgot(at: height, cause) }
    }

    /// Of a block of this epoch or the one of the last block; what an earlier seat proposed says nothing of today's.
    private func isOwn(_ seal: Seal) -> Bool {
        let network = [state.network, state.headNetwork].first { $0.validatorsDigest == seal.validators }
        return network.flatMap { keys.ownPlace(in: $0) }.map { seal.proposer == UInt64($0) } ?? false
    }

    /// Below the height at which a doubt ended nothing is remembered, and nothing need be.
    private mutating func forgot(at height: Height, _ cause: DoubtCause) {
        if let doubt = desk.doubt, doubt.resume.map({ height < $0 }) ?? true { return }
        beginDoubt(cause)
    }
}

extension Message {
    /// What a validator has signed in this message.
    fileprivate func signed(by validator: Int) -> [VoteContent] {
        switch self {
        case .proposal(let proposal):
            let own = proposal.vote.validator == validator ? [proposal.vote.content] : []
            return own + (proposal.proof.map { Message.polka($0).signed(by: validator) } ?? [])
        case .vote(let vote): return vote.validator == validator ? [vote.content] : []
        case .polka(let polka): return polka.signatures.contains { $0.validator == validator } ? [polka.content] : []
        case .round(let certificate):
            return certificate.precommits.filter { $0.validator == validator }
                .map { .precommit(certificate.height, certificate.round, $0.block) }
        case .commit(let commit):
            return commit.signatures.contains { $0.validator == validator } ? [commit.content] : []
        }
    }
}
