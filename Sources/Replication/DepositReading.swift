import Rulebook
import Signing

/// Questions on the deposits that acts name, answered at once by what the node has in its strongroom and has heard.
///
/// No rule of the ledger asks them: a block that q validators made final follows by the rules, whoever holds what.
/// Whoever answers no looks for the deposit meanwhile: it is asked again after a while.
public protocol DepositReading {
    /// True when its bytes are durable here: this node may vote for a block that names it.
    func isHeld(_ deposit: NamedDeposit) -> Bool
    /// True when a quorum of validators has acknowledged it: a block of this node's own may name it.
    func isAcknowledged(_ deposit: NamedDeposit) -> Bool
}

/// Takes every deposit for held and acknowledged: where nothing is dealt to nodes.
public struct EveryDeposit: DepositReading, Sendable {
    public init() {}

    public func isHeld(_ deposit: NamedDeposit) -> Bool { true }
    public func isAcknowledged(_ deposit: NamedDeposit) -> Bool { true }
}

/// Statements that wait until the deposits which they name are there, in the order of their arrival.
struct HeldStatements: Sendable {
    private var queue: [(checked: CheckedStatement, deposit: NamedDeposit, next: UInt64)] = []
    /// When the next of them is asked about, or earlier: nobody walks the queue at each look at the clock.
    private var earliest: UInt64 = .max
    /// A deposit that was not there is asked for again after this, in ms.
    static let pause: UInt64 = 100

    var count: Int { queue.count }
    /// When the next of them is asked about.
    var due: UInt64? { queue.isEmpty ? nil : earliest }

    /// False for a statement that names no deposit, and need not wait.
    mutating func insert(_ checked: CheckedStatement, at tick: UInt64) -> Bool {
        guard let deposit = checked.namedDeposit else { return false }
        queue.append((checked, deposit, tick))
        earliest = min(earliest, tick)
        return true
    }

    /// Takes those out whose deposits are there, and those that no block of this time (ms) can take any more.
    mutating func take(
        at tick: UInt64, _ time: UInt64, _ deposits: some DepositReading
    ) -> (ready: [CheckedStatement], late: [(id: StatementID, refusal: Refusal)]) {
        guard let due, due <= tick else { return ([], []) }
        var ready: [CheckedStatement] = []
        var late: [(id: StatementID, refusal: Refusal)] = []
        let asked = queue
        queue = []
        defer { earliest = queue.lazy.map(\.next).min() ?? .max }
        for (checked, deposit, next) in asked {
            if next > tick {
                queue.append((checked, deposit, next))
            } else if deposits.isHeld(deposit), deposits.isAcknowledged(deposit) {
                ready.append(checked)
            } else if last(of: checked) < time / 1_000 {
                late.append((checked.id, .expired(notAfter: last(of: checked), now: time)))
            } else {
                queue.append((checked, deposit, tick + HeldStatements.pause))
            }
        }
        return (ready, late)
    }

    private func last(of checked: CheckedStatement) -> UInt64 { checked.statement.header.notAfter }

    /// Forgets what stands in a block or was refused.
    mutating func remove(_ ids: Set<StatementID>) { queue.removeAll { ids.contains($0.checked.id) } }
}
