internal import Glibc
internal import Ledger
internal import Replication
internal import Rulebook
internal import Signing
internal import Storage

/// Owns the replica of a node that orders alone, and carries out what it decides, in order, on a thread of its own.
actor NodeCore: LedgerCore {
    private var replica: Replica
    private let desk: CoreDesk
    private let epochs: EpochFolder

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe desk.thread.executor }

    init(_ replica: Replica, _ desk: CoreDesk, _ epochs: EpochFolder) {
        self.replica = replica
        self.epochs = epochs
        self.desk = desk
    }

    /// Works on what arrives until the inbox closes; a failure of disk or guard ends the node.
    func run() async throws {
        try work()
        for await _ in desk.inbox.signals { try work() }
    }

    /// Looks at the clock, for the heartbeat.
    func tick() throws {
        try carryOut(handle(.clock(now: WallClock.now)))
    }

    private func handle(_ input: ReplicaInput) -> [ReplicaEffect] {
        replica.handle(input, deposits: desk.deposits)
    }

    private func work() throws {
        let arrived = desk.inbox.drain()
        try carryOut(handle(.admitted(arrived, now: WallClock.now)))
        while !replica.waiting.isEmpty { try carryOut(handle(.clock(now: WallClock.now))) }
    }

    /// Each effect may bring an input, whose effects come next.
    private func carryOut(_ effects: [ReplicaEffect]) throws {
        var queue = effects[...]
        while let effect = queue.popFirst() {
            guard let input = try carryOut(effect) else { continue }
            queue = handle(input) + queue
        }
    }

    private func carryOut(_ effect: ReplicaEffect) throws -> ReplicaInput? {
        switch effect {
        case .store(let block):
            let head = try desk.metrics.measure(.store) { try desk.stores.log.append(block.runs) }
            return .stored(head, now: WallClock.now)
        case .attest(let attestation):
            try desk.metrics.measure(.attest) { try desk.stores.voteGuard.write(attestation.encoded) }
            return .attested(attestation)
        case .keepEpoch(let step): try epochs.keep(step)
        case .publish(let final):
            try publish(final)
        case .refuse(let id, let refusal):
            desk.settle([(id, .refused(refusal))])
        case .halt(let fault):
            throw fault
        }
        return nil
    }

    private func publish(_ final: FinalBlock) throws {
        try desk.metrics.measure(.index) { try desk.stores.index.record(BlockIndexing(final.block, in: replica.state)) }
        desk.board.post(final, replica.state.view)
        desk.deposits.executed(final.block)
        desk.metrics.count(final.block)
        let height = final.block.height
        let time = final.block.seal.time
        desk.settle(final.block.statements.map { ($0.id, .final($0.index, height, time: time)) })
    }
}

/// The clock of the machine.
enum WallClock {
    /// Milliseconds since 1970-01-01, UTC.
    static var now: UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
