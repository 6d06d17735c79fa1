internal import Ledger
internal import Logging
public import Rulebook
internal import Replication
internal import ServiceLifecycle
internal import Signing
internal import Storage

/// One institution's node: it takes statements, keeps the ledger, signs checkpoints, and answers.
///
/// `open` recovers and checks everything a signature can depend on; `run` does the node's work until it is cancelled.
public final class Node: NodeService {
    public let network: Network
    public let configuration: NodeConfiguration
    public let metrics: NodeMetrics
    let member: MemberID
    let releaseKey: PrivateKey
    let stores: NodeStores
    let inbox: Inbox
    let intake: IntakeQueue
    package let board: NoticeBoard
    let logger: Logger
    let started = WallClock.now
    /// The other validators; nil in a network of one.
    let neighbours: Neighbours?
    public let strongroom: Strongroom
    public let deposits: Deposits
    public let releases: Releases
    public let sealed: SealedDeals
    private let core: any LedgerCore
    private let threads: [WorkThread]

    init(_ parts: NodeParts, configuration: NodeConfiguration, logger: Logger) throws {
        network = parts.network
        self.configuration = configuration
        member = parts.keys.member
        releaseKey = parts.keys.release
        stores = parts.stores
        self.logger = logger
        metrics = NodeMetrics()
        inbox = Inbox(maxBytes: configuration.maxWaitingBytes)
        threads = [WorkThread(), WorkThread()]
        intake = IntakeQueue(
            parts.journal, on: threads[0], open: parts.waiting.map { ($0.sequence, $0.ids) }, metrics: metrics)
        let snapshot = NodeSnapshot(
            head: parts.state.head, view: parts.state.view, final: parts.final)
        board = NoticeBoard(snapshot, configuration)
        neighbours = try Neighbours.of(parts, configuration, inbox, logger)
        let room = StrongroomDesk(
            board: board,
            signer: StrongroomSigner(
                member: parts.keys.member, key: parts.keys.release, origin: parts.network.origin),
            ledger: parts.network.digest)
        let keyring = WeeklyKeyring(in: configuration.dataDirectory, room, logger)
        deposits = Deposits(room, keyring, configuration, neighbours, metrics, logger)
        let releasing = ReleaseDesk(
            stores: parts.stores, board: board, inbox: inbox, signer: room.signer, logger: logger)
        releases = Releases(deposits, keyring, releasing, neighbours)
        sealed = SealedDeals(deposits, releasing, neighbours)
        strongroom = Strongroom(room, deposits, configuration, neighbours, metrics, logger)
        let desk = CoreDesk(
            stores: parts.stores, inbox: inbox, intake: intake, thread: threads[1], board: board, metrics: metrics,
            deposits: HeldDeposits(deposits: deposits, sealed: sealed, strongroom: strongroom))
        core = parts.core(desk, neighbours, configuration.dataDirectory, logger)
        resubmit(parts.waiting)
    }

    /// What a node stands by now.
    public var snapshot: NodeSnapshot { board.snapshot }

    /// How each epoch followed from the one before.
    public func epochs() -> EpochProof {
        EpochProof(origin: network.origin, steps: EpochFolder(in: configuration.dataDirectory).steps())
    }

    /// The node's own work; returns when the task is cancelled, throws when disk or guard fail.
    public func run() async throws {
        defer { board.close() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.core.run() }
            group.addTask { try await self.intake.run() }
            group.addTask { try await self.keepTime() }
            group.addTask { await self.strongroom.run() }
            group.addTask { await self.deposits.run() }
            group.addTask { await self.releases.run() }
            group.addTask { await self.sealed.run { await self.open($0) } }
            if configuration.scrubSeconds > 0 { group.addTask { await self.scrub() } }
            self.joinOthers(&group)
            do {
                _ = try await group.next()
            } catch {
                logger.critical("the node stops: \(error)")
                stop()
                throw error
            }
            stop()
            try await group.waitForAll()
        }
        for thread in threads { await thread.stop() }
    }

    private func stop() {
        neighbours?.close()
        intake.close()
        inbox.close()
        strongroom.close()
        deposits.close()
        releases.close()
        sealed.close()
    }

    /// What a node does among several: links, others' statements, blocks for those behind.
    private func joinOthers(_ group: inout ThrowingTaskGroup<Void, any Error>) {
        guard let neighbours else { return }
        group.addTask { try await cancelWhenGracefulShutdown { try await neighbours.links.run() } }
        group.addTask { await neighbours.forwarded.run { await self.hold(forwarded: $0) } }
        group.addTask { await neighbours.serving.run() }
    }

    /// Lets the core look at the clock; ends when cancelled or asked to shut down.
    private func keepTime() async throws {
        let pause = Duration.milliseconds(configuration.clockMilliseconds)
        try await cancelWhenGracefulShutdown { [core] in
            do {
                while true {
                    try await Task.sleep(for: pause)
                    try await core.tick()
                }
            } catch is CancellationError { return }
        }
    }

    /// Reads what nobody asks for.
    private func scrub() async {
        let pause = Duration.seconds(configuration.scrubSeconds)
        await LogScrub(log: stores.log, pause: pause, found: metrics.damage, logger: logger).run()
    }

    /// Hands on what was durable and undecided when the node stopped.
    private func resubmit(_ waiting: [WaitingSubmission]) {
        for submission in waiting {
            for (id, result) in zip(submission.ids, submission.results) {
                switch result {
                case .success(let checked):
                    inbox.restore(checked)
                    let framed = Submission(checked).framed
                    neighbours?.dissemination.offer([(id, framed)], nil, now: WallClock.now)
                case .failure(let refusal):
                    board.note(refusal, of: id)
                    intake.decided([id])
                }
            }
        }
    }
}

/// All that `Node.open` has found and checked.
struct NodeParts: Sendable {
    let network: Network
    let keys: NodeKeys
    let stores: NodeStores
    let journal: IntakeJournal
    /// The state after the last final block.
    let state: LedgerState
    let replica: ReplicaParts
    let final: FinalCheckpoint?
    let waiting: [WaitingSubmission]

    func core(
        _ desk: CoreDesk, _ neighbours: Neighbours?, _ directory: String, _ logger: Logger
    ) -> any LedgerCore {
        switch (replica, neighbours) {
        case (.single(let replica), _): NodeCore(replica, desk, EpochFolder(in: directory))
        case (.several(let parts), let neighbours?):
            QuorumCore(parts, desk, neighbours, logger: logger)
        case (.several, nil): preconditionFailure("a network of several without links")
        }
    }
}

/// What decides: alone, or with others.
enum ReplicaParts: Sendable {
    case single(Replica)
    case several(QuorumParts)
}

extension Submission {
    /// A checked statement with its records, as it came in.
    fileprivate init(_ checked: CheckedStatement) {
        self.init(
            statement: checked.statement.bytes, records: checked.records.framed,
            recordCount: checked.records.leafHashes.count)
    }
}

/// A submission that was durable when the node stopped, read and checked again.
struct WaitingSubmission: Sendable {
    let sequence: UInt64
    let ids: [StatementID]
    let results: [Result<CheckedStatement, Refusal>]
}
