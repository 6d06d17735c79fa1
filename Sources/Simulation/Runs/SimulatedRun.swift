import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// A run from its seed to its verdict: a storm, then perhaps a quorum alone, then calm.
public enum SimulatedRun {
    /// Plays a scenario.
    public static func play(_ scenario: Scenario, isTraced: Bool = false) -> RunReport {
        var world = World(scenario, isTraced: isTraced)
        world.trace.note(0, nil, "seed \(scenario.seed): \(scenario.summary)")
        world.begin()
        world.storm()
        if scenario.isBeyondThreshold {
            world.explain()
        } else {
            world.liveOnQuorum()
            world.liveOn()
        }
        return world.report()
    }
}

extension World {
    /// Starts all nodes, the client and the faults.
    mutating func begin() {
        weather.loss = scenario.loss
        weather.duplicates = scenario.duplicates
        weather.late = scenario.late
        weather.maxLate = scenario.maxLate
        weather.maxDelay = scenario.maxDelay
        for host in hosts.indices { plan(.start(host), in: 1 + random.below(30)) }
        plan(.client, in: 50)
        if !scenario.faults.isEmpty { plan(.fault, in: scenario.faultGap) }
    }

    /// Heights that have become final since the run began.
    var heights: UInt64 { checks.finality.top.value - ledger.state.head.height.value }

    /// Goes on until there are blocks enough, or ten minutes are over.
    mutating func storm() {
        let target = UInt64(scenario.heights)
        _ = run(for: Scenario.longest) { $0.heights >= target || !$0.checks.finality.forks.isEmpty }
        let late = hosts.filter { !isHonest($0.number) && $0.lastVote >= time / 4 * 3 }
        dishonest = (hosts.count { !isHonest($0.number) }, late.count)
    }

    /// Nothing new goes wrong: the network is whole, clocks are right, disks have room, and pauses end.
    mutating func calm() {
        isCalm = true
        weather.loss = 0
        weather.duplicates = 0
        weather.late = 0
        weather.maxDelay = 15
        part(.none)
        for host in hosts.indices {
            hosts[host].clock.set(to: trueTime, drift: 0, at: trueTime)
            hosts[host].disk.fullUntil = 0
            resume(host)
            plan(.start(host), in: 1 + random.below(30))
        }
    }

    /// Honest hosts that can still take part.
    private var able: [Int] {
        hosts.indices.filter { host in
            switch hosts[host].condition {
            case .up, .down, .refused: isHonest(host)
            case .lost, .halted: false
            }
        }
    }

    /// A quorum is whole, the others do not help: new blocks must come within a time that can be told beforehand.
    mutating func liveOnQuorum() {
        guard checks.isClean, scenario.bystanders != .none else { return }
        calm()
        // A node that waits for a file from another one is no part of a whole quorum.
        let whole = able.filter { !fragile.contains($0) }
        let quorum = random.some(ledger.network.quorum.count, of: whole)
        guard quorum.count == ledger.network.quorum.count else {
            return checks.breach(.progress, "only \(quorum.count) honest nodes are left")
        }
        let bound = self.bound
        leaveOut(hosts.indices.filter { isHonest($0) && !quorum.contains($0) }, for: bound)
        trace.note(time, nil, "nodes \(quorum) are whole and must go on within \(bound) ms")
        let target = Height((quorum.map { hosts[$0].head.height.value }.max() ?? 0) + 2)
        let start = time
        let isDone = run(for: bound) { world in quorum.allSatisfy { world.hosts[$0].head.height >= target } }
        quorumTime = time - start
        if !isDone, checks.isClean { checks.breach(.progress, "nodes \(quorum): \(plight(of: quorum))") }
        frozen = []
        for host in hosts.indices {
            resume(host)
            plan(.start(host), in: 1)
        }
    }

