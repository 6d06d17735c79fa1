import Consensus
import Ledger
import Rulebook
import Signing

extension QuorumReplica {
    /// Sends final blocks to a node that is behind, if this node can show that they are final; the driver says
    /// how often.
    mutating func serveBlocks(from size: UInt64, to peer: Int) {
        guard let checkpoint, size <= checkpoint.checkpoint.head.size else { return }
        let end = epochEnd(for: peer, from: size)
        effects.append(.serve(BlockRequest(peer: peer, from: size, checkpoint: end ?? checkpoint, commit: commit)))
    }

    /// A node that stands before the end of an epoch knows no later set: it is led to that end first, by the
    /// checkpoint of the set that it knows.
    private func epochEnd(for peer: Int, from size: UInt64) -> FinalCheckpoint? {
        let claimed = peers.rows[peer].claimed
        for step in epochs where size <= step.endSize {
            guard let next = step.claimed, next.number > 0, claimed.value + 1 < next.first.value else { continue }
            let signers = state.view.epoch(next.number - 1).map { state.network.entering($0) }
            return try? signers?.policy.check(step.proof.seal.checkpoint)
        }
        return nil
    }

    /// True when this node knows no decision that lets it vote at the open height.
    private var lacksCommit: Bool {
        guard case .deciding = phase, let setup else { return false }
        return memory.height != setup.height
    }

    var catchUpDue: UInt64 { max(catchUp.next, (catchUp.since ?? waits.tick) + QuorumPatience.behind) }

    /// Asks one peer for blocks when others are ahead, and the next when no answer comes.
    mutating func considerCatchUp() {
        switch phase {
        case .deciding, .gathering: break
        case .waiting, .recording, .storing, .signing, .halted: return
        }
        if let asked = catchUp.asked {
            guard waits.tick >= asked.until else { return }
            // Who is silent is asked again when it has spoken: a node that hangs must not take every second turn.
            peers.rows[asked.peer].claimed = min(peers.rows[asked.peer].claimed, state.head.height)
            catchUp.asked = nil
        }
        let claiming = peers.ahead(of: state.head.height)
        // The word of one that only follows counts where no validator says more.
        let seated = claiming.filter { keys.place(of: $0, in: state.network) != nil }
        let ahead = seated.isEmpty ? claiming : seated
        guard !ahead.isEmpty || lacksCommit && isInOffice else {
            catchUp.since = nil
            return
        }
        catchUp.since = catchUp.since ?? waits.tick
        guard waits.tick >= catchUpDue else { return }
        guard let peer = catchUp.turn(among: ahead.isEmpty ? others : ahead) else { return }
        catchUp.asked = (peer, waits.tick + QuorumPatience.blocks)
        catchUp.lastAsked = peer
        effects.append(.send(.blocksWanted(from: logSize), to: peer))
    }

    /// An answer with blocks: believed as a whole when a final checkpoint vouches for its end.
    mutating func take(_ run: BlockRun, from peer: Int, _ records: some RecordReading) {
        guard catchUp.asked?.peer == peer else { return }
        switch phase {
        case .deciding, .gathering: break
        case .waiting, .recording, .storing, .signing, .halted: return
        }
        catchUp.asked = nil
        do throws(RunRefusal) {
            try adopt(run, from: peer, records)
        } catch {
            // Its word about its height counts for nothing until it says it again.
            peers.rows[peer].claimed = Height(0)
            catchUp.next = waits.tick + QuorumPatience.firstRetransmit
            effects.append(.alarm(.badBlocks(validator: peer, reason: error.reason)))
        }
    }

    private mutating func adopt(
        _ run: BlockRun, from peer: Int, _ records: some RecordReading
    ) throws(RunRefusal) {
        guard run.from == logSize else { return }
        let stored = phase.stored
        var check = RunCheck(state, frontier, stored)
        try check.execute(run, records)
        let final = try check.checkpoint(of: run, keys)
        if let stored, final.checkpoint.head.size == stored.head.size, final.checkpoint.head != stored.head {
            return halt(.storedOtherThanFinal(stored.height, stored: stored.head))
        }
        let isExact = try check.compare(run, final)
        notice(check.blocks, final)
        if check.blocks.isEmpty, !isExact || stored == nil { return takeNothing(run, final, peer) }
        catchUp.arriving = check.blocks
        catchUp.checkpoint = isExact ? final : nil
        catchUp.next = waits.tick
        if let stored { takeFinal(stored, check.blocks.isEmpty ? catchUp.checkpoint : nil) }
        if let commit = run.commit { takeCommit(commit, check) }
        // What was asked for the height being decided is of no more use.
        inputs = []
        appendNext(records)
    }

    /// No block that this node lacks: perhaps the checkpoint, perhaps the decision.
    private mutating func takeNothing(_ run: BlockRun, _ final: FinalCheckpoint, _ peer: Int) {
        if checkpoint == nil, final.checkpoint.head == frontier.head {
            checkpoint = final
            effects += [.keepCheckpoint(final), .publish(final)]
        }
        if let commit = run.commit { adopt(commit) }
        peers.rows[peer].claimed = min(peers.rows[peer].claimed, state.head.height)
        catchUp.next = waits.tick + QuorumPatience.status
    }

    /// The newest decision, if it is that of the last block here.
    private mutating func takeCommit(_ commit: CommitCertificate, _ check: RunCheck) {
        guard commit.height == check.state.head.height, commit.block == check.state.head.id,
            (try? check.state.headNetwork.heightSetup(
                commit.height, parent: commit.block, own: nil, timeouts: timeouts
            ).verify(commit, with: keys.verifier)) != nil
        else { return }
        notice(.commit(commit))
        self.commit = commit
        signing.isChanged = true
    }

