public import Ledger
public import Signing

/// The last block that a state has taken in; before the first block, the genesis.
public struct BlockHead: Hashable, Sendable {
    public let height: Height
    /// The hash of its seal; for the genesis its digest.
    public let id: BlockID
    /// Block time in ms.
    public let time: UInt64
    /// Leaves in the log with this block.
    public let size: UInt64

    public init(height: Height, id: BlockID, time: UInt64, size: UInt64) {
        self.height = height
        self.id = id
        self.time = time
        self.size = size
    }
}

/// All that the rules know: the authenticated state, and what is kept beside it and follows from the log.
public struct LedgerState: Sendable {
    /// The network as it decides the next block.
    public private(set) var network: Network
    /// The network as it decided the last block.
    public private(set) var headNetwork: Network
    public private(set) var head: BlockHead
    public private(set) var tree: StateTree
    public private(set) var marks: ReplayMarks
    private(set) var agenda: GrantAgenda

    /// The state before the first block.
    public init(network: Network) {
        let genesis = network.genesis
        var entries: [(StateKey, [UInt8])] = [
            (.governance, GovernanceEntry(next: 1, governance: genesis.governance).encoded)
        ]
        for validator in genesis.validators {
            let details = MemberDetails(name: validator.name, roles: [.operating], creditCode: "", keys: [])
            entries.append((.member(validator.member), Member(details: details, effective: 0).encoded))
        }
        self.init(
            network: network.entering(genesis.firstEpoch),
            head: BlockHead(
                height: Height(0), id: BlockID(network.digest), time: genesis.created * 1_000, size: 0),
            tree: StateTree(entries: entries))
    }

    /// A state as it was kept: the caller has compared the tree's root with the last seal.
    ///
    /// `marks` are in the order in which blocks took them. Nil when they are not those whose digests the tree holds.
    public init?(network: Network, head: BlockHead, tree: StateTree, marks: [ReplayMark]) {
        let kept =
            LedgerState.lastEpoch(in: tree).map { network.entering($0) } ?? network.entering(network.genesis.firstEpoch)
        self.init(network: kept, head: head, tree: tree)
        headNetwork = network.entering(view.epoch(at: head.height))
        var digests: [UInt64: Digest] = [:]
        for mark in marks {
            digests[mark.minute] = ReplayMarks.fold(mark.id, into: digests[mark.minute])
            self.marks.insert(mark.id, minute: mark.minute)
        }
        guard tree.entries(kind: StateKind.replay.rawValue).count == digests.count else { return nil }
        for (minute, digest) in digests where tree.value(.replay(minute: minute)) != digest.bytes { return nil }
    }

    private init(network: Network, head: BlockHead, tree: StateTree) {
        self.network = network
        headNetwork = network
        self.head = head
        self.tree = tree
        marks = ReplayMarks()
        agenda = GrantAgenda(of: tree, network.parameters)
    }

    /// The epoch with the highest number that the state holds; nil in the first.
    private static func lastEpoch(in tree: StateTree) -> Epoch? {
        tree.entries(kind: StateKind.epoch.rawValue)
            .compactMap { try? Epoch(decoding: $0.1) }
            .max { $0.number < $1.number }
    }

    /// What a check needs that does not wait for the block: the state so far, at no cost.
    public var view: StateView { StateView(network: network, tree: tree, time: head.time) }

    /// Takes in an executed block.
    public mutating func take(_ block: ExecutedBlock) {
        precondition(block.parent == head.id, "block \(block.head.height) does not follow \(head.height)")
        head = block.head
        tree = block.tree
        for mark in block.marks { marks.insert(mark.id, minute: mark.minute) }
        marks.drop(before: ReplayMarks.firstOpen(at: head.time))
        headNetwork = network
        guard network.epoch == block.network.epoch else {
            // How long grants stay may have changed for all of them.
            network = block.network
            agenda = GrantAgenda(of: tree, network.parameters)
            return
        }
        agenda.settle(at: head.time, left: block.leftDue)
        for entry in block.agenda { agenda.insert(entry.id, closing: entry.closing) }
    }
}

/// A replay mark of one block.
public struct ReplayMark: Hashable, Sendable {
    public let minute: UInt64
    public let id: StatementID

    public init(minute: UInt64, id: StatementID) {
        self.minute = minute
        self.id = id
    }
}
