public import Consensus
public import Ledger
public import Rulebook
public import Signing

/// A node's links and keys, and how signatures of votes are made and checked.
public struct QuorumKeys: Sendable {
    /// The link keys of the nodes that this one has, or had, a link to, and its own: the position is the link's number.
    ///
    /// A number stands for a machine, a place for a seat in the set of one epoch.
    private(set) var links: [PublicKey]
    /// The node's own number.
    public let own: Int
    let attestation: AttestationKeys
    let signer: any VoteSigner
    let verifier: any VoteVerifier

    /// The keys of the node of this number; the seams are for simulations.
    public init(
        own: Int, links: [PublicKey], attestation: AttestationKeys, signer: any VoteSigner,
        verifier: any VoteVerifier = Ed25519Verifier()
    ) {
        precondition(links.indices.contains(own), "no link has the number \(own)")
        self.own = own
        self.links = links
        self.attestation = attestation
        self.signer = signer
        self.verifier = verifier
    }

    /// The keys of a validator of the genesis that has links to all the others: their places are the numbers.
    public init(
        own: Int, in genesis: Genesis, attestation: AttestationKeys, signer: any VoteSigner,
        verifier: any VoteVerifier = Ed25519Verifier()
    ) {
        self.init(
            own: own, links: genesis.validators.map(\.keys.link), attestation: attestation, signer: signer,
            verifier: verifier)
    }

    /// Takes a list that continues the one so far.
    mutating func extend(_ links: [PublicKey]) {
        precondition(links.starts(with: self.links), "a link's number was given to another key")
        self.links = links
    }

    /// The seat of the node at the end of a link; nil when it has none in this epoch.
    func place(of link: Int, in network: Network) -> Int? {
        guard links.indices.contains(link) else { return nil }
        let key = links[link]
        let validators = network.validators
        return validators.indices.first { validators[$0].keys.link == key }
    }

    /// The link to the validator of a seat; nil when there is none.
    func link(to place: Int, in network: Network) -> Int? {
        links.firstIndex(of: network.validators[place].keys.link)
    }

    /// This node's own seat; nil while it only follows.
    func ownPlace(in network: Network) -> Int? {
        let own = attestation.validator.keys
        let validators = network.validators
        // One key tells most of them apart; it is asked with every word.
        return validators.indices.first { validators[$0].keys.vote == own.vote && validators[$0].keys == own }
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
