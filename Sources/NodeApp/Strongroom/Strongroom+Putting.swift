internal import Ledger
public import NodeAPI
public import Rulebook
internal import Signing
internal import Storage

extension Strongroom {
    /// Takes a batch as a client frames it; returns when a quorum of validators holds it durably, with their words.
    public func put(_ bytes: [UInt8]) async throws(StrongroomError) -> StrongroomPutBody {
        let shelf = try open()
        let batch: StrongroomBatch
        do throws(StrongroomRefusal) { batch = try StrongroomBatch(framed: bytes) } catch { throw .refused(error) }
        if try !isHeld(batch.put.id, shelf.database) { try await keep(batch, shelf) }
        return try await acknowledgements(of: batch, shelf.relay)
    }

    /// What is held was checked when it came: its acknowledgements are asked for again, also after its not-after.
    private func isHeld(_ id: StatementID, _ database: StrongroomDatabase) throws(StrongroomError) -> Bool {
        do { return try database.state(of: id)?.lacking == 0 } catch { throw note(error) }
    }

    private func keep(_ batch: StrongroomBatch, _ shelf: Shelf) async throws(StrongroomError) {
        let depositor: StrongroomDepositor
        do throws(StrongroomRefusal) { depositor = try check(batch.put) } catch { throw .refused(error) }
        try checkSpace(shelf.database)
        let stored = StoredPut(batch.put, bodies: batch.bodies, owner: depositor.member)
        try judge(try await change([.keep(stored, isNew: true)], shelf)[0], of: stored, depositor.member)
    }

    /// Whether the member may put this now.
    private func check(_ put: StrongroomPut) throws(StrongroomRefusal) -> StrongroomDepositor {
        let now = WallClock.now
        let depositor = try StrongroomDepositor(of: put.statement, in: board.snapshot.view, now: now)
        guard put.terms.expiry > now / 1_000 else { throw .expiryPast(put.terms.expiry) }
        let latest = now / 1_000 + limits.maxExpirySeconds
        guard put.terms.expiry <= latest else { throw .expiryTooFar(put.terms.expiry, limit: latest) }
        guard rates.take(put.byteCount, of: depositor.member) else {
            throw .tooFast(depositor.member, bytesPerSecond: limits.memberBytesPerSecond)
        }
        return depositor
    }

    /// What the ledger may need of the disk is left free.
    private func checkSpace(_ database: StrongroomDatabase) throws(StrongroomError) {
        let free: UInt64
        do { free = try database.freeBytes() } catch { throw note(error) }
        guard free >= UInt64(limits.reserveBytes) else {
            throw .refused(.diskFull(free: Int(clamping: free), reserve: limits.reserveBytes))
        }
    }

    /// Carries out changes; returns when they are on disk here.
    func change(_ changes: [StrongroomChange], _ shelf: Shelf) async throws(StrongroomError) -> [StrongroomOutcome] {
        do {
            let outcomes = try await shelf.keeper.apply(changes)
            noteSuccess()
            return outcomes
        } catch { throw note(error) }
    }

    private func judge(
        _ outcome: StrongroomOutcome, of put: StoredPut, _ member: MemberID
    ) throws(StrongroomError) {
        let bytes = put.entries.reduce(0) { $0 + $1.size + StoredPut.entryOverhead }
        switch outcome {
        case .kept: metrics.countPut(put.entries.count)
        case .held, .erased, .wrongEraser: break
        case .tagTaken(let position): throw .refused(.tagTaken(position: position))
        case .overEntries(let held):
            throw .refused(
                .quotaReached(
                    member, what: .entries, held: held, added: put.entries.count, limit: limits.memberEntries))
        case .overBytes(let held):
            throw .refused(
                .quotaReached(member, what: .bytes, held: held, added: bytes, limit: limits.memberBytes))
        case .full(let held): throw .refused(.full(bytes: held, limit: limits.maxBytes))
        }
    }

    /// The words of a quorum, this node's among them when it is a validator.
    private func acknowledgements(
        of batch: StrongroomBatch, _ relay: StrongroomRelay?
    ) async throws(StrongroomError) -> StrongroomPutBody {
        let word = StrongroomAcknowledgement(of: batch.put)
        let network = board.snapshot.network
        let own = network.validators.contains { $0.member == signer.member } ? [signer.sign(word)] : []
        let needed = network.quorum.count - own.count
        guard needed > 0, let relay else { return StrongroomPutBody(word, acknowledgements: own) }
        let ticket = Ticket<[[UInt8]]>(waitingFor: [word.put])
        let bytes = TravellingPut(batch).encoded
        await relay.offer(batch.put, bytes, needed: needed, ticket)
        await ticket.wait(seconds: keptTimeoutSeconds)
        guard let others = ticket.decisions[word.put] else {
            let held = await relay.forget(ticket, of: word.put)
            throw .notKept(held: held + own.count, needed: network.quorum.count)
        }
        return StrongroomPutBody(word, acknowledgements: own + others)
    }
}

extension Strongroom {
    /// Erases bodies whose secrets are shown: all of them, or nothing when one secret is wrong.
    public func erase(_ erasures: [StrongroomErasure]) async throws(StrongroomError) -> StrongroomErasedBody {
        let shelf = try open()
        if let position = try wrong(erasures, shelf.database) { throw .refused(.wrongEraser(position: position)) }
        let outcomes = try await change(erasures.map { .erase(tag: $0.tag.digest, secret: $0.secret) }, shelf)
        await shelf.relay?.spread(erasures)
        return StrongroomErasedBody(outcomes)
    }

    private func wrong(
        _ erasures: [StrongroomErasure], _ database: StrongroomDatabase
    ) throws(StrongroomError) -> Int? {
        do {
            return try erasures.firstIndex { erasure in
                let erasers = try database.erasers(under: erasure.tag.digest)
                return !erasers.isEmpty && !erasers.contains(erasure.eraser)
            }
        } catch { throw note(error) }
    }

    /// Deletes bodies in the name of the member that put them.
    public func delete(_ statement: [UInt8]) async throws(StrongroomError) -> StrongroomErasedBody {
        let shelf = try open()
        let deletion: StrongroomDeletion
        let owner: StrongroomDepositor
        do throws(StrongroomRefusal) {
            deletion = try StrongroomDeletion(decoding: statement)
            owner = try StrongroomDepositor(of: deletion.statement, in: board.snapshot.view, now: WallClock.now)
        } catch { throw .refused(error) }
        let outcomes = try await change([.delete(deletion, by: owner)], shelf)
        await shelf.relay?.spread(deletion)
        return StrongroomErasedBody(outcomes)
    }
}

extension StrongroomErasedBody {
    fileprivate init(_ outcomes: [StrongroomOutcome]) {
        var (erased, absent) = (0, 0)
        for case .erased(let count, let missing) in outcomes {
            erased += count
            absent += missing
        }
        self.init(erased: erased, absent: absent)
    }
}
