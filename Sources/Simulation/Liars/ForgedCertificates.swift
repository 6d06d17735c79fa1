import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Sends certificates that prove nothing: too few signers, one of them twice, another height, false signatures.
struct ForgedCertificates: LyingStrategy {
    mutating func volunteer(_ desk: inout LiarDesk) -> [LiarLetter] {
        guard let block = desk.proposals.last?.vote.content.block else { return [] }
        let height = desk.random.below(4) == 0 ? desk.height.next : desk.height
        let signatures = forged(block, height, &desk)
        desk.lies += 1
        let message: Message
        switch desk.random.below(3) {
        case 0:
            message = .polka(
                PolkaCertificate(
                    height: height, round: desk.round, block: block, validRound: nil, signatures: signatures))
        case 1:
            message = .commit(
                CommitCertificate(height: height, round: desk.round, block: block, signatures: signatures))
        case _:
            let precommits = signatures.map {
                RoundCertificate.Precommit(validator: $0.validator, block: nil, signature: $0.signature)
            }
            message = .round(RoundCertificate(height: height, round: desk.round, precommits: precommits))
        }
        return desk.others.map { LiarLetter(.agreement(message), to: $0) }
    }

    private func forged(_ block: BlockID, _ height: Height, _ desk: inout LiarDesk) -> [CertificateSignature] {
        let own = desk.signed(.precommit(height, desk.round, block)).signature
        func entry(_ validator: Int) -> CertificateSignature {
            CertificateSignature(validator: validator, signature: own)
        }
        switch desk.random.below(3) {
        case 0: return [entry(desk.own)]
        case 1: return Array(repeating: entry(desk.own), count: desk.quorum)
        case _: return (desk.others + [desk.own]).sorted().map(entry)
        }
    }
}
