internal import Ledger
internal import Logging
internal import Releasing
internal import Rulebook
internal import ServiceLifecycle
internal import Signing
internal import Storage

/// Deletes of deposits what may not be opened any more, as blocks say it: what was withdrawn, dealt again, closed.
///
/// Everything follows from the log and the state, so it is done again at each start, and for every deposit that is held
/// now and then: a deletion that failed, or a deposit that came later than the block, is made up for.
actor DepositReckoning {
    private let deposits: Deposits
    private let stores: NodeStores
    private let board: NoticeBoard
    private let signer: StrongroomSigner
    private let logger: Logger
    /// The first block that was not looked at.
    private var next: Height
    /// The last deposit that the walk over all of them has reached.
    private var walked = Digest.zero

    private static let pause = Duration.milliseconds(250)
    /// Looks at the clock between two steps of the walk: ten seconds.
    private static let round = 40
    private static let step = 64

    init(
        _ deposits: Deposits, _ stores: NodeStores, _ board: NoticeBoard, _ signer: StrongroomSigner, _ logger: Logger
    ) {
        self.deposits = deposits
        self.stores = stores
        self.board = board
        self.signer = signer
        self.logger = logger
        next = board.snapshot.head.height.next
    }

    /// Goes on until it is cancelled or the process shuts down.
    func run() async {
        guard let database = deposits.database, let keeper = deposits.keeper else { return }
        await cancelWhenGracefulShutdown {
            while await self.walk(database, keeper) {}
            var count = 0
            while (try? await Task.sleep(for: DepositReckoning.pause)) != nil {
                await self.follow(database, keeper)
                count += 1
                if count % DepositReckoning.round == 0 { _ = await self.walk(database, keeper) }
            }
        }
    }

    /// What the blocks since the last look have done.
    private func follow(_ database: DepositDatabase, _ keeper: StoreKeeper<DepositDatabase>) async {
        let head = board.snapshot.head.height
        guard next <= head else { return }
        do {
            let acts = try stores.index.depositActs(from: next, through: head).filter { $0.kind != .granted }
            next = head.next
            for grant in Set(acts.map(\.grant)) { try await reckon(GrantID(grant), database, keeper) }
        } catch { tell(error) }
    }

    /// The next deposits of all that are held; false when the last was reached.
    private func walk(_ database: DepositDatabase, _ keeper: StoreKeeper<DepositDatabase>) async -> Bool {
        do {
            let found = try database.manifests(after: walked, limit: DepositReckoning.step)
            walked = found.count < DepositReckoning.step ? .zero : found[found.count - 1].manifest
            for grant in Set(found.map(\.grant)) { try await reckon(GrantID(grant), database, keeper) }
            return walked != .zero
        } catch {
            tell(error)
            return false
        }
    }

    private func tell(_ error: any Error) {
        guard !(error is NodeStopping) else { return }
        logger.error("what is over of deposits could not be deleted, and is tried again: \(error)")
    }

    /// Deletes what is over of a grant's deposits, and says so.
    private func reckon(
        _ grant: GrantID, _ database: DepositDatabase, _ keeper: StoreKeeper<DepositDatabase>
    ) async throws {
        let acts = try stores.index.depositActs(of: grant.digest).filter { $0.height <= board.snapshot.head.height }
        var changes: [DepositChange] = []
        for (manifest, event) in DepositReckoning.events(acts, board.snapshot.view.grant(grant)) {
            // A grant that names another one's deposit ends nothing of it.
            guard let list = try database.manifest(manifest), list.context.grant == grant.digest else { continue }
            let said = try database.deletionWords(manifest).compactMap { bytes in
                (try? Statement(decoding: bytes)).flatMap { try? DeletionWord(decoding: $0.payload) }
            }
            guard !said.contains(where: { $0.event == event.code }) else { continue }
            changes.append(.delete(event, of: manifest, word: word(event, of: manifest, list)))
        }
        if !changes.isEmpty { _ = try await keeper.apply(changes, isPassedOn: true) }
    }

    /// What has happened to each of a grant's deposits. `state` is the grant as it stands now; nil when it is closed.
    static func events(
        _ acts: [IndexedDepositAct], _ state: Grant?
    ) -> [(manifest: Digest, event: DepositEvent)] {
        let named = acts.filter { $0.manifest != nil }
        var events: [(manifest: Digest, event: DepositEvent)] = []
        for (earlier, later) in zip(named, named.dropFirst()) where earlier.manifest != later.manifest {
            // Uses of a block come behind its limits. Of a grant that is closed all uses go, below.
            guard let manifest = earlier.manifest, let state else { continue }
            let used = state.counted.count { $0.height < later.height }
            events.append((manifest, .dealtAgain(used: used)))
        }
        if let last = named.last?.manifest, let state, state.withdrawn != nil {
            events.append((last, .withdrawn(used: state.counted.count)))
        }
        if acts.contains(where: { $0.kind == .closed }) {
            events += Set(named.compactMap(\.manifest)).sorted().map { ($0, .closed) }
        }
        return events
    }

    /// The node's signed word; nil when it has no seat in the set that the deposit was dealt to, and held no shares.
    private func word(_ event: DepositEvent, of digest: Digest, _ manifest: DepositManifest) -> [UInt8]? {
        let set = board.snapshot.view.epochs.last { $0.validatorsDigest == manifest.context.set }
        let place = set?.validators.firstIndex { $0.member == signer.member }
        guard let position = place.flatMap({ Position($0 + 1) }) else { return nil }
        return DeletionWord(event, of: digest, at: position, time: WallClock.now / 1_000)
            .signed(by: signer.key, of: signer.member.text, in: signer.origin, notAfter: manifest.expiry)
    }
}
