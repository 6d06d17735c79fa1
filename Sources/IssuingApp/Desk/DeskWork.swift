internal import Rulebook

/// What one turn of the desk's work did, and what it waits for.
public struct TurnReport: Hashable, Sendable {
    public var bound = 0
    public var signed = 0
    public var anchored = 0
    public var delivered = 0
    public var acts = 0
    public var followed = 0
    /// Which parts of the work wait, and why; empty when nothing does.
    public var waits: [WorkWait] = []
    /// Why a part of the work waits, in English.
    public var waiting: [String] { waits.map(\.words.en) }

    /// True when something moved.
    public var hasMoved: Bool { bound + signed + anchored + delivered + acts + followed > 0 }

    static func + (left: TurnReport, right: TurnReport) -> TurnReport {
        TurnReport(
            bound: left.bound + right.bound, signed: left.signed + right.signed,
            anchored: left.anchored + right.anchored, delivered: left.delivered + right.delivered,
            acts: left.acts + right.acts, followed: left.followed + right.followed,
            waits: right.waits)
    }
}

/// The desk's own work: bind, sign, anchor, deliver, and what follows. Turn after turn; in each, all stages go on at
/// once, each over what the one before has made durable.
///
/// The database is the queue. A turn that is cut off leaves every document in one stage or the next, and the next turn
/// goes on; a node or a registrar that is away makes its stage wait, and no other.
public struct DeskWork: Sendable {
    private let desk: Desk

    public init(_ desk: Desk) { self.desk = desk }

    /// One turn.
    public func turn() async throws -> TurnReport {
        // Minting stands still while records are on the ledger that a restored desk knows nothing of.
        let isHeld = try !desk.database.lostRecords().isEmpty
        async let bound = stage(.binding) { isHeld ? 0 : try await desk.bindDocuments() }
        async let rebound = stage(.rebinding) { isHeld ? 0 : try await desk.followRebindings() }
        async let signed = stage(.signing) { isHeld ? 0 : try await desk.signBatch() }
        async let anchored = stage(.anchoring) { try await desk.anchorBatches() }
        async let delivered = stage(.delivering) { try await desk.deliver() }
        async let acts = stage(.acts) { try await desk.followLookUps() + desk.sendActs() }
        async let followed = stage(.following) { try await desk.followLedger() + desk.followChanges() }
        let indexed = try desk.indexDocuments()
        let all = [
            try await bound, try await signed, try await anchored, try await delivered, try await acts,
            try await followed, try await rebound,
        ]
        return TurnReport(
            bound: all[0].count, signed: all[1].count, anchored: all[2].count, delivered: all[3].count,
            acts: all[4].count, followed: all[5].count + all[6].count + indexed, waits: all.compactMap(\.wait))
    }

    /// What a stage did, or why it waits.
    private func stage(
        _ part: WorkPart, _ work: () async throws -> Int
    ) async throws -> (count: Int, wait: WorkWait?) {
        do {
            let count = try await work()
            try desk.database.forgetWait(of: part)
            return (count, nil)
        } catch let away as LedgerAway {
            try desk.database.note(part, waitsFor: away.words, at: desk.second)
            return (0, WorkWait(part: part, words: away.words, since: desk.second, asked: desk.second))
        }
    }

    /// Turns until nothing moves any more. What waits for a node is asked for again until the patience is over.
    public func runUntilIdle(
        patienceSeconds: UInt64 = 60, watch: (TurnReport) throws -> Void = { _ in }
    ) async throws -> TurnReport {
        var sum = TurnReport()
        var moved = desk.second
        while true {
            let turn = try await turn()
            sum = sum + turn
            try watch(sum)
            if turn.hasMoved {
                moved = desk.second
                continue
            }
            let isWaiting = try !turn.waiting.isEmpty || desk.database.hasUnfinishedWork()
            guard isWaiting, desk.second < moved + patienceSeconds else { return sum }
            try await desk.clock.sleep(200)
        }
    }

    /// Turns as long as the program runs.
    public func run(pauseMilliseconds: UInt64 = 250, note: @Sendable (TurnReport) -> Void = { _ in }) async throws {
        var pause = pauseMilliseconds
        while !Task.isCancelled {
            let turn = try await turn()
            note(turn)
            pause = turn.hasMoved ? 0 : min(max(pause * 2, pauseMilliseconds), turn.waiting.isEmpty ? 500 : 4_000)
            if pause > 0 { try await desk.clock.sleep(pause) }
        }
    }
}
