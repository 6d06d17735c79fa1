import NodeAPI
import Rulebook
import Signing

/// What became of a bank's requests.
struct ReplayTally: Sendable {
    /// How many uses are counted of each grant.
    var counted: [GrantID: UInt64] = [:]
    var statements = 0
    var granted = 0
    var refused = 0
    var withdrawn = 0
    var beyond = 0
    var again = 0
    var rivals = 0
    /// The newest block that an answer named.
    var height: UInt64 = 0

    /// Adds what another bank did.
    mutating func add(_ other: ReplayTally) {
        counted.merge(other.counted) { $0 + $1 }
        statements += other.statements
        granted += other.granted
        refused += other.refused
        withdrawn += other.withdrawn
        beyond += other.beyond
        again += other.again
        rivals += other.rivals
        height = max(height, other.height)
    }
}

/// One bank works through its requests, some at a time, and holds every answer against what the rules allow.
struct ReplayBank: Sendable {
    let party: BenchParty
    let network: Network
    /// The node that it works with, and another one.
    let door: ReplayDoor
    let other: ReplayDoor
    private static let step = 64

    /// Works through all requests; throws at the first answer that is not as the rules say.
    func work(_ requests: [ReplayRequest]) async throws -> ReplayTally {
        var tally = ReplayTally()
        for start in stride(from: 0, to: requests.count, by: ReplayBank.step) {
            var matters = requests[start...].prefix(ReplayBank.step).map { request in
                let scene = party.scenes[request.scene]
                return Matter(
                    request: request, grant: BenchGrant(scene, uses: request.uses, of: party, in: network))
            }
            try await answer(matters, &tally)
            for index in 1...BenchSetup.mostUses { try await use(&matters, index, &tally) }
            try await withdraw(matters, &tally)
            try await tryBeyond(matters, &tally)
            try await tryAgain(matters.filter { $0.request.isTriedAgain && !$0.uses.isEmpty }, &tally)
            for matter in matters { tally.counted[matter.grant.id] = UInt64(matter.uses.count) }
        }
        return tally
    }

    /// The holders grant or refuse.
    private func answer(_ matters: [Matter], _ tally: inout ReplayTally) async throws {
        let statements = matters.map { matter in
            matter.request.ending == .refused
                ? matter.grant.refused(in: network) : matter.grant.given(uses: matter.request.uses, in: network)
        }
        for (matter, outcome) in zip(matters, try await door.settle(statements)) { try matter.final(outcome) }
        let refused = matters.count { $0.request.ending == .refused }
        tally.statements += statements.count
        tally.refused += refused
        tally.granted += statements.count - refused
    }

    /// A use of that index of each grant that comes to so many.
    private func use(_ matters: inout [Matter], _ index: UInt64, _ tally: inout ReplayTally) async throws {
        let places = matters.indices.filter { matters[$0].request.counted >= index }
        let statements = places.map { party.use(matters[$0].grant.id, index, in: network) }
        let outcomes = try await door.settle(statements)
        for (place, (statement, outcome)) in zip(places, zip(statements, outcomes)) {
            try matters[place].final(outcome)
            matters[place].uses.append(statement)
            matters[place].last = outcome
        }
        tally.statements += statements.count
    }

    private func withdraw(_ matters: [Matter], _ tally: inout ReplayTally) async throws {
        let ended = matters.filter { if case .withdrawn = $0.request.ending { true } else { false } }
        let outcomes = try await door.settle(ended.map { $0.grant.withdrawn(in: network) })
        for (matter, outcome) in zip(ended, outcomes) { try matter.final(outcome) }
        tally.statements += ended.count
        tally.withdrawn += ended.count
    }

    /// One use more of each grant: refused, each by its rule.
    private func tryBeyond(_ matters: [Matter], _ tally: inout ReplayTally) async throws {
        let outcomes = try await door.settle(
            matters.map { party.use($0.grant.id, $0.request.counted + 1, in: network) })
        for (matter, outcome) in zip(matters, outcomes) { try matter.refused(outcome, by: matter.request.rule) }
        tally.statements += outcomes.count
        tally.beyond += outcomes.count
        tally.height = outcomes.compactMap(\.height).reduce(tally.height, max)
    }

    /// The last use of some, at another node: the same bytes count once, and another statement for it loses to them.
    private func tryAgain(_ matters: [Matter], _ tally: inout ReplayTally) async throws {
        try await other.reach(matters.compactMap { $0.last?.height }.max() ?? 0)
        for (matter, outcome) in zip(matters, try await other.settle(matters.compactMap(\.uses.last))) {
            try matter.final(outcome)
            guard outcome.index == matter.last?.index, outcome.height == matter.last?.height else {
                throw ReplayFault.unexpected(matter.grant.id, "the place of the first answer", outcome)
            }
        }
        let rivals = matters.map { party.use($0.grant.id, UInt64($0.uses.count), in: network) }
        for (matter, outcome) in zip(matters, try await other.settle(rivals)) {
            try matter.refused(outcome, by: "already-used")
            guard outcome.winner?.id == matter.last?.id, outcome.winner?.height == matter.last?.height else {
                throw ReplayFault.unexpected(matter.grant.id, "the winner \(matter.last?.id ?? "")", outcome)
            }
        }
        tally.statements += 2 * matters.count
        tally.again += matters.count
        tally.rivals += rivals.count
    }
}

/// A request, its grant, and the uses that were counted, in their order.
private struct Matter {
    let request: ReplayRequest
    let grant: BenchGrant
    var uses: [Statement] = []
    var last: OutcomeBody?

    func final(_ outcome: OutcomeBody) throws {
        guard outcome.state == .final else { throw ReplayFault.unexpected(grant.id, "final", outcome) }
    }

    func refused(_ outcome: OutcomeBody, by rule: String) throws {
        guard outcome.state == .refused, outcome.code == rule else {
            throw ReplayFault.unexpected(grant.id, rule, outcome)
        }
    }
}
