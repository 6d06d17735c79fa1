public import Signing

/// A validator that shares are dealt to, as far as its answers need it.
public struct DealtValidator: Hashable, Sendable {
    /// Its member id.
    public let member: String
    /// The Ed25519 key by which it signs what it releases.
    public let release: PublicKey

    public init(member: String, release: PublicKey) {
        self.member = member
        self.release = release
    }
}

/// The validators of one epoch: whom a deposit is dealt to, and how many of them open it.
public struct DealtSet: Hashable, Sendable {
    /// The set's digest, as seals and manifests name it.
    public let digest: Digest
    /// How many shares open a secret.
    public let quorum: Int
    /// The validator at position 1 first.
    public let validators: [DealtValidator]

    /// Nil unless there are 1 to 63 validators, each member once, and a quorum of them.
    public init?(digest: Digest, quorum: Int, validators: [DealtValidator]) {
        guard (1...Position.limit).contains(validators.count), (1...validators.count).contains(quorum),
            Set(validators.map(\.member)).count == validators.count
        else { return nil }
        self.digest = digest
        self.quorum = quorum
        self.validators = validators
    }

    /// The positions of the set, in order.
    public var positions: [Position] { Position.all(of: validators.count) }

    /// The validator at a position; nil beyond the set.
    public subscript(position: Position) -> DealtValidator? {
        position.value <= validators.count ? validators[position.value - 1] : nil
    }

    /// Where a member stands; nil for a stranger.
    public func position(of member: String) -> Position? {
        validators.firstIndex { $0.member == member }.flatMap { Position($0 + 1) }
    }

    /// True when enough of these members were dealt a share for what was dealt to the set to open still.
    ///
    /// A change of the set that makes this false for a live grant loses the grant's unused tickets.
    public func opens(with members: [String]) -> Bool {
        validators.count { members.contains($0.member) } >= quorum
    }
}
