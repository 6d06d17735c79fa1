public import Consensus
public import Ledger
public import Rulebook
import Signing

/// A validator's place, its keys, and how signatures of votes are made and checked.
public struct QuorumKeys: Sendable {
    /// The node's index in the validator set.
    public let own: Int
    let attestation: AttestationKeys
    let signer: any VoteSigner
    let verifier: any VoteVerifier

    /// The keys of the validator at this place; the seams are for simulations.
    public init(
        own: Int, attestation: AttestationKeys, signer: any VoteSigner,
        verifier: any VoteVerifier = Ed25519Verifier()
    ) {
        self.own = own
        self.attestation = attestation
        self.signer = signer
        self.verifier = verifier
    }
}

extension QuorumKeys {
    /// Checks a checkpoint under a network's policy.
    public func check(_ note: SignedNote, in network: Network) throws(NoteError) -> FinalCheckpoint {
        try network.policy.check(note) { key, signature, message in
            // A policy's keys are those of the genesis, which were checked.
            verifier.verifies(signature, over: message, by: PublicKey(checked: .ed25519, bytes: key.publicKey))
        }
    }
}
