internal import Ledger
public import Releasing
public import Rulebook
public import Sealing

extension DealtSet {
    /// The validators of the network's epoch: to whom a deposit is dealt now.
    public init(_ network: Network) { self.init(network.epoch) }

    /// The validators of an epoch, the first at position 1.
    public init(_ epoch: Epoch) {
        let validators = epoch.validators.map { DealtValidator(member: $0.member.text, release: $0.keys.release) }
        guard
            let set = DealtSet(digest: epoch.validatorsDigest, quorum: epoch.quorum.count, validators: validators)
        else { preconditionFailure("an epoch of \(validators.count) validators is no set to deal to") }
        self = set
    }
}

extension GrantContext {
    /// What a deposit of a grant to a party is bound to when it is dealt to the validators of the network's epoch.
    public init(_ network: Network, _ grant: GrantID, _ party: MemberID) {
        self.init(
            origin: network.origin, grant: grant.digest, set: network.validatorsDigest, party: party.text)
    }
}

extension SealingPublicKey {
    /// The point that a statement or a member entry names; nil when nobody could open what is sealed to it.
    public init?(_ key: ReleaseKey) { self.init(key.bytes) }
}

extension ReleaseKey {
    /// The key as statements and member entries name it.
    public init(_ key: SealingPublicKey) {
        guard let named = ReleaseKey(key.bytes) else { preconditionFailure("a point of \(key.bytes.count) bytes") }
        self = named
    }
}
