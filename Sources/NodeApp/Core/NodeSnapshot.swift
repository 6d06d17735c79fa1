public import Ledger
public import Rulebook
public import Signing

/// What a node stands by at one moment: its last final block and the state after it.
public struct NodeSnapshot: Sendable {
    public let head: BlockHead
    public let view: StateView
    /// Nil before the first block.
    public let final: FinalCheckpoint?

    package init(head: BlockHead, view: StateView, final: FinalCheckpoint?) {
        self.head = head
        self.view = view
        self.final = final
    }

    /// The network as it decided that block: by its policy the checkpoint is final.
    public var network: Network { view.network.entering(view.epoch(at: head.height)) }

    /// Leaves under the final checkpoint.
    public var size: UInt64 { final?.checkpoint.head.size ?? 0 }
}

/// What became of a statement, as one node knows it.
public enum StatementOutcome: Sendable {
    /// It is durable here and waits for its block.
    case pending(StatementID)
    /// It stands in a final block; the receipt proves it.
    case final(StatementID, Height, LeafIndex, time: UInt64, Receipt)
    /// It is in no block, and why; signed by the node when the statement could be read at all.
    case refused(StatementID?, Refusal, at: Height, signed: [UInt8])
}

/// A block in a few words, for those who follow the ledger.
public struct BlockSummary: Sendable {
    public let height: Height
    /// Block time in ms.
    public let time: UInt64
    public let firstIndex: LeafIndex
    public let sealIndex: LeafIndex
    public let id: BlockID
    /// The log's root with this block.
    public let root: Digest
    public let statements: Int
    public let records: Int
    /// The first 16 bits of the hashes of touched keys of the kinds that holders watch: wallets then know when to look.
    public let touched: [TouchedPrefix]
}

/// The first 16 bits of the hash of a state key that a block touched.
public struct TouchedPrefix: Hashable, Comparable, Sendable {
    public let kind: StateKind
    public let prefix: UInt16

    public init(kind: StateKind, prefix: UInt16) {
        self.kind = kind
        self.prefix = prefix
    }

    public static func < (left: TouchedPrefix, right: TouchedPrefix) -> Bool {
        (left.kind.rawValue, left.prefix) < (right.kind.rawValue, right.prefix)
    }
}

/// Why a request to submit gets no outcomes.
public enum SubmitError: Error, Sendable {
    case shape(SubmissionError)
    case overloaded(waitingBytes: Int, limit: Int)
    case stopping
    /// Durable here, and on too few other nodes within the limit.
    case notKept(held: Int, needed: Int)
    case storage(String)
}

/// What an operator asks first.
public struct NodeStatus: Sendable {
    public let member: MemberID
    public let snapshot: NodeSnapshot
    public let waitingStatements: Int
    public let waitingBytes: Int
    public let logBytes: UInt64
    /// Stored files that were found damaged since the start; what they hold is not served, all else is.
    public let damaged: [String]
    /// When the node started, in ms.
    public let started: UInt64
    /// What keeps it from working, in words; empty when nothing does.
    public let problems: [String]
    /// Where several validators are with the next block; nil in a network of one.
    public var round: RoundState?
    /// The other validators, in the order of the genesis.
    public var peers: [PeerState] = []

    /// What the strongroom holds; what keeps it from taking more, in words.
    public var strongroom = StrongroomState()
    /// The same of the deposits of grants.
    public var deposits = DepositState()
    /// Disclosures that are closed on the ledger, and of these the overdue.
    public var disclosures = (sealed: 0, overdue: 0)

    /// Other validators that run twice: what their operators must hear of, and no fault of this node.
    var runningTwice: [String] {
        peers.filter { $0.secondProcesses > 0 }.map {
            """
            \($0.member.text) runs twice: \($0.secondProcesses) links of a second process with its keys were refused
            """
        }
    }
}

/// How the deposits of a node are.
public struct DepositState: Hashable, Sendable {
    public var deposits = 0
    /// Deposits that no block has named.
    public var unclaimed = 0
    public var bytes = 0
    /// Deposits that blocks name and that are damaged or not here.
    public var lacking = 0
    public var problem: String?

    public init() {}

    /// What operators must hear of, and no fault of the ledger.
    var problems: [String] {
        (problem.map { ["no deposits are taken: \($0)"] } ?? [])
            + (lacking > 0 ? ["\(lacking) deposits of grants are not here, and are asked of the others"] : [])
    }
}

/// How the strongroom of a node is.
public struct StrongroomState: Hashable, Sendable {
    public var entries = 0
    public var bytes = 0
    /// Bodies that are known and not there.
    public var lacking = 0
    /// Puts that not every other node is known to hold.
    public var waiting = 0
    public var problem: String?

    public init() {}

    /// What operators must hear of, and no fault of the ledger.
    var problems: [String] {
        (problem.map { ["the strongroom takes nothing: \($0)"] } ?? [])
            + (lacking > 0 ? ["the strongroom lacks \(lacking) bodies, and asks the others for them"] : [])
    }
}
