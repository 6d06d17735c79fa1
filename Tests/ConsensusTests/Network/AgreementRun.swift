import Consensus
import Ledger
import Simulation

/// Machines in one process with virtual time: lost, repeated, late and reordered messages, crashes, liars; one seed,
/// one course.
struct AgreementRun {
    let settings: RunSettings
    var random: SeededNumbers
    var queue = EventQueue<RunEvent>()
    var time: UInt64 = 0
    var nodes: [RunNode]
    var brains: [Liar]
    var blocks: [RunBlock] = []
    var traces: [ModelTrace] = []
    /// Every word that an honest node ever signed.
    var words: [(validator: Int, content: VoteContent)] = []
    /// Certificates that honest nodes acted on.
    var polkas: [PolkaCertificate] = []
    var evidence: [Evidence] = []
    var outcome = RunOutcome()
    private let template: TestSet

    init(_ settings: RunSettings, seed: UInt64) {
        self.settings = settings
        random = SeededNumbers(run: seed)
        nodes = (0..<settings.nodes).map { _ in RunNode() }
        brains = settings.lying.map(Liar.init)
        traces = (0..<settings.heights + 2).map { _ in ModelTrace(settings) }
        template = TestSet(settings.nodes, liars: settings.liars)
    }

    var isStable: Bool { time >= settings.stable }

    func set(at height: Height, for node: Int? = nil) -> TestSet {
        var set = template
        set.height = height
        if let node, height.value > 1 { set.parent = nodes[node].chain[Int(height.value) - 2].block }
        return set
    }

    /// Runs until every honest node has decided all heights, or the patience is over.
    mutating func run() -> RunOutcome {
        for node in settings.honest where !settings.dead.contains(node) { start(node) }
        for node in settings.dead { nodes[node].isUp = false }
        for liar in settings.lying { queue.add(.tick(liar: liar), at: 5) }
        while let (now, event) = queue.next() {
            time = now
            if time > settings.stable + settings.patience {
                outcome.isUndecided = true
                break
            }
            take(event)
            if isDone || outcome.isForked { break }
        }
        judge()
        return outcome
    }

    private var isDone: Bool {
        settings.honest.allSatisfy { settings.dead.contains($0) || nodes[$0].chain.count >= settings.heights }
    }

    private mutating func take(_ event: RunEvent) {
        switch event {
        case .deliver(let message, let sender, let receiver):
            if let place = settings.lying.firstIndex(of: receiver) {
                brains[place].hear(message)
                if random.chance(30) { lie(place) }
            } else {
                deliver(message, from: sender, to: receiver)
            }
        case .input(let input, let node, let life):
            guard nodes[node].isUp, nodes[node].life == life else { return }
            feed(node, input)
            if input == .retransmit { later(.retransmit, node, after: 25) }
        case .restart(let node):
            nodes[node].isUp = true
            start(node)
        case .tick(let liar):
            if let place = settings.lying.firstIndex(of: liar) { lie(place) }
            queue.add(.tick(liar: liar), at: time + 7)
        }
    }

    private mutating func lie(_ place: Int) {
        var liar = brains[place]
        var made: [RunBlock] = []
        let set = set(at: liar.height)
        let count = blocks.count
        let index = liar.index
        let lies = liar.lie(set, settings, &random) { round, isValid in
            let id = TestSet.block(1_000_000 + count * 10 + made.count)
            made.append(RunBlock(id: id, proposer: index, round: round, isValid: isValid))
            return id
        }
        blocks += made
        brains[place] = liar
        for (message, receiver) in lies { send(message, from: liar.index, to: receiver) }
    }

    /// The driver's part: whether to look at a message, and who needs help.
    private mutating func deliver(_ message: Message, from sender: Int, to node: Int) {
        guard nodes[node].isUp, !nodes[node].hasHalted else { return }
        switch nodes[node].machine.interest(in: message) {
        case .now: check(message, at: message.height, node)
        case .conflict: check(message, at: message.height, node)
        case .early: feed(node, .early(message, link: sender))
        case .senderIsBehind:
            let index = Int(message.height.value) - 1
            if case .commit = message { return }
            if nodes[node].chain.indices.contains(index) {
                send(.commit(nodes[node].chain[index]), from: node, to: sender)
            }
        case .nodeIsBehind, .none: return
        }
    }

    mutating func check(_ message: Message, at height: Height, _ node: Int) {
        guard let checked = try? set(at: height).setup(own: nil).verify(message, with: StandInVerifier()) else {
            return
        }
        feed(node, .received(checked))
    }

    mutating func send(_ message: Message, from sender: Int, to receiver: Int) {
        let isLiar = settings.lying.contains(sender)
        if !isStable, !isLiar, random.chance(settings.lossPercent) { return }
        let copies = !isStable && random.chance(10) ? 2 : 1
        for _ in 0..<copies {
            let delay = isStable ? 1 + random.below(3) : 1 + random.below(random.chance(10) ? 120 : 12)
            queue.add(.deliver(message, from: sender, to: receiver), at: time + UInt64(delay))
        }
    }

    mutating func later(_ input: Input, _ node: Int, after wait: UInt64) {
        queue.add(.input(input, to: node, life: nodes[node].life), at: time + wait)
    }
}
