/// What an operator asks first: how far the node is, and what keeps it from working.
public struct StatusBody: Codable, Hashable, Sendable {
    /// The member that runs the node.
    public let node: String
    public let origin: String
    /// True for a network whose people and keys are nobody's.
    public let isSample: Bool
    /// The newest final block; 0 before the first.
    public let height: UInt64
    /// Leaves under the newest final checkpoint.
    public let size: UInt64
    /// Their root in hexadecimal; nil before the first block.
    public let root: String?
    /// Block time in ms.
    public let blockTime: UInt64
    /// When the newest cosignature was made, POSIX seconds; nil before the first block.
    public let checkpointTime: UInt64?
    public let quorum: QuorumBody
    /// How many lying validators the newest checkpoint withstands; nil before the first block.
    public let assurance: Int?
    public let waiting: WaitingBody
    public let storage: StorageBody
    /// The program's version.
    public let version: String
    /// When the node started, in ms.
    public let started: UInt64
    /// What keeps the node from working, in words; empty when nothing does.
    public let problems: [String]
    /// Where several validators are with the next block; nil in a network of one.
    public let round: RoundBody?
    /// The other validators.
    public let peers: [PeerBody]
    /// How often validators, parameters or the fault model have changed.
    public let epoch: UInt64
    /// The members whose nodes decide the next block, in the order of votes.
    public let validators: [String]
    /// Promises that validators were proven to have broken, the newest last.
    public let offences: [OffenceBody]
    /// What lies in the strongroom.
    public let strongroom: StrongroomStateBody
    /// What is held of deposits of grants.
    public let deposits: DepositStateBody
    /// How many disclosures are sealed.
    public let disclosures: SealedStateBody

    public init(
        node: String, origin: String, isSample: Bool, height: UInt64, size: UInt64, root: String?, blockTime: UInt64,
        checkpointTime: UInt64?, quorum: QuorumBody, assurance: Int?, waiting: WaitingBody, storage: StorageBody,
        version: String, started: UInt64, problems: [String], round: RoundBody?, peers: [PeerBody],
        epoch: UInt64, validators: [String], offences: [OffenceBody], strongroom: StrongroomStateBody,
        deposits: DepositStateBody, disclosures: SealedStateBody
    ) {
        self.node = node
        self.origin = origin
        self.isSample = isSample
        self.height = height
        self.size = size
        self.root = root
        self.blockTime = blockTime
        self.checkpointTime = checkpointTime
        self.quorum = quorum
        self.assurance = assurance
        self.waiting = waiting
        self.storage = storage
        self.version = version
        self.started = started
        self.problems = problems
        self.round = round
        self.peers = peers
        self.epoch = epoch
        self.validators = validators
        self.offences = offences
        self.strongroom = strongroom
        self.deposits = deposits
        self.disclosures = disclosures
    }
}

/// The disclosures on the ledger that are sealed: anybody counts them.
public struct SealedStateBody: Codable, Hashable, Sendable {
    /// Those that are closed.
    public let sealed: Int
    /// Of these, those whose time is over.
    public let overdue: Int

    public init(sealed: Int, overdue: Int) {
        self.sealed = sealed
        self.overdue = overdue
    }
}

/// A promise that a validator was proven to have broken.
public struct OffenceBody: Codable, Hashable, Sendable {
    public let member: String
    /// `prevotes`, `precommits`, `polkas`, `amnesia` or `heads`.
    public let kind: String
    /// The height of the votes; for cosigned heads the size of the log.
    public let place: UInt64
    public let round: UInt64
    /// The block that recorded it, and its time in ms.
    public let height: UInt64
    public let time: UInt64

    public init(member: String, kind: String, place: UInt64, round: UInt64, height: UInt64, time: UInt64) {
        self.member = member
        self.kind = kind
        self.place = place
        self.round = round
        self.height = height
        self.time = time
    }
}

/// How many validators there are, may lie, and must cosign.
public struct QuorumBody: Codable, Hashable, Sendable {
    public let validators: Int
    public let liars: Int
    public let count: Int

    public init(validators: Int, liars: Int, count: Int) {
        self.validators = validators
        self.liars = liars
        self.count = count
    }
}

/// What is durable and waits for its block.
public struct WaitingBody: Codable, Hashable, Sendable {
    public let statements: Int
    public let bytes: Int

    public init(statements: Int, bytes: Int) {
        self.statements = statements
        self.bytes = bytes
    }
}

/// What the node keeps on disk.
public struct StorageBody: Codable, Hashable, Sendable {
    /// Bytes of the log's files.
    public let logBytes: UInt64
    /// Files that were found damaged since the start, each with what to do. What they hold is not served.
    public let damaged: [String]

    public init(logBytes: UInt64, damaged: [String]) {
        self.logBytes = logBytes
        self.damaged = damaged
    }
}

/// That the node works.
public struct HealthBody: Codable, Hashable, Sendable {
    /// Always `ok`: a node that does not work answers with a problem.
    public let status: String

    /// The one answer of a node that works.
    public static let ok = HealthBody(status: "ok")
}
