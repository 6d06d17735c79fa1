import Ledger

/// What is known of each validator's link; all of it hints, none of it proof.
struct PeerTable: Sendable {
    struct Row: Sendable {
        /// When something authenticated was last heard, in ticks.
        var heard: UInt64 = 0
        /// The last height of which it says, or shows, that it is final there.
        var claimed = Height(0)
        /// The last final height of which it spoke last; nil before it spoke.
        var told: Height?
        /// When it was last answered, in ticks.
        var replied: UInt64?
        /// When its doubt was last answered, in ticks.
        var answered: UInt64?
        /// When a body or blocks were last sent to it, in ticks.
        var served: UInt64?
    }

    var rows: [Row]

    init(count: Int) { rows = Array(repeating: Row(), count: count) }

    mutating func extend(to count: Int) {
        rows += Array(repeating: Row(), count: max(0, count - rows.count))
    }

    mutating func claim(_ peer: Int, _ height: Height) {
        rows[peer].claimed = max(rows[peer].claimed, height)
        show(peer, height)
    }

    /// Its status: what it says is final there, now.
    mutating func tell(_ peer: Int, _ height: Height) {
        claim(peer, height)
        rows[peer].told = height
    }

    /// It takes part above this height.
    mutating func show(_ peer: Int, _ height: Height) {
        if let told = rows[peer].told { rows[peer].told = max(told, height) }
    }

    /// True for one that says itself that it is far below a height: it is catching up, and its turn is not waited for.
    func isFarBelow(_ peer: Int, _ height: Height) -> Bool {
        rows[peer].told.map { $0.value + PeerTable.far < height.value } ?? false
    }

    /// So many heights are no more than the usual delay.
    private static let far: UInt64 = 3

    /// Links by which nothing was heard for a while.
    func silent(but own: Int, at tick: UInt64) -> [Int] {
        rows.indices.filter { $0 != own && rows[$0].heard + QuorumPatience.silence < tick }
    }

    /// True when there are any.
    func hasSilent(but own: Int, at tick: UInt64) -> Bool {
        rows.indices.contains { $0 != own && rows[$0].heard + QuorumPatience.silence < tick }
    }

    /// Peers that claim more than this height.
    func ahead(of height: Height) -> [Int] { rows.indices.filter { rows[$0].claimed > height } }

    /// True once in a while: a peer's late words are not answered one by one.
    mutating func mayReply(_ peer: Int, _ tick: UInt64) -> Bool {
        if let last = rows[peer].replied, tick < last + QuorumPatience.reply { return false }
        rows[peer].replied = tick
        return true
    }

    /// True once in a while: an answer to a doubt costs a signature.
    mutating func mayAnswer(_ peer: Int, _ tick: UInt64) -> Bool {
        if let last = rows[peer].answered, tick < last + QuorumPatience.reply { return false }
        rows[peer].answered = tick
        return true
    }

    /// True once in a while: bodies and blocks are dear.
    mutating func mayServe(_ peer: Int, _ tick: UInt64) -> Bool {
        if let last = rows[peer].served, tick < last + QuorumPatience.reply / 2 { return false }
        rows[peer].served = tick
        return true
    }
}

/// How a node that is behind asks for blocks: one request at a time, the next peer when one does not answer.
struct CatchUp: Sendable {
    /// Whom a request is out to, and when it is given up, in ticks.
    var asked: (peer: Int, until: UInt64)?
    var lastAsked = 0
    /// Since when the node knows that it is behind, in ticks.
    var since: UInt64?
    /// Not before this, in ticks.
    var next: UInt64 = 0
    /// Blocks of an answer that was checked as a whole, not yet appended.
    var arriving: [CheckedBlock] = []
    /// For the last of them.
    var checkpoint: FinalCheckpoint?

    /// The next of these peers in turn.
    func turn(among peers: [Int]) -> Int? { peers.first { $0 > lastAsked } ?? peers.first }
}
