import Consensus
import Ledger
import Replication
import Rulebook
import Signing
import Simulation
import TestSupport

/// How bad a world is; shares are of a hundred thousand.
struct WorldSettings {
    var seed: UInt64
    var validators = 3
    var maxDelay: UInt64 = 15
    var loss: UInt64 = 0
    var duplicates: UInt64 = 0
    /// At each effect.
    var crashes: UInt64 = 0
    /// Nothing is lost and nobody stops after this, in ms from the beginning.
    var badUntil: UInt64 = .max
    /// Blocks of an answer to a node that is behind.
    var blocksAnswered = 3
    /// By how many ms each node's clock is ahead; who is not listed has a true one.
    var clockErrors: [Int64] = []
}

/// Validators in one process: virtual time, a network that loses, doubles and reorders, and disks that survive.
struct QuorumWorld {
    let settings: WorldSettings
    let ledger: TestLedger
    private(set) var hosts: [WorldHost] = []
    var oracle = WorldOracle()
    /// The true time.
    private(set) var now: UInt64
    private(set) var crashCount = 0
    private(set) var alarms: [QuorumAlarm] = []
    private var random: SeededNumbers
    private var events = EventQueue<WorldEvent>()
    private var groups: [Int]

    /// Validators at the end of a ledger, and newcomers that know its genesis alone.
    init(_ settings: WorldSettings, _ ledger: TestLedger, and newcomers: [Validator] = []) throws {
        self.settings = settings
        self.ledger = ledger
        random = SeededNumbers(run: settings.seed)
        now = ledger.clock
        groups = Array(repeating: 0, count: settings.validators + newcomers.count)
        let commit = QuorumWorld.commit(of: ledger)
        hosts = (0..<settings.validators).map { WorldHost($0, at: ledger, commit, and: newcomers) }
        let all = ledger.network.genesis.validators + newcomers
        hosts += newcomers.indices.map { WorldHost(settings.validators + $0, among: all, in: ledger.network) }
        for node in hosts.indices { try start(node) }
    }

    /// The decision of a ledger's last block.
    private static func commit(of ledger: TestLedger) -> CommitCertificate {
        let network = ledger.network
        let setup = HeightSetup(
            origin: network.origin, height: ledger.head.height, parent: ledger.head.id,
            validators: network.genesis.validators.map(\.keys.vote), quorum: network.quorum, own: nil,
            validatorsDigest: network.validatorsDigest, parametersDigest: network.parametersDigest, timeouts: .local)
        let content = VoteContent.precommit(ledger.head.height, .zero, ledger.head.id)
        let signatures = setup.validators.enumerated().map { index, key in
            CertificateSignature(
                validator: index, signature: StandInKey(key: key).sign(content.signedBytes(in: setup)))
        }
        return CommitCertificate(
            height: ledger.head.height, round: .zero, block: ledger.head.id, signatures: signatures)
    }

    private var isBad: Bool { now - ledger.clock < settings.badUntil }
    var time: UInt64 { now - ledger.clock }

    private func clock(of node: Int) -> UInt64 { UInt64(Int64(now) + clockError(of: node)) }

    private func clockError(of node: Int) -> Int64 {
        settings.clockErrors.indices.contains(node) ? settings.clockErrors[node] : 0
    }

    /// Plans an event, ms from now.
    mutating func plan(_ event: WorldEvent, in delay: UInt64) { events.add(event, at: now + delay) }

    /// Gives nodes a deposit; with `known` they also hear that a quorum has it.
    mutating func give(_ deposit: Digest, to nodes: [Int], known: Bool = true) {
        for node in nodes {
            hosts[node].deposits.insert(deposit)
            if known { hosts[node].acknowledged.insert(deposit) }
        }
    }

    /// Stops a node and changes what is on its disk.
    mutating func alter(_ node: Int, _ change: (inout WorldHost) -> Void) {
        stop(node)
        change(&hosts[node])
    }

    /// Lets the world go on until something is true, or so many ms are over; false when time was up.
    mutating func run(for limit: UInt64, until isDone: (QuorumWorld) -> Bool = { _ in false }) throws -> Bool {
        let end = now + limit
        while !isDone(self) {
            guard oracle.breaches.isEmpty, let (time, event) = events.next() else { return false }
            guard time <= end else {
                events.add(event, at: time)
                now = end
                return isDone(self)
            }
            now = max(now, time)
            try happen(event)
        }
        return true
    }

    private mutating func happen(_ event: WorldEvent) throws {
        switch event {
        case .deliver(let kind, let payload, let from, let to):
            guard groups[from] == groups[to], hosts[to].replica != nil else { return }
            try receive(try PeerWord(kind: kind, payload: payload), from: from, to)
        case .connect(let peer, let node):
            guard groups[peer] == groups[node], hosts[peer].replica != nil else { return }
            try tell(node, .connected(peer, now: clock(of: node)))
        case .clock(let node, let life):
            if hosts[node].life == life { try tell(node, .clock(now: clock(of: node))) }
        case .submit(let submission, let node): try submit(submission, to: node)
        case .stop(let node): stop(node)
        case .restart(let node): if hosts[node].replica == nil { try start(node) }
        case .part(let groups):
            self.groups = groups
            for node in hosts.indices { connect(node) }
        }
    }

    private mutating func connect(_ node: Int) {
        for peer in hosts.indices where peer != node {
            plan(.connect(peer, to: node), in: 1 + random.below(10))
            plan(.connect(node, to: peer), in: 1 + random.below(10))
        }
    }

