import Consensus
import Ledger
import Replication
import Rulebook
import Signing

extension World {
    mutating func happen(_ event: WorldEvent) {
        switch event {
        case .deliver(let parcel, let from, let to): if isAwake(to, event) { deliver(parcel, from, to) }
        case .connect(let peer, let host): if isAwake(host, event) { connect(peer, to: host) }
        case .wake(let host, let number): if isAwake(host, event) { ring(host, number) }
        case .tick(let host, let life): if hosts[host].life == life, isAwake(host, event) { tick(host) }
        case .resume(let host): if hosts[host].pausedUntil <= time { resume(host) }
        case .submit(let number, let host): if isAwake(host, event) { submit(number, to: host) }
        case .client: act()
        case .stop(let host, let stop): self.stop(host, stop)
        case .start(let host): start(host)
        case .lie(let host): if isAwake(host, event) { lie(host) }
        case .embolden(let host): embolden(host)
        case .fault: spoil()
        case .part(let shape): part(shape)
        case .flap(let shape, let left): flap(shape, left)
        }
    }

    /// False for a host that is paused: what comes to it comes when it goes on.
    private mutating func isAwake(_ host: Int, _ event: WorldEvent) -> Bool {
        guard hosts[host].pausedUntil > time else { return true }
        hosts[host].held.append(event)
        return false
    }

    /// A host does nothing for so many ms.
    mutating func pause(_ host: Int, for length: UInt64) {
        hosts[host].pausedUntil = time + length
        plan(.resume(host), in: length)
    }

    /// A host goes on with all that came to it while it was paused.
    mutating func resume(_ host: Int) {
        hosts[host].pausedUntil = 0
        for event in hosts[host].held { plan(event, in: 0) }
        hosts[host].held = []
    }

    /// Gives a node an input and carries out what follows, depth first; it may end at any effect.
    mutating func tell(_ host: Int, _ input: QuorumInput) {
        guard hosts[host].isUp else { return }
        // The next effect stands last.
        var queue = handle(host, input)
        queue.reverse()
        while let effect = queue.popLast() {
            guard let answer = carryOut(effect, host) else {
                if !hosts[host].isUp { return }
                continue
            }
            guard hosts[host].isUp else { return }
            queue += handle(host, answer).reversed()
        }
    }

    private mutating func handle(_ host: Int, _ input: QuorumInput) -> [QuorumEffect] {
        hosts[host].replica?.handle(input, records: records) ?? []
    }

    private mutating func deliver(_ parcel: Parcel, _ from: Int, _ to: Int) {
        guard hosts[to].isUp, !weather.isBlocked(from, to), let word = parcel.word else { return }
        let peer = hosts[from].validator
        trace.deliver(word, from: from, to: to, at: time)
        if let liar = hosts[to].liar { hear(word, from: peer, liar, to) }
        switch word {
        case .statements(let number, let bytes): hold(bytes, number, from: from, at: to)
        case .kept(let number): keep(number, by: peer, at: to)
        case .agreement, .cosignature, .status, .recipe, .bodyWanted, .body, .blocksWanted, .blocks, .evidence,
            .doubtAsked, .doubtAnswer:
            tell(to, .received(word, from: peer, now: clock(of: to)))
        }
    }

    private mutating func connect(_ peer: Int, to host: Int) {
        guard hosts[host].isUp, hosts[peer].isUp, !weather.isBlocked(host, peer) else { return }
        let validator = hosts[peer].validator
        for share in hosts[host].intake.due(to: validator, at: time, isNew: true) { hand(share, host, to: validator) }
        tell(host, .connected(validator, now: clock(of: host)))
    }

    private mutating func ring(_ host: Int, _ number: UInt64) {
        guard let wake = hosts[host].wake, wake.number == number, clock(of: host) >= wake.time else { return }
        hosts[host].wake = nil
        tell(host, .clock(now: clock(of: host)))
    }

    /// What a node does every second, whatever its timers do.
    private mutating func tick(_ host: Int) {
        plan(.tick(host, life: hosts[host].life), in: 1_000)
        tell(host, .clock(now: clock(of: host)))
        guard hosts[host].isUp else { return }
        for validator in ledger.network.genesis.validators.indices where validator != hosts[host].validator {
            for share in hosts[host].intake.due(to: validator, at: time, isNew: false) {
                hand(share, host, to: validator)
            }
        }
    }
}
