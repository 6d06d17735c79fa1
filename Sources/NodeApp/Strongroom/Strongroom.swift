internal import Ledger
internal import Logging
internal import NodeAPI
public import Rulebook
internal import Signing
public import Storage
internal import Synchronization

/// The strongroom of a node: it takes sealed bodies from members, keeps them on a quorum of nodes, and gives them out.
///
/// It stands beside the ledger: when its disk is full or fails, the node goes on without it.
public final class Strongroom: Sendable {
    /// What works while the store does.
    struct Shelf: Sendable {
        let database: StrongroomDatabase
        let keeper: StrongroomKeeper
        /// Nil in a network of one.
        let relay: StrongroomRelay?
    }

    public let limits: StrongroomLimits
    /// Their parts are given out like bodies.
    let deposits: Deposits
    let board: NoticeBoard
    let signer: StrongroomSigner
    let metrics: NodeMetrics
    let logger: Logger
    let keptTimeoutSeconds: Int
    private let shelf: Shelf?
    private let mail: StrongroomMail?
    private let trouble: Mutex<String?>
    let rates: DepositorRates
    /// Puts that all other nodes do not hold yet, as of the last look at the clock.
    private let waiting = Mutex(0)
    /// Ends with `close`.
    private let ending: AsyncStream<Void>
    private let end: AsyncStream<Void>.Continuation

    init(
        _ desk: StrongroomDesk, _ deposits: Deposits, _ configuration: NodeConfiguration, _ neighbours: Neighbours?,
        _ metrics: NodeMetrics, _ logger: Logger
    ) {
        limits = configuration.strongroom
        self.deposits = deposits
        board = desk.board
        signer = desk.signer
        keptTimeoutSeconds = configuration.keptTimeoutSeconds
        mail = neighbours?.strongroom
        (ending, end) = AsyncStream.makeStream()
        rates = DepositorRates(bytesPerSecond: limits.memberBytesPerSecond)
        self.metrics = metrics
        self.logger = logger
        do {
            let directory = limits.directory ?? configuration.dataDirectory + "/strongroom"
            let (database, aside) = try StrongroomDatabase.open(in: directory, ledger: desk.ledger)
            if let aside { logger.critical("the strongroom is put aside, and filled anew from the others: \(aside)") }
            let keeper = StrongroomKeeper(database, StrongroomRoom(limits), metrics, .strongroom)
            let relay = neighbours.map {
                StrongroomRelay($0.links, database, keeper, desk.signer, desk.board, configuration.strongroom, logger)
            }
            shelf = Shelf(database: database, keeper: keeper, relay: relay)
            trouble = Mutex(nil)
        } catch {
            logger.critical("the strongroom cannot be opened, the node goes on without it: \(error)")
            shelf = nil
            trouble = Mutex("\(error)")
        }
    }

    /// What works, or why nothing does.
    func open() throws(StrongroomError) -> Shelf {
        guard let shelf else { throw .out(trouble.withLock { $0 } ?? "") }
        return shelf
    }

    /// Why nothing can be put, in words; nil when it can.
    public var problem: String? { trouble.withLock { $0 } }

    /// What is held, counted.
    public var totals: StrongroomTotals { shelf?.database.totals ?? StrongroomTotals() }

    /// How it is, for people.
    public var state: StrongroomState {
        let held = totals
        var state = StrongroomState()
        state.entries = held.entries
        state.bytes = held.bytes
        state.lacking = held.lacking
        state.waiting = waiting.withLock { $0 }
        state.problem = problem
        return state
    }

    /// Remembers what a write said, for people; gives the error for whoever asked.
    func note(_ error: any Error) -> StrongroomError {
        if error is NodeStopping { return .stopping }
        if let failure = error as? StorageFailure, failure.isFull {
            set("the disk is full")
            return .refused(.diskFull(free: Int(clamping: (try? open().database.freeBytes()) ?? 0), reserve: 0))
        }
        if set("\(error)") { logger.critical("the strongroom fails, the node goes on: \(error)") }
        return .out("\(error)")
    }

    /// A write has succeeded.
    func noteSuccess() { set(nil) }

    @discardableResult
    private func set(_ problem: String?) -> Bool {
        trouble.withLock { trouble in
            defer { trouble = problem }
            return trouble != problem
        }
    }

    /// The strongroom's own work, until `close`.
    func run() async {
        guard let shelf else { return await idle() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await shelf.keeper.run() }
            if let relay = shelf.relay, let mail { group.addTask { await relay.run(mail) } }
            group.addTask { await StrongroomUpkeep(self, shelf).run() }
            await group.waitForAll()
        }
        await shelf.keeper.stop()
    }

    /// Without a store: what comes is thrown away.
    private func idle() async {
        if let mail { for await event in mail.events { mail.release(event) } }
        for await _ in ending {}
    }

    /// Nothing more is taken.
    func close() {
        mail?.close()
        shelf?.keeper.close()
        end.finish()
    }

    func show(waiting count: Int) { waiting.withLock { $0 = count } }
}

/// What a strongroom must know of its node.
struct StrongroomDesk: Sendable {
    let board: NoticeBoard
    let signer: StrongroomSigner
    /// The digest of the genesis.
    let ledger: Digest
}

/// Why the strongroom does not do what it was asked.
public enum StrongroomError: Error, Sendable {
    case refused(StrongroomRefusal)
    /// Durable here, and within the time on too few nodes.
    case notKept(held: Int, needed: Int)
    /// The store does not work.
    case out(String)
    case stopping
}