    private mutating func start(_ node: Int) throws {
        try hosts[node].start()
        try tell(node, .started(now: clock(of: node)))
        let journal = hosts[node].journal.sorted { $0.key < $1.key }.map(\.value)
        try tell(node, .admitted(hosts[node].admit(journal, at: clock(of: node)), now: clock(of: node)))
        connect(node)
    }

    private mutating func stop(_ node: Int) {
        hosts[node].replica = nil
        hosts[node].life += 1
    }

    /// A client's statement: durable, taken, and forwarded; to a node that is down it comes again later.
    private mutating func submit(_ submission: Submission, to node: Int) throws {
        guard hosts[node].replica != nil else { return plan(.submit(submission, to: node), in: 200) }
        try keep([submission], at: node)
        for peer in hosts.indices where peer != node {
            send(.statements(number: 1, submission.framed), from: node, to: peer)
        }
    }

    private mutating func keep(_ submissions: [Submission], at node: Int) throws {
        let checked = hosts[node].admit(submissions, at: clock(of: node))
        for (submission, statement) in zip(submissions, checked) { hosts[node].journal[statement.id] = submission }
        try tell(node, .admitted(checked, now: clock(of: node)))
    }

    private mutating func receive(_ word: PeerWord, from: Int, _ node: Int) throws {
        guard case .statements(_, let bytes) = word else {
            return try tell(node, .received(word, from: from, now: clock(of: node)))
        }
        try keep(try Submission.split(bytes, maxStatements: 1), at: node)
    }

    private mutating func send(_ word: PeerWord, from: Int, to: Int) {
        guard groups[from] == groups[to], !(isBad && random.chance(settings.loss)) else { return }
        let copies = isBad && random.chance(settings.duplicates) ? 2 : 1
        for _ in 0..<copies {
            plan(
                .deliver(kind: word.kind, payload: word.payload, from: from, to: to),
                in: 1 + random.below(settings.maxDelay))
        }
    }
}

extension QuorumWorld {
    /// Gives a node an input and carries out what follows, depth first; it may stop at any effect.
    private mutating func tell(_ node: Int, _ input: QuorumInput) throws {
        guard hosts[node].replica != nil else { return }
        var queue = handle(node, input)[...]
        while let effect = queue.popFirst() {
            if crashes(node) { return }
            guard let answer = try carryOut(effect, node) else { continue }
            if crashes(node) { return }
            queue = handle(node, answer) + queue
        }
    }

    private mutating func handle(_ node: Int, _ input: QuorumInput) -> [QuorumEffect] {
        let records = hosts[node].records
        return hosts[node].replica?.handle(input, records: records) ?? []
    }

    private mutating func crashes(_ node: Int) -> Bool {
        guard isBad, random.chance(settings.crashes) else { return false }
        crashCount += 1
        stop(node)
        plan(.restart(node), in: 20 + random.below(1_500))
        return true
    }

    private mutating func carryOut(_ effect: QuorumEffect, _ node: Int) throws -> QuorumInput? {
        switch effect {
        case .send(let word, let peer): try post(word, node, to: [peer])
        case .broadcast(let word): try post(word, node, to: hosts.indices.filter { $0 != node })
        case .keepCandidate(let id, let height, let runs):
            hosts[node].candidates.append((id, height, Array(runs.joined())))
            return .candidateKept(id)
        case .forgetCandidates(let height): hosts[node].candidates.removeAll { $0.height <= height }
        case .writeGuard(let record, let number):
            hosts[node].guardBytes = record.encoded
            return .guardWritten(number)
        case .append(let block): return .appended(try append(block, node), now: clock(of: node))
        case .keepEpoch(let step): hosts[node].keep(step)
        case .settle(let block): settle(block, node)
        case .keepCheckpoint(let final): hosts[node].checkpoint = final.note
        case .publish: break
        case .refuse(let id, let refusal):
            hosts[node].refused[id] = refusal
            hosts[node].journal[id] = nil
        case .serve(let request):
            let run = try hosts[node].run(request, blocks: settings.blocksAnswered)
            send(.blocks(run), from: node, to: request.peer)
        case .wake(let time):
            let due = UInt64(Int64(time) - clockError(of: node))
            events.add(.clock(node, life: hosts[node].life), at: max(due, now))
        case .report(let proof):
            if !oracle.forgiven.isSuperset(of: proof.accused) { oracle.breach("node \(node) reports \(proof)") }
        case .alarm(let alarm): alarms.append(alarm)
        case .halt(let fault): oracle.breach("node \(node) halts: \(fault)")
        }
        return nil
    }

    private mutating func post(_ word: PeerWord, _ node: Int, to peers: [Int]) throws {
        let record = try hosts[node].guardBytes.map { try GuardRecord(decoding: $0) }
        oracle.see(word, of: node, record) { hosts[node].place(at: $0) }
        for peer in peers { send(word, from: node, to: peer) }
    }

    private mutating func append(_ block: CheckedBlock, _ node: Int) throws -> TreeHead {
        if hosts[node].leaves.count != Int(block.seal.firstIndex.value) {
            oracle.breach("node \(node) appends block \(block.height) behind leaf \(hosts[node].leaves.count)")
        }
        hosts[node].leaves += try TestLedger.leaves(of: block)
        var edge = hosts[node].frontier
        for leaf in hosts[node].leaves[Int(edge.size)...] { edge.append(Digest.leaf(leaf)) }
        return edge.head
    }

    private mutating func settle(_ block: CheckedBlock, _ node: Int) {
        oracle.settle(block, at: node, hosts[node].settled)
        hosts[node].state.take(block.executed)
        hosts[node].frontier = block.frontier
        hosts[node].manifests += block.manifests
        hosts[node].settled.append(block)
        for place in block.statements { hosts[node].journal[place.id] = nil }
    }
}
