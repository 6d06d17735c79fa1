public import Ledger
public import Signing

/// All that one block adds to the index, recorded in one transaction.
public struct BlockIndexing: Sendable {
    public let block: IndexedBlock
    /// Each statement's id and the leaf that it is.
    public let statements: [(id: StatementID, leaf: LeafIndex)]
    public let manifests: [IndexedManifest]
    /// What the block's acts do with deposits of grants, in their order.
    public let depositActs: [IndexedDepositAct]
    /// New values of the state's entries; nil removes one.
    public let stateChanges: [(key: StateKey, value: [UInt8]?)]
    public let replayAdded: [ReplayMark]
    /// Replay marks of earlier minutes go.
    public let replayDroppedBefore: UInt64

    public init(
        block: IndexedBlock, statements: [(id: StatementID, leaf: LeafIndex)], manifests: [IndexedManifest],
        depositActs: [IndexedDepositAct] = [],
        stateChanges: [(key: StateKey, value: [UInt8]?)], replayAdded: [ReplayMark], replayDroppedBefore: UInt64
    ) {
        self.block = block
        self.statements = statements
        self.manifests = manifests
        self.depositActs = depositActs
        self.stateChanges = stateChanges
        self.replayAdded = replayAdded
        self.replayDroppedBefore = replayDroppedBefore
    }
}

/// What an act does with the deposit of a grant.
public struct IndexedDepositAct: Hashable, Sendable {
    /// What it does; the number stands in the index.
    public enum Kind: UInt64, Sendable {
        /// The grant names its first deposit.
        case granted = 1
        /// A limit names the deposit that takes over.
        case dealtAgain = 2
        case withdrawn = 3
        case closed = 4
    }

    /// The grant's id.
    public let grant: Digest
    public let height: Height
    public let kind: Kind
    /// The digest of the manifest that it names; nil when it names none.
    public let manifest: Digest?
    /// Of the first: the relying party and its scene; else empty.
    public let party: String
    public let scene: String

    public init(
        grant: Digest, height: Height, kind: Kind, manifest: Digest? = nil, party: String = "", scene: String = ""
    ) {
        self.grant = grant
        self.height = height
        self.kind = kind
        self.manifest = manifest
        self.party = party
        self.scene = scene
    }
}

/// Where a block stands in the log.
public struct IndexedBlock: Hashable, Sendable {
    public let height: Height
    public let firstIndex: LeafIndex
    public let sealIndex: LeafIndex
    /// Block time, milliseconds UTC.
    public let time: UInt64
    public let id: BlockID

    public init(height: Height, firstIndex: LeafIndex, sealIndex: LeafIndex, time: UInt64, id: BlockID) {
        self.height = height
        self.firstIndex = firstIndex
        self.sealIndex = sealIndex
        self.time = time
        self.id = id
    }
}

/// A manifest and the records behind it: leaves from `leaf` + 1 on.
public struct IndexedManifest: Hashable, Sendable {
    public let leaf: LeafIndex
    /// How many records follow.
    public let count: UInt64
    public let issuer: String
    public let type: String

    public init(leaf: LeafIndex, count: UInt64, issuer: String, type: String) {
        self.leaf = leaf
        self.count = count
        self.issuer = issuer
        self.type = type
    }
}

/// A statement that was accepted once and is not accepted again before its minute is over.
public struct ReplayMark: Hashable, Sendable {
    /// Minutes since 1970.
    public let minute: UInt64
    public let id: StatementID

    public init(minute: UInt64, id: StatementID) {
        self.minute = minute
        self.id = id
    }
}

/// Where a statement stands in the log.
public struct IndexedStatement: Hashable, Sendable {
    public let leaf: LeafIndex
    public let height: Height

    public init(leaf: LeafIndex, height: Height) {
        self.leaf = leaf
        self.height = height
    }
}
