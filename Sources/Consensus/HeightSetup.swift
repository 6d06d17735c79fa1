public import Ledger
public import Signing

/// What one height is decided by: the same for all nodes, but for `own` and the timeouts.
public struct HeightSetup: Hashable, Sendable {
    /// The ledger's name.
    public let origin: String
    public let height: Height
    /// The block decided below; for height 1 the genesis.
    public let parent: BlockID
    /// The validators' vote keys, in the order of the set.
    public let validators: [PublicKey]
    public let quorum: Quorum
    /// This node's place among the validators; nil for one that only follows.
    public let own: Int?
    public let validatorsDigest: Digest
    public let parametersDigest: Digest
    public let timeouts: Timeouts
    /// Places of proven liars, whose loose messages count for nothing; empty where liars are withstood.
    public let quarantined: [Int]

    public init(
        origin: String, height: Height, parent: BlockID, validators: [PublicKey], quorum: Quorum, own: Int?,
        validatorsDigest: Digest, parametersDigest: Digest, timeouts: Timeouts,
        quarantined: [Int] = []
    ) {
        precondition(quorum.validators == validators.count, "a quorum of \(quorum.validators) for \(validators.count)")
        precondition(validators.count <= Int(Seal.maxValidators), "\(validators.count) validators")
        precondition(own.map(validators.indices.contains) ?? true, "no such validator")
        self.origin = origin
        self.height = height
        self.parent = parent
        self.validators = validators
        self.quorum = quorum
        self.own = own
        self.validatorsDigest = validatorsDigest
        self.parametersDigest = parametersDigest
        self.timeouts = timeouts
        self.quarantined = quarantined
    }

    /// Who proposes in a round: V[(h + r) mod n].
    public func proposer(of round: Round) -> Int {
        let count = UInt64(validators.count)
        return Int((height.value % count + round.value % count) % count)
    }
}
