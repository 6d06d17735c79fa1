internal import Ledger
internal import Logging
internal import NIOCore
internal import Peering
internal import Replication
internal import Rulebook
internal import Signing
internal import Storage

/// Owns the replica of one of several validators: takes what clients, peers and the clock bring, and carries out what
/// it decides, in order, on a thread of its own.
actor QuorumCore: LedgerCore {
    private var replica: QuorumReplica
    private let parts: QuorumParts
    private let desk: CoreDesk
    private let neighbours: Neighbours
    private let records: LogRecords
    private let logger: Logger
    /// When the replica wants to look at the clock, and the timer that rings then.
    private var wakeTime: UInt64?
    private var timer: Scheduled<Void>?
    /// Final blocks whose checkpoint has not been published.
    private var settled: [SettledBlock] = []
    /// True until links follow what the last published block says of members.
    private var hasPublished = false
    /// Who may have a link, as the ledger said last, and when it was asked.
    private var roll: (known: LinkRoll, mark: RollMark?, asked: UInt64)
    private var stalls = StallLog()
    /// Events of peers that are taken before own clients have their turn.
    private static let eventsAtOnce = 64
    /// How often a ledger that governance leaves alone is asked who may have a link, in ms.
    private static let rollPause: UInt64 = 2_000

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe desk.thread.executor }

    init(_ parts: QuorumParts, _ desk: CoreDesk, _ neighbours: Neighbours, logger: Logger) {
        replica = parts.replica
        self.parts = parts
        self.desk = desk
        self.neighbours = neighbours
        self.logger = logger
        records = LogRecords(desk.stores, desk.deposits)
        roll = (LinkRoll(parts.replica.state.view, later: parts.later), nil, WallClock.now)
    }

    /// Works on what arrives until the inbox closes; a failure of disk or guard ends the node.
    func run() async throws {
        defer { timer?.cancel() }
        try take(.started(now: WallClock.now))
        for report in parts.reports.open(in: replica.state.view, now: WallClock.now) { try submit(report) }
        try work()
        for await _ in desk.inbox.signals { try work() }
    }

    /// Looks at the clock, also when a timer should have been lost.
    func tick() throws {
        let now = WallClock.now
        try take(.clock(now: now))
        neighbours.dissemination.resend(now: now)
        show()
        if stalls.isDue(now: now) { tellStall(now) }
    }

    /// An operator who reads the log alone finds a stall there, and its end.
    private func tellStall(_ now: UInt64) {
        let gone = neighbours.links.states.filter { $0.standing == .inOffice && !$0.isConnected }.map(\.member)
        let network = replica.state.network
        switch stalls.take(missing: gone, of: network.validators.count, needed: network.quorum.count, now: now) {
        case .stalls(let line)?: logger.warning("\(line)")
        case .goesOn(let line)?: logger.notice("\(line)")
        case nil: break
        }
    }

    private func work() throws {
        var hasMore = true
        while hasMore {
            hasMore = try takeEvents()
            let arrived = try untold(desk.inbox.drain())
            if !arrived.isEmpty {
                try take(.admitted(arrived, now: WallClock.now))
                hasMore = true
            }
            let now = WallClock.now
            if let time = wakeTime, now >= time {
                wakeTime = nil
                try take(.clock(now: now))
            }
        }
        show()
    }

    /// What arrived and is not final. Whoever sent again what is final is told so at once: the replica passes over the
    /// statements of the last blocks without a word.
    private func untold(_ arrived: [CheckedStatement]) throws -> [CheckedStatement] {
        let known = try desk.stores.index.contains(arrived.map(\.id))
        guard known.contains(true) else { return arrived }
        var rest: [CheckedStatement] = []
        var told: [(StatementID, Decision)] = []
        for (checked, isKnown) in zip(arrived, known) {
            if isKnown, let decision = try published(checked.id) {
                told.append((checked.id, decision))
            } else {
                rest.append(checked)
            }
        }
        decide(told)
        return rest
    }

    /// Where a statement stands in a published block; one whose checkpoint is not out is told with it.
    private func published(_ id: StatementID) throws -> Decision? {
        guard let place = try desk.stores.index.statement(id), place.leaf.value < desk.board.snapshot.size,
            let block = try desk.stores.index.block(height: place.height)
        else { return nil }
        return .final(place.leaf, place.height, time: block.time)
    }

    private func takeEvents() throws -> Bool {
        for count in 0..<QuorumCore.eventsAtOnce {
            guard let event = neighbours.links.poll() else { return count > 0 }
            switch event {
            case .connected(let peer):
                neighbours.dissemination.connected(peer.index, now: WallClock.now)
                neighbours.strongroom.take(.connected(peer.index))
                neighbours.deposits.take(.connected(peer.index))
                neighbours.weekly.take(.connected(peer.index))
                neighbours.sealed.take(.connected(peer.index))
                try take(.connected(peer.index, now: WallClock.now))
            case .refusedAsSecond(let peer): try take(.refusedAsSecond(by: peer.index, now: WallClock.now))
            case .disconnected(let peer):
                neighbours.dissemination.disconnected(peer.index)
                neighbours.strongroom.take(.disconnected(peer.index))
                neighbours.deposits.take(.disconnected(peer.index))
                neighbours.weekly.take(.disconnected(peer.index))
                neighbours.sealed.take(.disconnected(peer.index))
            case .message(let message): try take(message)
            }
        }
        return true
    }

    /// Words for the driver are taken aside; the replica decides about all others.
    private func take(_ message: PeerMessage) throws {
        let peer = message.peer.index
        if let kind = StrongroomWord.Kind(rawValue: message.kind) {
            return neighbours.strongroom.take(.message(kind, message.bytes, from: peer))
        }
        if let kind = DepositWord.Kind(rawValue: message.kind) {
            return neighbours.deposits.take(.message(kind, message.bytes, from: peer))
        }
        if let kind = SealedWord.Kind(rawValue: message.kind) {
            return neighbours.sealed.take(.message(kind, message.bytes, from: peer))
        }
        if message.kind == WeeklyWord.kind { return neighbours.weekly.take(.message(message.bytes, from: peer)) }
        let word: PeerWord
        do throws(CBORError) { word = try Links.word(message) } catch {
            logger.warning("\(neighbours.links.member(peer)) sent what is no word (\(message.kind)): \(error)")
            return
        }
        switch word {
        case .statements(let number, let bytes): neighbours.forwarded.take(number, bytes, from: peer)
        case .kept(let number): neighbours.dissemination.kept(number, by: peer)
        case .agreement, .cosignature, .status, .recipe, .bodyWanted, .body, .blocksWanted, .blocks, .evidence,
            .doubtAsked, .doubtAnswer:
            try take(.received(word, from: peer, now: WallClock.now))
        }
    }

    /// Each effect may bring an input, whose effects come next. Links follow the ledger when all is done: what is
    /// published is not answered.
    private func take(_ input: QuorumInput) throws {
        var queue = try handle(input)[...]
        while let effect = queue.popFirst() {
            guard let next = try carryOut(effect) else { continue }
            queue = try handle(next) + queue
        }
        guard hasPublished else { return }
        hasPublished = false
        if let links = try followLedger() { try take(.linked(links)) }
    }

    private func handle(_ input: QuorumInput) throws -> [QuorumEffect] {
        let effects = replica.handle(input, records: records)
        try records.check()
        return effects
    }

    private func carryOut(_ effect: QuorumEffect) throws -> QuorumInput? {
        switch effect {
        case .send(let word, let peer): neighbours.links.send(word, to: peer)
        case .broadcast(let word): neighbours.links.broadcast(word)
        case .keepCandidate(let id, let height, let runs):
            let candidate = Candidate(height: height, id: id, leaves: runs.flatMap { $0 })
            try desk.metrics.measure(.candidate) { try parts.candidates.keep(candidate) }
            return .candidateKept(id)
        // The first candidate of the next height is written over them.
        case .forgetCandidates: break
        case .writeGuard(let record, let number):
            try desk.metrics.measure(.attest) { try desk.stores.voteGuard.write(record.encoded) }
            return .guardWritten(number)
        case .append(let block):
            let head = try desk.metrics.measure(.store) { try desk.stores.log.append(block.runs) }
            return .appended(head, now: WallClock.now)
        case .keepEpoch(let step): try parts.epochs.keep(step)
        case .keepCheckpoint(let final): try parts.checkpoint.write(final)
        case .settle(let block): try settle(block)
        case .publish(let final): publish(final)
        case .refuse(let id, let refusal): decide([(id, .refused(refusal))])
        case .serve(let request): neighbours.serving.take(request)
        case .wake(let time): wake(at: time)
        case .report(let proof): try report(proof)
        case .alarm(let alarm): tell(alarm)
        case .halt(let fault): throw fault
        }
        return nil
    }

    private func wake(at time: UInt64) {
        timer?.cancel()
        wakeTime = time
        let now = WallClock.now
        let pause = time > now ? Int64(clamping: time - now) : 0
        timer = desk.thread.schedule(inMilliseconds: pause) { [inbox = desk.inbox] in inbox.ring() }
    }

    private func tell(_ alarm: QuorumAlarm) {
        switch alarm {
        case .doubt(let cause): logger.critical("this node \(cause.words), and signs nothing from here on")
        case .signsAgain(let height):
            logger.warning("enough others have answered: this node signs from block \(height) on")
        case .agreement, .otherHead, .voteRefused, .badBlocks, .offenceRecorded: logger.warning("\(alarm)")
        }
    }

    /// The proof is kept for people first; the ledger counts it once, whoever reports it.
    private func report(_ proof: OffenceProof) throws {
        let file = try parts.reports.keep(proof)
        logger.critical("validators have lied; the proof is in \(file)")
        let statement = parts.reports.statement(proof, in: replica.state.view, now: WallClock.now)
        if let statement { try submit(statement) }
    }

    /// A statement of this node's own, to be put into a block by whoever proposes next.
    private func submit(_ checked: CheckedStatement) throws {
        let framed = Submission(statement: checked.statement).framed
        neighbours.dissemination.offer([(checked.id, framed)], nil, now: WallClock.now)
        try take(.admitted([checked], now: WallClock.now))
    }

    private func settle(_ block: CheckedBlock) throws {
        try desk.metrics.measure(.index) { try desk.stores.index.record(BlockIndexing(block, in: replica.state)) }
        desk.metrics.count(block)
        desk.deposits.executed(block)
        settled.append(SettledBlock(block))
    }

    /// Those who wait are told once the checkpoint is there that proves what they are told.
    private func publish(_ final: FinalCheckpoint) {
        let snapshot = NodeSnapshot(head: replica.state.head, view: replica.state.view, final: final)
        desk.board.post(settled.map(\.summary), snapshot)
        let decisions = settled.flatMap(\.decisions)
        settled = []
        hasPublished = true
        decide(decisions)
    }

    /// Lets in and lets go whom the ledger says: after each act of governance and in each epoch, and now and then
    /// because some begin at their time.
    private func followLedger() throws -> [PublicKey]? {
        let (now, view) = (WallClock.now, replica.state.view)
        let mark = RollMark(acts: view.governance()?.next ?? 0, epoch: view.network.epoch.number)
        guard mark != roll.mark || now > roll.asked + QuorumCore.rollPause else { return nil }
        let next = LinkRoll(view, later: parts.later)
        let isOther = next != roll.known
        roll = (next, mark, now)
        let keys = isOther ? try neighbours.links.follow(next) : nil
        neighbours.dissemination.require(replica.state.network.quorum.count, of: neighbours.links.inOffice)
        return keys
    }

    private func decide(_ decisions: [(StatementID, Decision)]) {
        desk.settle(decisions)
        neighbours.dissemination.decided(decisions.map(\.0))
    }

    private func show() {
        desk.board.show(RoundState(replica.status) { [links = neighbours.links] in links.member($0) })
    }
}

/// While these are the same, governance has said nothing new.
private struct RollMark: Equatable {
    let acts: UInt64
    let epoch: UInt64
}

/// A final block, as far as others are told of it.
private struct SettledBlock {
    let summary: BlockSummary
    let decisions: [(StatementID, Decision)]

    init(_ block: CheckedBlock) {
        summary = BlockSummary(block)
        decisions = block.statements.map { ($0.id, .final($0.index, block.height, time: block.seal.time)) }
    }
}
