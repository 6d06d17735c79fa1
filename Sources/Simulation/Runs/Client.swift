import Consensus
import Ledger
import Replication
import Rulebook
package import Signing

/// One statement of a client, and what it was told of it. Times are ms of the run.
package struct Operation: Sendable {
    package let id: StatementID
    /// The grant whose one use it takes; nil for a note, which nobody refuses.
    package let grant: Int?
    /// When it was sent first.
    package let invoked: UInt64
    /// When a quorum of nodes had it on disk.
    package var accepted: UInt64?
    /// When a node said that it is final.
    package var final: UInt64?
    /// When a node refused it, and the use that was counted in its place.
    package var refused: (time: UInt64, winner: StatementID?)?
    /// When it was sent last.
    var sent: UInt64

    /// A statement that is sent for the first time.
    package init(_ id: StatementID, grant: Int?, at time: UInt64) {
        self.id = id
        self.grant = grant
        invoked = time
        sent = time
    }

    var isAnswered: Bool { final != nil || refused != nil }
}

/// Sends statements until each has an answer.
struct Client: Sendable {
    private let stock: StatementStock
    private(set) var operations: [Operation] = []
    /// What was sent, in the same order.
    private(set) var statements: [StockStatement] = []
    private var places: [StatementID: Int] = [:]
    private var notes = 0
    private var grants = 0

    init(_ stock: StatementStock) { self.stock = stock }

    /// Operations without an answer.
    var open: Int { operations.count { !$0.isAnswered } }

    /// A new note, or now and then all uses of one grant at once; the numbers of the operations.
    mutating func invoke(_ random: inout SeededNumbers, at time: UInt64) -> [Int] {
        let isUse = grants < stock.uses.count && (random.below(5) == 0 || notes >= stock.notes.count)
        let statements: [StockStatement]
        if isUse {
            statements = Array(stock.uses[grants].prefix(Int(random.within(2...UInt64(StatementStock.usesOfGrant)))))
            grants += 1
        } else {
            guard notes < stock.notes.count else { return [] }
            statements = [stock.notes[notes]]
            notes += 1
        }
        return statements.map { statement in
            places[statement.id] = operations.count
            operations.append(Operation(statement.id, grant: statement.grant, at: time))
            self.statements.append(statement)
            return operations.count - 1
        }
    }

    /// Operations that were not answered for so long that they are sent again.
    mutating func due(at time: UInt64, patience: UInt64) -> [Int] {
        operations.indices.filter { number in
            guard !operations[number].isAnswered, time >= operations[number].sent + patience else { return false }
            operations[number].sent = time
            return true
        }
    }

    mutating func accept(_ id: StatementID, at time: UInt64) {
        guard let number = places[id], operations[number].accepted == nil else { return }
        operations[number].accepted = time
    }

    mutating func settle(_ id: StatementID, at time: UInt64) {
        guard let number = places[id], operations[number].final == nil else { return }
        operations[number].final = time
    }

    mutating func refuse(_ id: StatementID, _ refusal: Refusal, at time: UInt64) {
        guard let number = places[id], operations[number].refused == nil else { return }
        operations[number].refused = (time, refusal.winner?.statement)
    }
}

extension World {
    /// Sends something new and repeats what has no answer.
    mutating func act() {
        plan(.client, in: isAtRest ? 500 : 1 + random.below(2 * scenario.clientGap))
        if !isAtRest, client.open < 4 {
            for number in client.invoke(&random, at: time) { submitSomewhere(number) }
        }
        for number in client.due(at: time, patience: 2_000) { submitSomewhere(number) }
    }

    private mutating func submitSomewhere(_ number: Int) {
        let honest = hosts.indices.filter { isHonest($0) && !frozen.contains($0) }
        guard let host = random.one(of: honest) else { return }
        plan(.submit(number, to: host), in: 1 + random.below(10))
    }
}
