import Consensus
import Ledger
import Replication
import Rulebook
import Signing

extension World {
    /// Sends a word to validators, or what a liar sends in its place.
    mutating func post(_ word: PeerWord, _ host: Int, to validators: [Int]) {
        trace.send(word, of: host, at: time)
        if case .agreement(let message) = word, message.isOwnWord { hosts[host].lastVote = time }
        if let liar = hosts[host].liar {
            liar.desk.now = clock(of: host)
            for validator in validators {
                for parcel in liar.replace(word, to: validator) { send(parcel, host, to: validator) }
            }
            return
        }
        checks.see(word, of: hosts[host].validator)
        let parcel = Parcel.word(word)
        for validator in validators { send(parcel, host, to: validator) }
    }

    /// Puts a parcel on the way to all hosts of a validator.
    mutating func send(_ parcel: Parcel, _ host: Int, to validator: Int) {
        for receiver in hosts(of: validator) where receiver != host { send(parcel, from: host, to: receiver) }
    }

    private mutating func send(_ parcel: Parcel, from: Int, to: Int) {
        guard !weather.isBlocked(from, to) else { return }
        if random.happens(weather.loss) { return counts.add(.loss) }
        var copies = 1
        if random.happens(weather.duplicates) {
            counts.add(.duplicate)
            copies = 2
        }
        for _ in 0..<copies {
            var delay = 1 + random.below(weather.maxDelay)
            if random.happens(weather.late) {
                counts.add(.lateWord)
                delay += random.below(weather.maxLate)
            }
            // Some words make the way as bytes; reading each of them would take most of a run's time.
            let carried = random.below(16) == 0 ? parcel.encoded : parcel
            plan(.deliver(carried, from: from, to: to), in: delay)
        }
    }

    mutating func part(_ shape: Partition) {
        trace.note(time, nil, shape == .none ? "all links are whole" : "links: \(shape)")
        let before = weather
        weather.block(shape)
        for host in hosts.indices {
            for peer in hosts.indices[..<host] where weather.opens(host, peer, since: before) { connect(host, peer) }
        }
    }

    /// The link between two hosts has opened: both learn of it.
    private mutating func connect(_ host: Int, _ peer: Int) {
        guard hosts[host].validator != hosts[peer].validator else { return }
        plan(.connect(peer, to: host), in: 1 + random.below(10))
        plan(.connect(host, to: peer), in: 1 + random.below(10))
    }

    /// Links of a host have opened.
    mutating func connectAll(_ host: Int) {
        for peer in hosts.indices where peer != host { connect(host, peer) }
    }

    mutating func flap(_ shape: Partition, _ left: Int) {
        guard left > 0, !isCalm else { return }
        part(left.isMultiple(of: 2) ? shape : .none)
        plan(.flap(shape, left: left - 1), in: random.within(100...1_500))
    }
}

extension World {
    /// A client's statement: durable, taken, and handed on; one that is final here is answered at once.
    mutating func submit(_ number: Int, to host: Int) {
        let statement = client.statements[number]
        guard hosts[host].isUp, isHonest(host) else { return }
        trace.note(time, host, "a client sends \(statement.id.short)")
        if hosts[host].disk.index.statements.contains(statement.id) { return client.settle(statement.id, at: time) }
        if !hosts[host].intake.contains(statement.id) {
            guard keep([statement], at: host) else { return }
            tell(host, .admitted([statement.checked], now: clock(of: host)))
        }
        guard hosts[host].isUp else { return }
        offer([statement], host)
    }

    /// Hands durable statements to the others, a few in a word.
    mutating func offer(_ statements: [StockStatement], _ host: Int) {
        let life = hosts[host].life
        let count = ledger.network.genesis.validators.count
        if count == 1 {
            for statement in statements where hosts[host].intake.contains(statement.id) {
                client.accept(statement.id, at: time)
            }
            return
        }
        for start in stride(from: 0, to: statements.count, by: HostIntake.shareCount) {
            let some = Array(statements[start..<min(start + HostIntake.shareCount, statements.count)])
            guard let share = hosts[host].intake.share(some, life: life, peers: count, at: time) else { continue }
            for validator in 0..<count where validator != hosts[host].validator { hand(share, host, to: validator) }
        }
    }

    mutating func hand(_ share: HostIntake.Share, _ host: Int, to validator: Int) {
        post(.statements(number: share.number, share.framed), host, to: [validator])
    }

    /// Takes what another validator hands on, and acknowledges it when it is durable here, or final.
    mutating func hold(_ bytes: [UInt8], _ number: UInt64, from: Int, at host: Int) {
        guard let submissions = try? Submission.split(bytes, maxStatements: HostIntake.shareCount) else { return }
        let known = submissions.compactMap { ledger.stock[$0.statement] }
        guard known.count == submissions.count else { return }
        let fresh = known.filter {
            !hosts[host].disk.index.statements.contains($0.id) && !hosts[host].intake.contains($0.id)
        }
        if !fresh.isEmpty {
            guard keep(fresh, at: host) else { return }
            tell(host, .admitted(fresh.map(\.checked), now: clock(of: host)))
        }
        guard hosts[host].isUp else { return }
        post(.kept(number: number), host, to: [hosts[from].validator])
    }

    mutating func keep(_ number: UInt64, by validator: Int, at host: Int) {
        guard let (ids, count) = hosts[host].intake.keep(number, by: validator) else { return }
        guard count + 1 >= ledger.network.quorum.count, isHonest(host) else { return }
        for id in ids { client.accept(id, at: time) }
    }
}

extension Message {
    /// A proposal or a vote, of whoever sends it.
    fileprivate var isOwnWord: Bool {
        switch self {
        case .proposal, .vote: true
        case .polka, .round, .commit: false
        }
    }
}
