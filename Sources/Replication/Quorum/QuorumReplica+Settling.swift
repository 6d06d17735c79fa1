import Consensus
import Ledger
import Rulebook
import Signing

extension QuorumReplica {
    /// After each input: everything that is due, until nothing more follows, then one guard write for all signatures.
    mutating func settle(_ records: some RecordReading) {
        watchSilence()
        for timeout in waits.takeDue() { inputs.append(.timeout(timeout)) }
        repeatWords()
        releaseHeld(records)
        repeat {
            sayWork()
            drain()
            answerQuestions(records)
            buildBlock()
            gather(records)
        } while !inputs.isEmpty
        considerCatchUp()
        writeGuard()
        wish()
    }

    /// Gives the agreement all that waits for it, in order.
    mutating func drain() {
        while !inputs.isEmpty {
            let input = inputs.removeFirst()
            for effect in agreement.handle(input) { carryOut(effect) }
        }
    }

    private mutating func carryOut(_ effect: Consensus.Effect) {
        switch effect {
        case .build(let height, let round): building = (height, round)
        case .check(let question): ask(question)
        case .fetch(let block, let from): fetch(block, from: from)
        case .sign(let request): sign(request)
        case .broadcast(let message): effects.append(.broadcast(.agreement(message)))
        case .verify(let message): verify(message)
        case .schedule(let timeout, let milliseconds): waits.add(timeout, after: milliseconds)
        case .decide(let block, let commit): decide(block, commit)
        case .report(let evidence):
            proofs.add(evidence)
            effects.append(.report(.votes(evidence)))
            effects.append(.broadcast(.evidence(evidence)))
        case .alarm(let alarm): effects.append(.alarm(.agreement(alarm)))
        case .halt(let reason): halt(.agreement(reason))
        }
    }

    private mutating func sign(_ request: VoteRequest) {
        guard let setup, maySign(setup.height) else { return }
        // Without the decision below there is no right to vote here: this node only follows until it has it.
        guard memory.height == setup.height else { return signing.withhold(request) }
        do throws(VoteRefusal) {
            signing.votes.append(try memory.sign(request, in: setup, by: keys.signer, with: keys.verifier))
        } catch { effects.append(.alarm(.voteRefused(error))) }
    }

    /// The agreement asks for each vote once: what it asked for too early is signed when the right to it is there.
    mutating func signWithheld() {
        let requests = signing.withheld
        signing.withheld = []
        for request in requests { sign(request) }
    }

    /// Ahead of all effects that are answered: an answer could bring a newer record, which an older one must not
    /// replace. But behind what makes a block final: its own answer stores the next one, if that was decided meanwhile.
    private mutating func writeGuard() {
        guard !signing.votes.isEmpty || signing.isChanged else { return }
        signing.number += 1
        signing.onTheirWay.append((signing.number, signing.votes))
        signing.votes = []
        signing.isChanged = false
        let record = GuardRecord(memory: memory, attestation: voteGuard.last, commit: commit, doubt: desk.doubt)
        let place = effects.lastIndex(where: \.isOfFinalBlock).map { $0 + 1 } ?? 0
        effects.insert(.writeGuard(record, signing.number), at: place)
    }

    /// What was signed up to this number is durable, and may leave.
    mutating func release(through number: UInt64) {
        for (_, votes) in signing.onTheirWay.filter({ $0.number <= number }) {
            for vote in votes {
                voters.note(vote)
                inputs.append(.signed(vote))
            }
        }
        signing.onTheirWay.removeAll { $0.number <= number }
        switch phase {
        case .recording(let block, let mine) where mine <= number: store(block)
        case .signing(let block, let mine) where mine <= number: announce(block)
        case .waiting, .deciding, .recording, .storing, .signing, .gathering, .halted: return
        }
    }

    /// From here on nothing is proposed, stored or signed, whatever comes.
    mutating func halt(_ fault: QuorumFault) {
        phase = .halted
        inputs = []
        signing.votes = []
        signing.isChanged = false
        effects.append(.halt(fault))
    }

    private mutating func watchSilence() {
        let head = state.head.height
        let behind = peers.rows.indices.filter { $0 != keys.own && peers.isFarBelow($0, head) }
        guard !voters.silent.isEmpty || !behind.isEmpty || peers.hasSilent(but: keys.own, at: waits.tick) else {
            return
        }
        let away = Set(silentPeers).union(behind)
        let silent = away.compactMap { keys.place(of: $0, in: state.network) }.sorted()
        guard silent != voters.silent else { return }
        voters.silent = silent
        inputs.append(.silent(silent))
    }

    /// Links by which nothing was heard for a while.
    var silentPeers: [Int] { peers.silent(but: keys.own, at: waits.tick) }

    private mutating func repeatWords() {
        if waits.tick >= waits.status, isStarted {
            waits.status = waits.tick + QuorumPatience.status
            effects.append(.broadcast(ownStatus))
            askInDoubt(others)
        }
        switch phase {
        case .deciding:
            if agreement.step != .idle, waits.takeRetransmit() { inputs.append(.retransmit) }
        case .gathering(let block):
            if waits.takeRetransmit() { effects += cosignatureWords(block).map { .broadcast($0) } }
        case .waiting, .recording, .storing, .signing, .halted: return
        }
    }

    var isStarted: Bool {
        if case .waiting = phase { false } else { true }
    }

    /// What others may lack of a block that is stored here and not final.
    func cosignatureWords(_ block: CheckedBlock) -> [PeerWord] {
        var words: [PeerWord] = []
        if let commit, commit.height == block.height { words.append(.agreement(.commit(commit))) }
        guard maySign(block.height) else { return words }
        if let last = voteGuard.last, last.height == block.height { words.append(.cosignature(Cosignature(last))) }
        return words
    }

    var ownStatus: PeerWord { .status(final: state.head.height, size: logSize) }

    /// Leaves in the log, final or not.
    var logSize: UInt64 { phase.stored?.frontier.size ?? frontier.size }

    /// Tells the driver when to say the time again, if that has changed.
    private mutating func wish() {
        guard isStarted, let due = nextDue else { return }
        let time = waits.now + (due > waits.tick ? due - waits.tick : 0)
        guard time != waits.told else { return }
        waits.told = time
        effects.append(.wake(at: time))
    }

    private var nextDue: UInt64? {
        if case .halted = phase { return nil }
        var due = EarliestDue(after: waits.tick)
        for timeout in waits.timeouts { due.add(timeout.due) }
        for question in table.questions where table[question.question.block]?.isWhole != true { due.add(question.next) }
        if let held = pool.heldDue { due.add(held) }
        due.add(waits.status)
        if agreement.step != .idle || phase.isStored { due.add(waits.retransmit) }
        if building != nil, let oldest = pool.oldest { due.add(oldest + QuorumPatience.cut) }
        if let asked = catchUp.asked { due.add(asked.until) }
        if catchUp.since != nil, catchUp.asked == nil { due.add(catchUpDue) }
        let heartbeat = state.head.time + state.network.parameters.heartbeat
        if heartbeat > waits.now { due.add(waits.tick + heartbeat - waits.now) }
        return due.first
    }
}

/// The first of some times that is not over.
private struct EarliestDue {
    let tick: UInt64
    private(set) var first: UInt64?

    init(after tick: UInt64) { self.tick = tick }

    mutating func add(_ due: UInt64) { if due > tick { first = min(first ?? due, due) } }
}
