public import Signing

/// The last leaf of a block: it names the block before, the log and the state, and what rules them.
public struct Seal: Hashable, Sendable {
    /// The layout of this seal, its first element.
    public static let version: UInt64 = 1
    /// Elements of a seal of this version.
    static let elementCount = 14
    /// Most validators of a set: a note then holds the log signature and a cosignature of each.
    public static let maxValidators: UInt64 = 63

    public let height: Height
    /// The hash of the previous seal leaf; in the first block the digest of the genesis file.
    public let previous: Digest
    /// The block's first leaf.
    public let firstIndex: LeafIndex
    /// The log's root over all leaves before this seal.
    public let rootBefore: Digest
    /// Milliseconds since 1970-01-01, UTC.
    public let time: UInt64
    /// The proposer's index in the validator set of this block.
    public let proposer: UInt64
    /// The root of the authenticated state after the block.
    public let stateRoot: Digest
    /// Digest of the set that decides this block.
    public let validators: Digest
    /// Digest of the set that decides the next block.
    public let nextValidators: Digest
    /// Digest of the parameters in force.
    public let parameters: Digest
    /// The active version of the rules.
    public let ruleVersion: UInt64
    /// The root over the evidence of broken promises that the block carries.
    public let evidenceRoot: Digest
    /// How many closed records stand right before this seal.
    public let closedCount: UInt64

    public init(
        height: Height, previous: Digest, firstIndex: LeafIndex, rootBefore: Digest, time: UInt64,
        proposer: UInt64, stateRoot: Digest, validators: Digest, nextValidators: Digest,
        parameters: Digest, ruleVersion: UInt64, evidenceRoot: Digest, closedCount: UInt64
    ) {
        self.height = height
        self.previous = previous
        self.firstIndex = firstIndex
        self.rootBefore = rootBefore
        self.time = time
        self.proposer = proposer
        self.stateRoot = stateRoot
        self.validators = validators
        self.nextValidators = nextValidators
        self.parameters = parameters
        self.ruleVersion = ruleVersion
        self.evidenceRoot = evidenceRoot
        self.closedCount = closedCount
    }

    /// The block's id: the leaf hash of the seal.
    public var id: BlockID { BlockID(Digest.leaf(encoded)) }
}
