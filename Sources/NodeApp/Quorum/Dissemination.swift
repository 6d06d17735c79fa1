internal import Replication
internal import Signing
internal import Synchronization

/// Sends what this node has accepted to the other validators in office until they have it, and knows who does.
///
/// What is decided is forgotten. So it is bounded by what the inbox takes.
final class Dissemination: Sendable {
    private struct Entry {
        /// Submissions, framed.
        var payload: [UInt8]
        /// What is not decided yet.
        var open: Set<StatementID>
        var keptBy: Set<Int> = []
        /// When it was last sent, by peer, in ms.
        var sent: [Int: UInt64] = [:]
        var tickets: [Ticket<Bool>] = []
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var numbers: [StatementID: UInt64] = [:]
        var next: UInt64
        var linked: Set<Int> = []
        /// Whose holding counts.
        var office: Set<Int>
    }

    private let state: Mutex<State>
    private let links: Links
    /// Validators that must hold a statement before it counts as accepted.
    private let quorum: Atomic<Int>
    private let own: Int
    /// What was not acknowledged for so long is sent again.
    private static let patience: UInt64 = 3_000

    init(_ links: Links, needed: Int, now: UInt64) {
        self.links = links
        quorum = Atomic(needed)
        own = links.own
        // No number of an earlier process comes again.
        state = Mutex(State(next: now * 1_000, office: links.inOffice))
    }

    /// Validators that must hold a statement before it counts as accepted.
    var needed: Int { quorum.load(ordering: .relaxed) }

    /// The set of validators has changed: so many of these must hold a statement from now on.
    func require(_ count: Int, of office: Set<Int>) {
        quorum.store(count, ordering: .relaxed)
        let told = state.withLock { state -> [([Ticket<Bool>], [StatementID])] in
            guard state.office != office else { return [] }
            state.office = office
            return state.entries.keys.compactMap { number in
                guard let entry = state.entries[number], isHeld(entry, office) else { return nil }
                state.entries[number]?.tickets = []
                return (entry.tickets, Array(entry.open))
            }
        }
        for (tickets, ids) in told { for ticket in tickets { for id in ids { ticket.decide(id, true) } } }
    }

    /// Sends statements, durable here, to all peers; those that are on their way already are only watched.
    func offer(_ statements: [(id: StatementID, framed: [UInt8])], _ ticket: Ticket<Bool>?, now: UInt64) {
        let (number, payload, held) = state.withLock { state in
            let fresh = statements.filter { state.numbers[$0.id] == nil }
            var held: [StatementID] = []
            for statement in statements {
                guard let number = state.numbers[statement.id], let ticket else { continue }
                if state.entries[number].map({ isHeld($0, state.office) }) ?? true { held.append(statement.id) }
                state.entries[number]?.tickets.append(ticket)
            }
            guard !fresh.isEmpty else { return (UInt64(0), [UInt8](), held) }
            var entry = Entry(payload: fresh.flatMap(\.framed), open: Set(fresh.map(\.id)))
            if let ticket { entry.tickets.append(ticket) }
            for peer in state.linked.intersection(state.office) { entry.sent[peer] = now }
            let number = state.next
            state.next += 1
            state.entries[number] = entry
            for id in entry.open { state.numbers[id] = number }
            return (number, entry.payload, held)
        }
        if let ticket { for id in held { ticket.decide(id, true) } }
        guard !payload.isEmpty else { return }
        let refused = links.broadcast(.statements(number: number, payload))
        state.withLock { state in for peer in refused { state.entries[number]?.sent[peer] = nil } }
    }

    /// A peer holds the statements of that number, durably.
    func kept(_ number: UInt64, by peer: Int) {
        let told = state.withLock { state -> ([Ticket<Bool>], [StatementID]) in
            guard state.entries[number]?.keptBy.insert(peer).inserted == true, let entry = state.entries[number]
            else { return ([], []) }
            guard isHeld(entry, state.office) else { return ([], []) }
            state.entries[number]?.tickets = []
            return (entry.tickets, Array(entry.open))
        }
        for ticket in told.0 { for id in told.1 { ticket.decide(id, true) } }
    }

    /// Statements that are in final blocks, or refused for good.
    func decided(_ ids: [StatementID]) {
        let told = state.withLock { state in
            ids.map { id -> ([Ticket<Bool>], StatementID) in
                guard let number = state.numbers.removeValue(forKey: id), let entry = state.entries[number] else {
                    return ([], id)
                }
                state.entries[number]?.open.remove(id)
                if entry.open.count == 1 { state.entries[number] = nil }
                return (entry.tickets, id)
            }
        }
        for (tickets, id) in told { for ticket in tickets { ticket.decide(id, true) } }
    }

    /// A link is open: what that peer does not have is sent.
    func connected(_ peer: Int, now: UInt64) {
        state.withLock { state in
            state.linked.insert(peer)
            for number in state.entries.keys { state.entries[number]?.sent[peer] = nil }
        }
        resend(now: now)
    }

    func disconnected(_ peer: Int) { state.withLock { _ = $0.linked.remove(peer) } }

    /// Sends again, oldest first, what has not been acknowledged for a while; stops where a queue is full.
    func resend(now: UInt64) {
        for peer in state.withLock({ $0.linked.intersection($0.office).sorted() }) {
            for (number, payload) in due(peer, now) {
                guard links.send(.statements(number: number, payload), to: peer) else { break }
                state.withLock { $0.entries[number]?.sent[peer] = now }
            }
        }
    }

    /// On how many validators' nodes the least spread of some statements are.
    func held(_ ids: [StatementID]) -> Int {
        state.withLock { state in
            ids.compactMap { state.numbers[$0].flatMap { state.entries[$0] } }.map { count($0, state.office) }.min()
                ?? count(nil, state.office)
        }
    }

    private func due(_ peer: Int, _ now: UInt64) -> [(UInt64, [UInt8])] {
        state.withLock { state in
            state.entries
                .filter { _, entry in
                    !entry.keptBy.contains(peer) && now >= (entry.sent[peer].map { $0 + Dissemination.patience } ?? 0)
                }
                .sorted { $0.key < $1.key }
                .map { ($0.key, $0.value.payload) }
        }
    }

    private func isHeld(_ entry: Entry, _ office: Set<Int>) -> Bool { count(entry, office) >= needed }

    /// Validators in office that hold it: what a node without a seat holds is no promise of theirs.
    private func count(_ entry: Entry?, _ office: Set<Int>) -> Int {
        (entry?.keptBy.intersection(office).count ?? 0) + (office.contains(own) ? 1 : 0)
    }
}
