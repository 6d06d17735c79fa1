import Consensus
import Ledger
import Replication
import Rulebook
import Signing

extension World {
    /// Carries out one effect as a node does; it may end before, in the middle, or behind it.
    mutating func carryOut(_ effect: QuorumEffect, _ host: Int) -> QuorumInput? {
        if breaksDown(host) { return nil }
        let answer = perform(effect, host)
        return hosts[host].isUp && !breaksDown(host) ? answer : nil
    }

    private mutating func perform(_ effect: QuorumEffect, _ host: Int) -> QuorumInput? {
        switch effect {
        case .send(let word, let peer): post(word, host, to: [peer])
        case .broadcast(let word): post(word, host, to: others(of: host))
        case .keepCandidate(let id, let height, let runs):
            return keepCandidate(height, runs, host) ? .candidateKept(id) : nil
        // The first candidate of the next height is written over them.
        case .forgetCandidates: return nil
        case .writeGuard(let record, let number): return writeGuard(record, host) ? .guardWritten(number) : nil
        case .append(let block): return append(block, host).map { .appended($0, now: clock(of: host)) }
        // The set of a run stays the same.
        case .keepEpoch: return nil
        case .keepCheckpoint(let final): keepCheckpoint(final, host)
        case .settle(let block): settle(block, host)
        case .publish: publish(host)
        case .refuse(let id, let refusal): refuse(id, refusal, host)
        case .serve(let request): serve(request, host)
        case .wake(let due): wake(host, at: due)
        case .report(let proof): report(proof, host)
        case .alarm(let alarm): raise(alarm, host)
        case .halt(let fault): halt(fault, host)
        }
        return nil
    }

    private func others(of host: Int) -> [Int] {
        ledger.network.genesis.validators.indices.filter { $0 != hosts[host].validator }
    }

    /// Writes and syncs; false when the node ended on the way.
    private mutating func write(_ host: Int, _ body: (inout HostDisk) -> Void, sync: (inout HostDisk) -> Void) -> Bool {
        if hosts[host].disk.fullUntil > time {
            // A part of the bytes may still find room.
            if random.below(2) == 0 { body(&hosts[host].disk) }
            counts.add(.fullDisk)
            stop(host, .kill)
            return false
        }
        body(&hosts[host].disk)
        if breaksDown(host) { return false }
        sync(&hosts[host].disk)
        return true
    }

    private mutating func keepCandidate(_ height: Height, _ runs: [[UInt8]], _ host: Int) -> Bool {
        let bytes = CheckedRecord(number: height.value, payload: Array(runs.joined())).encoded
        if hosts[host].candidateHeight != height {
            hosts[host].candidateHeight = height
            hosts[host].candidateEnd = 0
        }
        let end = hosts[host].candidateEnd
        hosts[host].candidateEnd += bytes.count
        return write(host) {
            $0.candidates.write(bytes, at: end)
        } sync: {
            $0.candidates.sync()
        }
    }

    private mutating func writeGuard(_ record: GuardRecord, _ host: Int) -> Bool {
        let payload = record.encoded
        guard write(host, { $0.voteGuard.write(payload) }, sync: { $0.voteGuard.sync() }) else { return false }
        hosts[host].record = record
        checks.keep(record, of: hosts[host].validator)
        return true
    }

    private mutating func keepCheckpoint(_ final: FinalCheckpoint, _ host: Int) {
        let note = Array(final.note.encoded.utf8)
        _ = write(host, { $0.checkpoint.write(note) }, sync: { $0.checkpoint.sync() })
    }

    /// Appends a block's leaves, and works out the head from what is read back.
    private mutating func append(_ block: CheckedBlock, _ host: Int) -> TreeHead? {
        let start = hosts[host].disk.log.bytes.count
        guard hosts[host].leaves.count == Int(block.seal.firstIndex.value) else {
            checks.breach(.log, "node \(host + 1) appends \(block.height) behind leaf \(hosts[host].leaves.count)")
            return nil
        }
        var end = start
        let isWritten = write(host) { disk in
            for run in block.runs {
                disk.log.write(run, at: end)
                end += run.count
            }
        } sync: {
            $0.log.sync()
        }
        guard isWritten else { return nil }
        let stored = Array(hosts[host].disk.log.bytes[start...])
        guard let leaves = try? EntryBundle.parse(stored) else { return nil }
        var edge = hosts[host].disk.index.frontier
        for leaf in leaves {
            let hash = Digest.leaf(leaf)
            edge.append(hash)
            hosts[host].hashes.append(hash)
            hosts[host].leaves.append(Array(leaf))
        }
        return edge.head
    }