    private mutating func leaveOut(_ others: [Int], for bound: UInt64) {
        for host in others {
            switch scenario.bystanders {
            case .none: continue
            case .frozen: pause(host, for: bound)
            case .stopped:
                frozen.append(host)
                stop(host, .kill)
            case .flapping: for turn in 0..<10 as Range<UInt64> { plan(.stop(host, .kill), in: turn * 700) }
            }
        }
    }

    /// All are whole: every accepted statement becomes final, and all have one ledger.
    mutating func liveOn() {
        guard checks.isClean else { return }
        if !isCalm { calm() }
        isAtRest = true
        let bound = 2 * self.bound
        trace.note(time, nil, "all nodes are whole and must have one ledger within \(bound) ms")
        let isDone = run(for: bound) { $0.isSettled }
        if !isDone, checks.isClean { checks.breach(.progress, plight(of: able)) }
        finish()
    }

    private var isSettled: Bool {
        let able = able
        guard let first = able.first, able.allSatisfy({ hosts[$0].isUp && hosts[$0].head == hosts[first].head }) else {
            return false
        }
        let final = hosts[first].disk.index.statements
        return client.operations.allSatisfy { operation in
            operation.accepted == nil || final.contains(operation.id) || operation.refused != nil
        }
    }

    private mutating func finish() {
        guard checks.isClean, let first = able.first else { return }
        let final = hosts[first].disk.index.statements
        checks.add(AnswerChecker.check(client.operations, final: final))
        checks.add(UseChecker.check(client.operations, final: final))
        let size = Int(hosts[first].head.size)
        let leaves = hosts[first].leaves.prefix(size)
        for host in able where hosts[host].leaves.prefix(size) != leaves {
            let other = hosts[host].leaves
            let place = zip(leaves, other).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? other.count
            checks.breach(.log, "nodes \(first + 1) and \(host + 1) have other logs at one block, from leaf \(place)")
        }
    }

    /// Beyond the threshold: lets proofs spread, and looks whom a fork accuses.
    mutating func explain() {
        calm()
        _ = run(for: 15_000) { _ in false }
        checks.add(checks.forks.check(checks.finality.forks))
    }

    /// How long a quorum that is whole may take for two blocks: the rounds until each of its members has proposed,
    /// from the highest round on, questions to peers that do not answer, blocks of clocks that were ahead, and the
    /// heartbeat when nothing waits.
    private var bound: UInt64 {
        let top = hosts.compactMap { $0.replica?.status.round.value }.max() ?? 0
        let timeouts = Timeouts.local
        let rounds = (top...top + 2 * UInt64(scenario.validators) + 2).compactMap { Round($0) }.reduce(UInt64(0)) {
            $0 + timeouts.milliseconds(.propose, $1) + 2 * timeouts.milliseconds(.prevote, $1)
        }
        return rounds + 5_000 * UInt64(scenario.validators) + 6 * ledger.network.parameters.heartbeat
    }

    private func plight(of some: [Int]) -> String {
        some.map { host in
            let status = hosts[host].replica.map { "\($0.status.activity) round \($0.status.round)" }
            return "node \(host + 1) at \(hosts[host].head.height), \(status ?? "\(hosts[host].condition)")"
        }.joined(separator: "; ")
    }

    mutating func report() -> RunReport {
        for breach in checks.breaches { trace.end("broken: \(breach)") }
        trace.end(
            "\(checks.isClean ? "all rules held" : "a rule was broken"): \(heights) blocks in \(Trace.seconds(time))")
        let final = hosts.filter { isHonest($0.number) }.map(\.disk.index.statements.count).max() ?? 0
        return RunReport(
            scenario: scenario, heights: heights, milliseconds: time, faults: counts,
            lies: scenario.liars.map { liar in
                (liar.kind, hosts.first { $0.number == liar.validator }?.liar?.desk.lies ?? 0)
            },
            dishonest: dishonest, signatures: checks.oracle.count, statements: client.operations.count,
            finalStatements: final,
            forks: checks.finality.forks.count, accused: checks.faults.accused, quorumMilliseconds: quorumTime,
            breaches: checks.breaches,
            digest: trace.digest.value, trace: trace.lines)
    }
}
