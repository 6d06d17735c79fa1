import Ledger
import Replication
import Rulebook
import Signing
import TestSupport

/// The parts of a sample node that signs.
enum TestNode {
    /// The keys of the node of one number, for the validator of a number; nil when they are not its own.
    static func keys(of node: Int, as validator: Int? = nil, in network: Network) -> AttestationKeys? {
        AttestationKeys(
            log: TestKey.of("node-\(node)/log"), cosigner: TestKey.of("node-\(node)/cosigner"),
            of: TestNetwork.validator(validator ?? node), in: network)
    }

    /// A guard of node 1.
    static func voteGuard(in network: Network, last: Attestation? = nil) -> VoteGuard {
        guard let keys = keys(of: 1, in: network) else { preconditionFailure("node 1 has other keys") }
        return VoteGuard(keys: keys, origin: network.origin, last: last)
    }

    /// A replica at the end of a ledger.
    static func replica(of ledger: TestLedger, last: Attestation? = nil) -> Replica {
        Replica(
            state: ledger.state, frontier: ledger.frontier, voteGuard: voteGuard(in: ledger.network, last: last),
            proposer: 0)
    }
}

/// An effect, as a transcript tells it.
enum Told: Equatable {
    case store(Height, [StatementID])
    case attest(Height, TreeHead)
    case keepEpoch(UInt64)
    case publish(Height, TreeHead, assurance: Int)
    case refuse(StatementID, Refusal)
    case halt(String)

    init(_ effect: ReplicaEffect) {
        self =
            switch effect {
            case .store(let block): .store(block.height, block.statements.map(\.id))
            case .attest(let attestation): .attest(attestation.height, attestation.head)
            case .keepEpoch(let step): .keepEpoch(step.claimed?.number ?? 0)
            case .publish(let final):
                .publish(final.block.height, final.checkpoint.checkpoint.head, assurance: final.checkpoint.assurance)
            case .refuse(let id, let refusal): .refuse(id, refusal)
            case .halt(.storedHeadDiffers): .halt("stored head differs")
            case .halt(.guardRefused(let refusal)): .halt("guard: \(refusal)")
            case .halt(.ownCheckpointRefused(let error)): .halt("checkpoint: \(error)")
            }
    }
}

extension Replica {
    /// Takes one input, and tells the effects.
    mutating func told(_ input: ReplicaInput) -> [Told] { handle(input).map(Told.init) }
}

extension ReplicaEffect {
    var block: CheckedBlock? {
        if case .store(let block) = self { return block }
        return nil
    }

    var attestation: Attestation? {
        if case .attest(let attestation) = self { return attestation }
        return nil
    }
}
