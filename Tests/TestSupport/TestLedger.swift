public import Ledger
public import Replication
public import Rulebook
public import Signing

/// A ledger of one test, without files: it admits and proposes as a node does, and checks each block as another node
/// would that has just started from what was kept.
///
/// A block that the two see differently throws `Disagreement`, whatever the test is about.
public struct TestLedger: Sendable {
    public private(set) var state: LedgerState
    public private(set) var frontier = LogFrontier()
    /// Every leaf so far.
    public private(set) var leaves: [[UInt8]] = []
    public private(set) var blocks: [CheckedBlock] = []
    /// The time of the next block, in ms; a second later after each.
    public var clock: UInt64
    private(set) var kept: KeptState

    /// The ledger before its first block; with a height, one whose blocks up to there nobody remembers.
    public init(_ network: Network = TestNetwork.single, after height: Height = Height(0)) {
        let empty = LedgerState(network: network)
        let head = BlockHead(height: height, id: empty.head.id, time: empty.head.time, size: 0)
        state = LedgerState(network: network, head: head, tree: empty.tree, marks: []) ?? empty
        kept = KeptState(of: state)
        clock = state.head.time + 1_000
    }

    /// The network as it decides the next block.
    public var network: Network { state.network }
    public var view: StateView { state.view }
    public var head: BlockHead { state.head }

    /// The sequence number that governance has next.
    public var sequence: UInt64 { view.governance()?.next ?? 0 }

    /// Lets time go by.
    public mutating func pass(seconds: UInt64) { clock += seconds * 1_000 }

    /// The block's time in seconds, and so many more.
    public func second(after seconds: UInt64 = 0) -> UInt64 { clock / 1_000 + seconds }
}

/// Proposer and checker, or a node that ran and one that has just started, see a block differently.
public struct Disagreement: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

extension TestLedger {
    /// An act, signed.
    public func statement(_ act: Act, by signatory: Signatory, notAfter: UInt64? = nil) -> Statement {
        signatory.signed(
            act.name.contentType, act.payload, origin: network.origin, notAfter: notAfter ?? second(after: 30))
    }

    /// An act, signed and ready to be sent.
    public func submission(_ act: Act, by signatory: Signatory, notAfter: UInt64? = nil) -> Submission {
        Submission(statement: statement(act, by: signatory, notAfter: notAfter))
    }

    /// Reads and checks a submission as a node does before it is durable.
    public func admit(_ submission: Submission) throws(Refusal) -> CheckedStatement {
        let read = try ReadStatement(submission, for: network)
        let recorded = read.recordAsked.flatMap { index in self.recorded(at: index) }
        return try CheckedStatement(read, recorded: recorded, in: view, now: clock)
    }

    /// What the log says of a record; nil when none stands there.
    public func recorded(at index: LeafIndex) -> RecordedDocument? {
        guard let manifest = blocks.lazy.flatMap(\.manifests).first(where: { $0.covers(index) }),
            let type = manifest.type, let record = try? IssueRecord(decoding: leaves[Int(index.value)])
        else { return nil }
        return RecordedDocument(issuer: manifest.issuer, type: type, commitment: record.commitment)
    }

    /// Makes a block of what waits, has it checked, and takes it in.
    @discardableResult
    public mutating func propose(_ waiting: [CheckedStatement]) throws -> BlockProposal {
        let proposal = BlockProposal(
            waiting, on: state, after: frontier, time: max(clock, head.time + 1), proposer: 0)
        let block = try agreed(proposal.block)
        leaves += try TestLedger.leaves(of: block)
        blocks.append(block)
        frontier = block.frontier
        kept.take(block.executed)
        state.take(proposal.block.executed)
        clock = max(clock, head.time) + 1_000
        return proposal
    }

    /// Commits submissions in one block and tells its head; throws the first refusal.
    @discardableResult
    public mutating func commit(_ submissions: [Submission]) throws -> BlockHead {
        var admitted: [CheckedStatement] = []
        for submission in submissions { admitted.append(try admit(submission)) }
        let proposal = try propose(admitted)
        if let refused = proposal.refused.first { throw refused.refusal }
        return head
    }

    /// Commits acts in one block and tells its head; throws the first refusal.
    @discardableResult
    public mutating func commit(_ acts: [Act], by signatory: Signatory) throws -> BlockHead {
        try commit(acts.map { submission($0, by: signatory) })
    }

    /// Commits a block without statements.
    @discardableResult
    public mutating func heartbeat() throws -> BlockHead { try commit([]) }
}