    private mutating func wake(_ host: Int, at due: UInt64) {
        let now = clock(of: host)
        let number = nextWake()
        hosts[host].wake = (due, number)
        plan(.wake(host, number: number), in: hosts[host].clock.wait(for: due > now ? due - now : 0))
    }

    /// Makes statements durable, in one write; false when the node ended on the way.
    mutating func keep(_ statements: [StockStatement], at host: Int) -> Bool {
        var bytes: [UInt8] = []
        for statement in statements {
            bytes += CheckedRecord(number: 1, payload: statement.id.digest.bytes).encoded
        }
        let start = hosts[host].disk.intake.bytes.count
        let mark = CheckedRecord(number: UInt64(start + bytes.count), payload: []).encoded
        guard
            write(
                host, { $0.intake.write(bytes, at: start) },
                sync: { disk in
                    disk.intake.sync()
                    disk.intakeMark.sync()
                })
        else { return false }
        // The mark becomes durable with the next sync.
        hosts[host].disk.intakeMark.write(mark, at: 0)
        for statement in statements { hosts[host].intake.add(statement.id) }
        return true
    }
}

extension World {
    private mutating func settle(_ block: CheckedBlock, _ host: Int) {
        let ids = block.statements.map(\.id)
        trace.note(time, host, "block \(block.height) is final, \(ids.count) statements")
        hosts[host].disk.index.record(block)
        if random.below(8) == 0 { hosts[host].disk.durableIndex = hosts[host].disk.index }
        hosts[host].unpublished.append(block)
        let state = hosts[host].disk.index.state
        hosts[host].liar?.desk.settle(state, block.frontier)
        checks.settle(block, at: hosts[host])
    }

    /// Those who wait are told once the checkpoint is there that proves what they are told.
    private mutating func publish(_ host: Int) {
        let blocks = hosts[host].unpublished
        hosts[host].unpublished = []
        for block in blocks {
            let ids = block.statements.map(\.id)
            hosts[host].intake.decide(ids)
            if isHonest(host) { for id in ids { client.settle(id, at: time) } }
        }
    }

    private mutating func refuse(_ id: StatementID, _ refusal: Refusal, _ host: Int) {
        trace.note(time, host, "refuses \(id.short): \(refusal.code)")
        hosts[host].intake.decide([id])
        if isHonest(host) { client.refuse(id, refusal, at: time) }
    }

    private mutating func serve(_ request: BlockRequest, _ host: Int) {
        guard let run = hosts[host].run(for: request, blocks: scenario.blocksAnswered) else { return }
        post(.blocks(run), host, to: [request.peer])
    }

    private mutating func report(_ proof: OffenceProof, _ host: Int) {
        trace.note(time, host, "proves that \(Trace.names(proof.accused)) lied")
        if isHonest(host) { checks.report(proof, at: host) }
    }

    private mutating func raise(_ alarm: QuorumAlarm, _ host: Int) {
        trace.note(time, host, "alarm: \(alarm)")
        if isHonest(host) { return checks.raise(alarm, at: host) }
        // Else it would sign nothing more, and no longer be one that lies.
        if case .doubt = alarm { plan(.embolden(host), in: (1 + random.below(40)) * hosts[host].patience) }
    }

    private mutating func halt(_ fault: QuorumFault, _ host: Int) {
        trace.note(time, host, "halts: \(fault)")
        hosts[host].end(.halted)
        if isHonest(host) { checks.halt(fault, at: host) }
    }
}

extension Host {
    /// The answer to a validator that is behind: a few whole blocks from the log.
    func run(for request: BlockRequest, blocks limit: Int) -> BlockRun? {
        let final = request.checkpoint.checkpoint.head
        var framed: [UInt8] = []
        var end = request.from
        var count = 0
        while end < final.size, count < limit, end < UInt64(leaves.count) {
            let leaf = leaves[Int(end)]
            EntryBundle.append(leaf: leaf, to: &framed)
            end += 1
            if LeafKind(firstBytes: leaf.prefix(2)) == .seal { count += 1 }
        }
        guard let proof = try? ConsistencyProof.build(from: end, to: final.size, hashes: LeafHashes(hashes: hashes))
        else { return nil }
        return BlockRun(
            from: request.from, leaves: framed, checkpoint: request.checkpoint.note.encoded, proof: proof.path,
            commit: request.commit)
    }
}

/// The hashes of a log's tree, each worked out from those of the leaves.
private struct LeafHashes: TreeHashes {
    let hashes: [Digest]

    func hash(level: Int, index: UInt64) -> Digest {
        let start = Int(index) << level
        return MerkleTree.root(of: hashes[start..<start + 1 << level])
    }
}
