internal import Ledger
internal import Logging
internal import NodeAPI
internal import Releasing
internal import Replication
internal import Rulebook
internal import Signing
public import Storage
internal import Synchronization

/// The deposits of grants that a node keeps: it takes them from clients, passes them to the other validators,
/// acknowledges them, and fetches what blocks name.
///
/// They stand beside the ledger: when their disk is full or fails, the node goes on without them.
public final class Deposits: Sendable {
    /// What works while the store does.
    struct Shelf: Sendable {
        let database: DepositDatabase
        let intake: DepositIntake
        /// Nil in a network of one.
        let relay: DepositRelay?

        var keeper: StoreKeeper<DepositDatabase> { intake.keeper }
    }

    public let limits: DepositLimits
    let board: NoticeBoard
    let logger: Logger
    let keptTimeoutSeconds: Int
    let reserveBytes: Int
    private let shelf: Shelf?
    private let mail: DepositMail
    private let trouble: Mutex<String?>
    /// Deposits that statements or blocks asked for, and when (ms).
    private let asked = Mutex<[Digest: UInt64]>([:])
    /// Deposits that blocks have named, with their grants, until they are claimed.
    private let named = Mutex<[(manifest: Digest, grant: GrantID)]>([])
    /// What blocks name and this node lacks, as of the last look at the clock.
    private let missing = Mutex(0)
    /// Ends with `close`.
    private let ending: AsyncStream<Void>
    private let end: AsyncStream<Void>.Continuation

    init(
        _ desk: StrongroomDesk, _ secrets: any WeeklySecrets, _ configuration: NodeConfiguration,
        _ neighbours: Neighbours?, _ metrics: NodeMetrics, _ logger: Logger
    ) {
        limits = configuration.deposits
        reserveBytes = configuration.strongroom.reserveBytes
        board = desk.board
        keptTimeoutSeconds = configuration.keptTimeoutSeconds
        self.logger = logger
        mail = neighbours?.deposits ?? DepositMail()
        (ending, end) = AsyncStream.makeStream()
        do {
            let directory = configuration.strongroom.directory ?? configuration.dataDirectory + "/strongroom"
            let key = try ShareKeyFile.read(in: configuration.dataDirectory)
            let opening = try DepositDatabase.open(in: directory, ledger: desk.ledger, key: key)
            opening.tell(logger)
            let keeper = StoreKeeper(opening.database, StrongroomRoom(limits), metrics, .deposits)
            let intake = DepositIntake(
                database: opening.database, keeper: keeper, board: board, signer: desk.signer, secrets: secrets,
                limits: limits, rates: DepositorRates(bytesPerSecond: limits.memberBytesPerSecond))
            let relay = neighbours.map { DepositRelay($0.links, intake, logger) }
            shelf = Shelf(database: opening.database, intake: intake, relay: relay)
            trouble = Mutex(nil)
        } catch {
            logger.critical("the deposits cannot be opened, the node goes on without them: \(error)")
            shelf = nil
            trouble = Mutex("\(error)")
        }
    }

    /// What works, or why nothing does.
    func open() throws(DepositError) -> Shelf {
        guard let shelf else { throw .out(trouble.withLock { $0 } ?? "") }
        return shelf
    }

    /// What is on disk, for whoever releases shares and deletes them; nil when it cannot be opened.
    var database: DepositDatabase? { shelf?.database }
    /// The one writer of it.
    var keeper: StoreKeeper<DepositDatabase>? { shelf?.keeper }

    /// What is held, counted.
    public var totals: DepositTotals { shelf?.database.totals ?? DepositTotals() }

    /// How they are, for people.
    public var state: DepositState {
        let held = totals
        var state = DepositState()
        state.deposits = held.deposits
        state.unclaimed = held.unclaimed
        state.bytes = held.bytes
        state.lacking = held.lacking + missing.withLock { $0 }
        state.problem = trouble.withLock { $0 }
        return state
    }

    /// Remembers what a write said, for people; gives the error for whoever asked.
    func note(_ error: any Error) -> DepositError {
        if let error = error as? DepositError { return error }
        if error is NodeStopping { return .stopping }
        if let failure = error as? StorageFailure, failure.isFull {
            set("the disk is full")
            return .diskFull(free: Int(clamping: (try? shelf?.database.freeBytes()) ?? 0), reserve: reserveBytes)
        }
        if set("\(error)") { logger.critical("the deposits fail, the node goes on: \(error)") }
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

    /// Their own work, until `close`.
    func run() async {
        guard let shelf else { return await idle() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await shelf.keeper.run() }
            if let relay = shelf.relay { group.addTask { await relay.run(self.mail) } }
            group.addTask { await DepositUpkeep(self, shelf).run() }
            await group.waitForAll()
        }
        await shelf.keeper.stop()
    }

