internal import Ledger
internal import Logging
internal import Replication
internal import Rulebook
internal import Signing
internal import Storage

/// Passes puts and erasures from node to node, gathers acknowledgements, and compares what the nodes hold.
///
/// It works beside the core: what is lost on the way is found by the next comparison.
actor StrongroomRelay {
    /// A put of this node's clients, until every other node holds it.
    struct Pending {
        let word: StrongroomAcknowledgement
        /// Good words of validators.
        var words: [MemberID: [UInt8]] = [:]
        /// Peers that hold it, or the same of its day.
        var holders: Set<Int> = []
        var tickets: [(needed: Int, ticket: Ticket<[[UInt8]]>)] = []
    }

    /// A put on its way from a peer.
    struct Incoming {
        let id: StatementID
        let isAwaited: Bool
        var bytes: [UInt8] = []
        var total: Int?
        /// When something came last, in ms.
        var heard: UInt64
    }

    let links: Links
    let database: StrongroomDatabase
    let keeper: StrongroomKeeper
    let signer: StrongroomSigner
    let board: NoticeBoard
    let limits: StrongroomLimits
    let logger: Logger
    var linked: Set<Int> = []
    var pending: [StatementID: Pending] = [:]
    var incoming: [Int: Incoming] = [:]
    var outgoing: [Int: (id: StatementID, bytes: [UInt8])] = [:]
    var wants = Wants<StatementID>()
    var cache = TravellingCache<StatementID>()
    /// Puts that were refused here, until when (ms) they are not asked for again.
    var refused: [StatementID: UInt64] = [:]
    /// When each peer was last asked to compare, and how many of its comparisons are answered this second.
    var compared: [Int: UInt64] = [:]
    var answers: [Int: Int] = [:]
    /// Bytes that may be fetched now beside what clients wait for.
    var lateBytes: Int
    var lastTick: UInt64 = 0

    /// Puts that are remembered until all hold them.
    private static let maxPending = 65_536
    static let maxRefused = 16_384

    init(
        _ links: Links, _ database: StrongroomDatabase, _ keeper: StrongroomKeeper, _ signer: StrongroomSigner,
        _ board: NoticeBoard, _ limits: StrongroomLimits, _ logger: Logger
    ) {
        self.links = links
        self.database = database
        self.keeper = keeper
        self.signer = signer
        self.board = board
        self.limits = limits
        self.logger = logger
        lateBytes = limits.catchUpBytesPerSecond
    }

    /// The linked nodes that have a strongroom of this ledger.
    var partners: [Int] { linked.intersection(links.deciding).sorted() }

    /// Puts that not every other node is known to hold.
    var waiting: Int { pending.count }

    /// What has come and must be written.
    enum Work: Sendable {
        case store(StatementID, [UInt8], from: Int)
        case erase([StrongroomErasure])
        case eraseAt(StatementID, [(position: Int, secret: Digest)])
        case delete([UInt8])
    }

    /// Works on what the links bring until the mail closes: a few writes at once, everything else in order.
    func run(_ mail: StrongroomMail) async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for await event in mail.events {
                mail.release(event)
                for work in take(event) {
                    if running == StrongroomRelay.width {
                        await group.next()
                        running -= 1
                    }
                    group.addTask { await self.finish(work) }
                    running += 1
                }
            }
        }
    }

    private static let width = 4

    private func take(_ event: StrongroomEvent) -> [Work] {
        let now = WallClock.now
        switch event {
        case .connected(let peer):
            linked.insert(peer)
            guard links.deciding.contains(peer) else { return [] }
            compare(with: peer, now)
            for (id, put) in pending where !put.holders.contains(peer) {
                links.send(.offer(id, isAwaited: !put.tickets.isEmpty, nil), to: peer)
            }
            askForLacking()
        case .disconnected(let peer): leave(peer)
        case .message(let kind, let bytes, let peer):
            guard links.deciding.contains(peer) else { return [] }
            do throws(CBORError) { return take(try StrongroomWord(kind, payload: bytes), from: peer, now) } catch {
                logger.warning("\(links.member(peer)) sent what is no word of the strongroom (\(kind)): \(error)")
            }
        }
        return []
    }

    private func take(_ word: StrongroomWord, from peer: Int, _ now: UInt64) -> [Work] {
        switch word {
        case .offer(let id, let isAwaited, let bytes): return offered(id, isAwaited, bytes, by: peer, now)
        case .wanted(let id, let offset): serve(id, offset, to: peer)
        case .part(let id, let total, let offset, let bytes):
            return arrived(id, total, offset, bytes, from: peer, now).map { [$0] } ?? []
        case .acknowledged(let bytes): acknowledged(bytes, by: peer)
        case .absent(let id):
            if incoming[peer]?.id == id { incoming[peer] = nil }
            wants.giveUp(id, from: peer)
            pump(now)
        case .erased(let erasures): return [.erase(erasures)]
        case .deleted(let bytes): return [.delete(bytes)]
        case .erasuresWanted(let id): sendErasures(of: id, to: peer)
        case .erasures(let id, let erasures): return [.eraseAt(id, erasures)]
        case .compare(let isAll, let sums): answer(isAll, sums, from: peer)
        case .holdings(let range, let states): match(range, states, from: peer, now)
        }
        return []
    }

    private func leave(_ peer: Int) {
        linked.remove(peer)
        outgoing[peer] = nil
        if let open = incoming.removeValue(forKey: peer) { wants.giveUp(open.id, from: peer) }
        wants.giveUp(peer: peer)
        pump(WallClock.now)
    }

    /// Sends a put to all peers; the ticket is told once so many validators beside this node hold it.
    func offer(_ put: StrongroomPut, _ bytes: [UInt8], needed: Int, _ ticket: Ticket<[[UInt8]]>) {
        if pending[put.id] == nil {
            if pending.count >= StrongroomRelay.maxPending, let other = pending.keys.first { pending[other] = nil }
            pending[put.id] = Pending(word: StrongroomAcknowledgement(of: put))
        }
        pending[put.id]?.tickets.append((needed, ticket))
        cache.insert(put.id, bytes)
        let isShort = bytes.count <= StrongroomWord.maxPartByteCount
        for peer in partners where pending[put.id]?.holders.contains(peer) != true {
            links.send(.offer(put.id, isAwaited: true, isShort ? bytes : nil), to: peer)
        }
        tell(put.id)
    }

    /// Nobody waits for it any more.
    func forget(_ ticket: Ticket<[[UInt8]]>, of id: StatementID) -> Int {
        pending[id]?.tickets.removeAll { $0.ticket === ticket }
        return pending[id]?.words.count ?? 0
    }

    private func acknowledged(_ bytes: [UInt8], by peer: Int) {
        guard let statement = try? Statement(decoding: bytes),
            let word = try? StrongroomAcknowledgement(decoding: statement.payload), let put = pending[word.put]
        else { return }
        guard let validator = put.word.validator(signing: bytes, in: board.snapshot.network) else {
            // Who holds it and has no seat does not count for a quorum.
            if word == put.word { pending[word.put]?.holders.insert(peer) }
            return settle(word.put)
        }
        pending[word.put]?.words[validator] = bytes
        if validator == links.member(peer) { pending[word.put]?.holders.insert(peer) }
        tell(word.put)
        settle(word.put)
    }

    private func tell(_ id: StatementID) {
        guard let put = pending[id] else { return }
        for (needed, ticket) in put.tickets where put.words.count >= needed {
            ticket.decide(id, put.words.sorted { $0.key < $1.key }.map(\.value))
        }
        pending[id]?.tickets.removeAll { put.words.count >= $0.needed }
    }

    /// What all hold that decide is forgotten.
    func settle(_ id: StatementID) {
        guard let put = pending[id], put.holders.isSuperset(of: links.deciding), put.tickets.isEmpty else { return }
        pending[id] = nil
        cache.remove(id)
    }

    /// Tells the peers of erasures that are durable here.
    func spread(_ erasures: [StrongroomErasure]) {
        for start in stride(from: 0, to: erasures.count, by: StrongroomWord.maxErasures) {
            let some = Array(erasures[start..<min(start + StrongroomWord.maxErasures, erasures.count)])
            for peer in partners { links.send(.erased(some), to: peer) }
        }
    }

    /// Tells the peers of a deletion that is durable here.
    func spread(_ deletion: StrongroomDeletion) {
        guard deletion.statement.bytes.count <= StrongroomWord.maxPartByteCount else { return }
        for peer in partners { links.send(.deleted(deletion.statement.bytes), to: peer) }
    }
}

/// Signs in the name of the member that runs the node.
struct StrongroomSigner: Sendable {
    let member: MemberID
    let key: PrivateKey
    let origin: String

    /// The node's word that it holds a put durably.
    func acknowledge(_ put: StrongroomPut) -> [UInt8] { sign(StrongroomAcknowledgement(of: put)) }

    /// The signed word.
    func sign(_ word: StrongroomAcknowledgement) -> [UInt8] { word.signed(by: key, of: member, in: origin) }
}
