import Consensus
import Ledger
import Replication
import Rulebook
import Signing

extension World {
    /// Does one of the things that the scenario lets go wrong, and plans the next.
    mutating func spoil() {
        guard !isCalm else { return }
        plan(.fault, in: random.within(200...scenario.faultGap))
        guard let family = random.one(of: scenario.faults) else { return }
        switch family {
        case .partitions: spoilLinks()
        case .kills: stopOne(.kill)
        case .powerCuts: if random.below(6) == 0 { blackout() } else { stopOne(.powerCut) }
        case .fullDisks: fillDisk()
        case .bitFlips: flipBit()
        case .pauses: pause()
        case .clocks: setClock()
        case .loss, .duplicates, .lateWords: return
        }
    }

    private mutating func oneHost() -> Int? {
        random.one(of: hosts.indices.filter { hosts[$0].liar == nil && hosts[$0].isUp && !frozen.contains($0) })
    }

    private mutating func spoilLinks() {
        let count = UInt64(hosts.count)
        guard count > 1 else { return }
        let groups = hosts.indices.map { _ in Int(random.below(2)) }
        switch random.below(7) {
        case 0, 1:
            counts.add(.symmetricPartition)
            part(.groups(groups))
        case 2:
            counts.add(.oneWayPartition)
            part(.oneWay(groups))
        case 3:
            counts.add(.bridgePartition)
            part(.bridge(groups, over: Int(random.below(count))))
        case 4:
            counts.add(.ringPartition)
            part(.ring(hosts.count))
        case 5:
            counts.add(.flappingLinks)
            plan(.flap(.groups(groups), left: Int(random.within(3...9))), in: 1)
        case _: part(.none)
        }
        plan(.part(.none), in: random.within(500...scenario.longestPartition))
    }

    private mutating func stopOne(_ stop: Stop) { if let host = oneHost() { self.stop(host, stop) } }

    private mutating func blackout() {
        counts.add(.blackout)
        for host in hosts.indices where hosts[host].liar == nil { stop(host, .powerCut) }
    }

    private mutating func fillDisk() {
        guard let host = oneHost() else { return }
        trace.note(time, host, "has a full disk for a while")
        hosts[host].disk.fullUntil = time + random.within(500...8_000)
    }

    /// A bit of a file of those that may lose one; it is found at the next start.
    private mutating func flipBit() {
        guard let host = random.one(of: fragile), !frozen.contains(host) else { return }
        let isFlipped =
            switch random.below(7) {
            case 0: hosts[host].disk.voteGuard.flip(&random)
            case 1, 2: hosts[host].disk.log.flip(&random)
            case 3: hosts[host].disk.candidates.flip(&random)
            case 4: hosts[host].disk.checkpoint.flip(&random)
            case 5: hosts[host].disk.intake.flip(&random)
            case _: hosts[host].disk.intakeMark.flip(&random)
            }
        guard isFlipped else { return }
        counts.add(.bitFlip)
        trace.note(time, host, "a bit of a file turns over")
        stop(host, .kill)
    }

    private mutating func pause() {
        guard let host = oneHost() else { return }
        counts.add(.pause)
        let length = random.below(4) == 0 ? random.within(5_000...60_000) : random.within(50...4_000)
        trace.note(time, host, "pauses for \(length) ms")
        pause(host, for: length)
    }

    private mutating func setClock() {
        guard let host = oneHost() else { return }
        let now = clock(of: host)
        if random.below(2) == 0 {
            counts.add(.clockJump)
            let jump = random.below(20_001)
            hosts[host].clock.set(to: trueTime + jump - 10_000, drift: hosts[host].clock.drift, at: trueTime)
        } else {
            counts.add(.clockDrift)
            hosts[host].clock.set(to: now, drift: Int64(random.below(2_001)) - 1_000, at: trueTime)
        }
        let error = Int64(clock(of: host)) - Int64(trueTime)
        trace.note(time, host, "its clock shows \(error) ms too much")
    }
}
