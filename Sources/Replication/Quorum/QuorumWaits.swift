import Consensus

/// How long a replica waits for what, in ms; none of it can break agreement.
enum QuorumPatience {
    /// What came last may wait so long for company in its block.
    static let cut: UInt64 = 10
    /// A recipe may be so late behind its proposal before the body is asked for.
    static let recipe: UInt64 = 50
    /// The next validator is asked for a body after this.
    static let body: UInt64 = 300
    static let firstRetransmit: UInt64 = 200
    static let lastRetransmit: UInt64 = 2_000
    static let status: UInt64 = 500
    /// A validator is silent of whom nothing was heard for this long.
    static let silence: UInt64 = 1_000
    /// A node may be behind so long before it asks for blocks: cosignatures are mostly on their way.
    static let behind: UInt64 = 100
    /// An answer with blocks may take so long.
    static let blocks: UInt64 = 5_000
    /// Answers to one peer's late words are at least so far apart.
    static let reply: UInt64 = 100

    /// A new block's time may differ from the checker's clock: ahead by this much,
    static let ahead: UInt64 = 500
    /// behind by this much, and a tenth more in each round: bad clocks cannot stop the ledger for ever.
    static let late: UInt64 = 2_000
    static let latest: UInt64 = 86_400_000
}

/// Waits of one replica, in ticks: a clock that never goes back, whatever the time of day does.
struct QuorumWaits: Sendable {
    private(set) var tick: UInt64 = 0
    private(set) var now: UInt64 = 0
    var timeouts: [(due: UInt64, timeout: Timeout)] = []
    var retransmit: UInt64 = 0
    var retransmitStep = QuorumPatience.firstRetransmit
    var status: UInt64 = 0
    /// The last wish told to the driver.
    var told: UInt64?

    /// Reads the clock of an input.
    mutating func read(_ time: UInt64) {
        if now > 0, time > now { tick += time - now }
        now = time
    }

    mutating func add(_ timeout: Timeout, after milliseconds: UInt64) {
        timeouts.append((tick + milliseconds, timeout))
    }

    /// Timeouts that are over, in the order of their ends.
    mutating func takeDue() -> [Timeout] {
        let due = timeouts.filter { $0.due <= tick }
        guard !due.isEmpty else { return [] }
        timeouts.removeAll { $0.due <= tick }
        return due.enumerated().sorted { ($0.element.due, $0.offset) < ($1.element.due, $1.offset) }
            .map(\.element.timeout)
    }

    mutating func restartRetransmit() {
        retransmitStep = QuorumPatience.firstRetransmit
        retransmit = tick + retransmitStep
    }

    /// True when it is time to repeat; the next time is farther away.
    mutating func takeRetransmit() -> Bool {
        guard tick >= retransmit else { return false }
        retransmitStep = min(retransmitStep * 2, QuorumPatience.lastRetransmit)
        retransmit = tick + retransmitStep
        return true
    }
}
