import Consensus
import Ledger
import Replication
import Rulebook
import Signing

extension World {
    /// Perhaps ends a node here: it is asked before, in the middle of, and behind every effect.
    mutating func breaksDown(_ host: Int) -> Bool {
        guard hosts[host].isUp else { return true }
        guard !isCalm, hosts[host].liar == nil, random.happens(scenario.breakdowns) else { return false }
        let isCut = scenario.faults.contains(.powerCuts) && random.below(2) == 0
        guard isCut || scenario.faults.contains(.kills) else { return false }
        stop(host, isCut ? .powerCut : .kill)
        return true
    }

    /// Ends a node's process; it starts again after a while, unless all is to stay as it is.
    mutating func stop(_ host: Int, _ stop: Stop) {
        guard hosts[host].isUp else { return }
        hosts[host].end(.down)
        switch stop {
        case .kill:
            counts.add(.kill)
            trace.note(time, host, "is killed")
        case .powerCut:
            counts.add(.powerCut)
            let losses = hosts[host].disk.losePower(&random)
            counts.add(.lostWrite, losses.lost)
            counts.add(.tornWrite, losses.torn)
            trace.note(time, host, "loses power, \(losses.lost) writes lost, \(losses.torn) torn")
        }
        guard !frozen.contains(host) else { return }
        plan(.start(host), in: random.within(20...scenario.longestStop))
    }

    /// Starts a node with what is on its disk, or finds that it cannot.
    mutating func start(_ host: Int) {
        guard !hosts[host].isUp, !frozen.contains(host) else { return }
        switch hosts[host].condition {
        case .lost, .halted, .up: return
        case .down, .refused: break
        }
        do throws(StartRefusal) {
            let survivors = try hosts[host].start(at: ledger, records)
            trace.note(time, host, "starts at block \(hosts[host].head.height)")
            begin(host, survivors)
        } catch { refuse(host, error) }
    }

    /// Starts a node anew without its doubt: a liar has none, and of two copies of a node each takes what the other
    /// has signed for its own.
    mutating func embolden(_ host: Int) {
        guard hosts[host].isUp else { return }
        hosts[host].end(.down)
        var record = hosts[host].guardRecord
        for other in hosts(of: hosts[host].validator) where other != host {
            guard let its = hosts[other].guardRecord else { continue }
            if record.map({ $0.isBehind(its) }) ?? true { record = its }
        }
        guard let record else { return }
        hosts[host].boldStarts += 1
        trace.note(time, host, "starts anew without its doubt")
        let bold = GuardRecord(memory: record.memory, attestation: record.attestation, commit: record.commit)
        hosts[host].disk.voteGuard.write(bold.encoded)
        hosts[host].disk.voteGuard.sync()
        plan(.start(host), in: 1 + random.below(40))
    }

    private mutating func begin(_ host: Int, _ survivors: [StockStatement]) {
        if isHonest(host) {
            checks.recover(hosts[host])
            for id in hosts[host].recentStatements { client.settle(id, at: time) }
        }
        tell(host, .started(now: clock(of: host)))
        tell(host, .admitted(survivors.map(\.checked), now: clock(of: host)))
        guard hosts[host].isUp else { return }
        offer(survivors, host)
        plan(.tick(host, life: hosts[host].life), in: 1 + random.below(1_000))
        connectAll(host)
        if hosts[host].liar != nil { plan(.lie(host), in: 50 + random.below(100)) }
    }

    /// What an operator does about damage: the next step that the message names.
    private mutating func refuse(_ host: Int, _ refusal: StartRefusal) {
        counts.add(.damageFound)
        trace.note(time, host, "does not start: \(refusal)")
        hosts[host].condition = .refused(refusal)
        switch refusal {
        case .guardInDoubt: hosts[host].condition = .lost
        case .logDamaged: putBackLog(host)
        case .intakeDamaged: salvageIntake(host)
        }
        if hosts[host].condition != .lost { plan(.start(host), in: random.within(200...2_000)) }
    }

    /// The log of another node, if it has all that was signed here.
    private mutating func putBackLog(_ host: Int) {
        let signed = hosts[host].attestation?.head
        for other in hosts.indices where other != host && isHonest(other) && !fragile.contains(other) {
            let leaves = hosts[other].disk.leaves().map(\.leaf)
            let log = RecoveredLog(leaves, ledger)
            guard signed.map({ log.head(at: $0.size) == $0 }) ?? true else { continue }
            var framed: [UInt8] = []
            let size = max(signed?.size ?? 0, hosts[other].head.size)
            for leaf in leaves.prefix(Int(size)) { EntryBundle.append(leaf: leaf, to: &framed) }
            return hosts[host].disk.log = SimulatedFile(framed)
        }
    }

    /// The journal begins anew with all that can be read of it.
    private mutating func salvageIntake(_ host: Int) {
        let (_, end) = CheckedRecord.all(in: hosts[host].disk.intake.bytes)
        hosts[host].disk.intake.truncate(to: end)
        hosts[host].disk.intakeMark = SimulatedFile()
    }
}

extension Host {
    /// What the guard's file says; nil when it cannot be read.
    var guardRecord: GuardRecord? {
        var copies = disk.voteGuard
        return copies.open().flatMap { try? GuardRecord(decoding: $0) }
    }

    /// What the guard's file says was cosigned last.
    var attestation: Attestation? { guardRecord?.attestation }

    /// Statements that are final here as of the start: whoever asks is told.
    var recentStatements: [StatementID] { disk.index.statements.sorted() }
}

extension GuardRecord {
    /// True when another copy of the validator has come further.
    fileprivate func isBehind(_ other: GuardRecord) -> Bool {
        let (own, its) = (attestation?.head.size ?? 0, other.attestation?.head.size ?? 0)
        return own != its ? own < its : memory.height < other.memory.height
    }
}
