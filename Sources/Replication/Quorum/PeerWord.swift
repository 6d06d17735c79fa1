public import Consensus
public import Ledger
public import Signing

/// What one validator sends another; strict in form, and nothing in it is believed before it is checked.
public enum PeerWord: Hashable, Sendable {
    case agreement(Message)
    case cosignature(Cosignature)
    /// How far the sender is: the height of its last final block, and the leaves of its log.
    case status(final: Height, size: UInt64)
    case recipe(Recipe)
    /// Asks for the whole leaves of a block that is being decided.
    case bodyWanted(BlockID)
    /// A block's leaves, framed as in entry bundles, its seal last.
    case body([UInt8])
    /// Submissions back to back, as a client sent them, under the sender's number: for the driver alone.
    case statements(number: UInt64, [UInt8])
    /// The statements of that number are durable at the sender of this: for the driver alone.
    case kept(number: UInt64)
    /// Asks for final blocks from this size of the log on.
    case blocksWanted(from: UInt64)
    case blocks(BlockRun)
    case evidence(Evidence)
    /// The sender is not sure what it signed, and asks how far the others are.
    case doubtAsked(DoubtNonce)
    case doubtAnswer(DoubtAnswer)

    /// True for what a node may say that only follows.
    var isOfObservers: Bool {
        switch self {
        case .status, .blocksWanted, .blocks, .statements, .kept, .evidence: true
        case .agreement, .cosignature, .recipe, .bodyWanted, .body, .doubtAsked, .doubtAnswer: false
        }
    }

    /// How urgent a word is: votes wait for nothing, bodies for everything.
    public enum Lane: Hashable, Sendable { case urgent, normal, bulk }

    /// The lane of each kind. Statements and recipes share one, so that a recipe finds its statements there.
    public var lane: Lane {
        switch self {
        case .agreement, .cosignature, .status: .urgent
        case .recipe, .bodyWanted, .statements, .kept, .blocksWanted, .evidence, .doubtAsked, .doubtAnswer: .normal
        case .body, .blocks: .bulk
        }
    }
}

/// A validator's cosignature over the log's head, as it travels: without its log signature.
public struct Cosignature: Hashable, Sendable {
    public let height: Height
    public let block: BlockID
    public let head: TreeHead
    /// POSIX seconds and signature: what stands behind the key id in a note's line.
    public let bytes: [UInt8]

    public init(height: Height, block: BlockID, head: TreeHead, bytes: [UInt8]) {
        self.height = height
        self.block = block
        self.head = head
        self.bytes = bytes
    }

    /// The part of an attestation that others may see before there is a quorum.
    public init(_ attestation: Attestation) {
        self.init(
            height: attestation.height, block: attestation.block, head: attestation.head,
            bytes: attestation.cosignature)
    }

    /// Bytes of a time and an Ed25519 signature.
    static let byteCount = 72
}

/// A block's body in short: its seal, and the statements in the order of the block.
public struct Recipe: Hashable, Sendable {
    /// Most statements of a block.
    public static let maxStatements = 1 << 20
    static let maxSealByteCount = 1_024

    public let seal: Seal
    public let statements: [StatementID]

    public init(seal: Seal, statements: [StatementID]) {
        self.seal = seal
        self.statements = statements
    }

    /// The recipe of a block.
    public init(_ block: CheckedBlock) {
        self.init(seal: block.seal, statements: block.statements.map(\.id))
    }
}

/// Final blocks for a node that is behind: leaves of whole blocks, and what shows that they are final.
public struct BlockRun: Hashable, Sendable {
    /// Most bytes of the leaves: a block of the largest size, and others before it.
    public static let maxByteCount = 68 << 20

    /// The size of the log before the first leaf.
    public let from: UInt64
    /// Whole blocks, framed as in entry bundles; none for a node that lacks the checkpoint alone.
    public let leaves: [UInt8]
    /// A note with a log signature and a quorum of cosignatures, over the log with these leaves or a longer one.
    public let checkpoint: String
    /// RFC 9162 consistency proof from the log with these leaves to the checkpoint's; empty when they are the same.
    public let proof: [Digest]
    /// The newest decision that the sender knows.
    public let commit: CommitCertificate?

    public init(from: UInt64, leaves: [UInt8], checkpoint: String, proof: [Digest], commit: CommitCertificate?) {
        self.from = from
        self.leaves = leaves
        self.checkpoint = checkpoint
        self.proof = proof
        self.commit = commit
    }
}