    /// Appends the next block of a checked answer; behind the last the next height opens.
    private mutating func appendNext(_ records: some RecordReading) {
        guard let block = catchUp.arriving.first else { return open(records) }
        phase = .storing(block)
        effects.append(.append(block))
    }

    /// A block of an answer is in the log.
    mutating func takeArrived(_ block: CheckedBlock, _ records: some RecordReading) {
        catchUp.arriving.removeFirst()
        takeFinal(block, catchUp.arriving.isEmpty ? catchUp.checkpoint : nil)
        appendNext(records)
    }
}

/// Why an answer with blocks is not believed.
struct RunRefusal: Error {
    let reason: String
}

/// The execution of an answer's blocks, beside the node's own state until all of it is believed.
struct RunCheck {
    private(set) var state: LedgerState
    private(set) var frontier: LogFrontier
    private(set) var blocks: [CheckedBlock] = []
    /// The epoch of the last final block's successor: its validators sign all that is believed here.
    private let network: Network

    /// Begins at the end of the log.
    init(_ state: LedgerState, _ frontier: LogFrontier, _ stored: CheckedBlock?) {
        self.state = state
        self.frontier = frontier
        network = state.network
        guard let stored else { return }
        self.state.take(stored.executed)
        self.frontier = stored.frontier
    }

    /// The final checkpoint of an answer, by the set that was in office when this node stood where it stands.
    func checkpoint(of run: BlockRun, _ keys: QuorumKeys) throws(RunRefusal) -> FinalCheckpoint {
        do throws(NoteError) { return try keys.check(try SignedNote(parsing: run.checkpoint), in: network) } catch {
            throw RunRefusal(reason: "no final checkpoint: \(error)")
        }
    }

    /// Executes block after block, each leaf of it.
    mutating func execute(_ run: BlockRun, _ records: some RecordReading) throws(RunRefusal) {
        let leaves: [ArraySlice<UInt8>]
        let limit = 4 * Int(state.network.parameters.blockLeaves)
        do { leaves = try EntryBundle.parse(run.leaves, maxLeaves: limit) } catch {
            throw RunRefusal(reason: "leaves: \(error)")
        }
        var reader = BlockReader(from: LeafIndex(frontier.size), parameters: state.network.parameters)
        for leaf in leaves {
            let raw: RawBlock?
            do { raw = try reader.take(leaf) } catch { throw RunRefusal(reason: "\(error)") }
            guard let raw else { continue }
            // What follows the end of an epoch only a set could vouch for that is not known to be the right one.
            guard !endsEpoch else { throw RunRefusal(reason: "blocks beyond the end of an epoch") }
            let source = RunRecords(from: run.from, leaves: leaves, blocks: blocks, own: records)
            try execute(raw, source)
        }
        guard reader.openLeaves == 0 else { throw RunRefusal(reason: "\(reader.openLeaves) leaves without a seal") }
    }

    /// True when the next height belongs to another epoch.
    private var endsEpoch: Bool { state.network.epoch != network.epoch }

    private mutating func execute(_ raw: RawBlock, _ records: some RecordReading) throws(RunRefusal) {
        do throws(BlockError) {
            let block = try CheckedBlock(raw, on: state, after: frontier, records)
            state.take(block.executed)
            frontier = block.frontier
            blocks.append(block)
        } catch { throw RunRefusal(reason: "block \(state.head.height.next): \(error)") }
    }

    /// True when the checkpoint is over exactly this log; false when it is over a longer one that continues it.
    func compare(_ run: BlockRun, _ final: FinalCheckpoint) throws(RunRefusal) -> Bool {
        let head = final.checkpoint.head
        if frontier.head == head { return true }
        guard !endsEpoch else { throw RunRefusal(reason: "not the checkpoint that ends an epoch") }
        guard head.size > frontier.size else { throw RunRefusal(reason: "the checkpoint is over another log") }
        let proof = ConsistencyProof(oldSize: frontier.size, newSize: head.size, path: run.proof)
        do { try proof.verify(oldRoot: frontier.root, newRoot: head.root) } catch {
            throw RunRefusal(reason: "the checkpoint does not continue these blocks: \(error)")
        }
        return false
    }
}

/// Records of the node's log, and of blocks that were checked and are not in it yet.
private struct RunRecords<Own: RecordReading>: RecordReading {
    let from: UInt64
    let leaves: [ArraySlice<UInt8>]
    let blocks: [CheckedBlock]
    let own: Own

    func record(at index: LeafIndex) -> RecordedDocument? {
        guard index.value >= from else { return own.record(at: index) }
        let position = Int(index.value - from)
        guard position < leaves.count, let record = try? IssueRecord(decoding: leaves[position]) else { return nil }
        for block in blocks {
            if let manifest = block.manifests.first(where: { $0.covers(index) }), let type = manifest.type {
                return RecordedDocument(issuer: manifest.issuer, type: type, commitment: record.commitment)
            }
        }
        return nil
    }

    func checked(_ id: StatementID) -> CheckedStatement? { own.checked(id) }
    func isHeld(_ deposit: NamedDeposit) -> Bool { own.isHeld(deposit) }
    func isAcknowledged(_ deposit: NamedDeposit) -> Bool { own.isAcknowledged(deposit) }
}