    /// Without a store: what comes is thrown away.
    private func idle() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await news in self.mail.events { self.mail.release(news) } }
            group.addTask { for await _ in self.ending {} }
            await group.waitForAll()
        }
    }

    /// Nothing more is taken.
    func close() {
        mail.close()
        shelf?.keeper.close()
        end.finish()
    }
}

/// What the core asks, at once and often.
extension Deposits {
    /// The same deposit is looked for anew after this, in ms.
    private static let askPause: UInt64 = 400
    private static let maxAsked = 65_536

    /// True when the bytes of a deposit are durable here; else they are looked for. A store that fails holds nothing.
    func isHeld(_ manifest: Digest) -> Bool {
        let now = WallClock.now
        guard let shelf else { return false }
        let isFirst = isDue(manifest, now)
        if (try? shelf.database.holds(manifest, now: now / 1_000)) == true { return true }
        if isFirst, shelf.relay != nil { mail.take(.lacking(manifest)) }
        return false
    }

    /// True when a quorum of the validators that a deposit was dealt to has acknowledged it, as far as this node has
    /// their words; else they are asked for.
    func isAcknowledged(_ manifest: Digest) -> Bool {
        guard let shelf else { return false }
        if (try? shelf.database.isAcknowledged(manifest)) == true { return true }
        // Apart from the question before it, which comes first each time.
        if isDue(SHA256.digest(manifest.bytes), WallClock.now), shelf.relay != nil {
            mail.take(.unacknowledged(manifest))
        }
        return false
    }

    private func isDue(_ name: Digest, _ now: UInt64) -> Bool {
        asked.withLock { asked in
            if let last = asked[name], now < last + Deposits.askPause { return false }
            if asked.count >= Deposits.maxAsked { asked = [:] }
            asked[name] = now
            return true
        }
    }

    /// What statements or blocks have asked for since a time (ms).
    func asked(since time: UInt64) -> Set<Digest> {
        asked.withLock { asked in
            asked = asked.filter { $0.value >= time }
            return Set(asked.keys)
        }
    }

    /// A block is final here: the deposits that its grants name are kept from now on.
    func executed(_ block: CheckedBlock) {
        guard !block.deposits.isEmpty, hasSeat else { return }
        let wanted = Set(block.deposits.map(\.digest))
        var found: [(manifest: Digest, grant: GrantID)] = []
        for (key, value) in block.executed.changes where key.kind == StateKind.grant.rawValue {
            guard let value, let grant = try? Grant(decoding: value), let deposit = grant.deposit,
                wanted.contains(deposit)
            else { continue }
            found.append((deposit, GrantID(origin: board.snapshot.view.network.origin, key: grant.key)))
        }
        named.withLock { $0 += found }
    }

    /// The next of what blocks have named: as many as are claimed in one transaction.
    func takeNamed() -> [(manifest: Digest, grant: GrantID)] {
        named.withLock { named in
            let taken = Array(named.prefix(Deposits.maxClaims))
            named.removeFirst(taken.count)
            return taken
        }
    }

    private static let maxClaims = 4_096

    /// True while this node is one of the validators: nobody else is given deposits.
    var hasSeat: Bool {
        guard let shelf else { return false }
        return board.snapshot.network.validators.contains { $0.member == shelf.intake.signer.member }
    }

    /// The grants of a state that stand: what a node that was not there, or lost its deposits, has to have.
    func takeAll(from view: StateView) {
        let now = WallClock.now
        var found: [(manifest: Digest, grant: GrantID)] = []
        for (_, value) in view.tree.entries(kind: StateKind.grant.rawValue) {
            guard let grant = try? Grant(decoding: value), let deposit = grant.deposit, grant.isAlive(at: now) else {
                continue
            }
            found.append((deposit, GrantID(origin: view.network.origin, key: grant.key)))
        }
        named.withLock { $0 += found }
    }

    func show(missing count: Int) { missing.withLock { $0 = count } }

    /// The bytes that lie under a tag of a part; several when a wallet has used its salt twice.
    func parts(under tag: Digest) throws(DepositError) -> [[UInt8]] {
        guard let shelf else { return [] }
        do { return try shelf.database.part(tag: tag, now: WallClock.now / 1_000) } catch { throw note(error) }
    }
}

extension DepositDatabase.Opening {
    fileprivate func tell(_ logger: Logger) {
        if let setAside {
            logger.critical("the deposits are put aside, and fetched anew from the others: \(setAside)")
        }
        if lostShares {
            logger.critical(
                """
                the key of this node's own shares is another: they are opened anew from what is sealed. After a \
                withdrawal nothing is: there the other nodes answer
                """)
        }
    }
}
