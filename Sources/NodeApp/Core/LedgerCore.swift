internal import Replication
internal import Rulebook
internal import Signing

/// The owner of a node's replica: of one that orders alone, or of one among several.
protocol LedgerCore: Actor {
    /// Works on what arrives until the inbox closes; a failure of disk or guard ends the node.
    func run() async throws
    /// Looks at the clock.
    func tick() throws
}

/// What every core works with.
struct CoreDesk: Sendable {
    let stores: NodeStores
    let inbox: Inbox
    let intake: IntakeQueue
    let thread: WorkThread
    let board: NoticeBoard
    let metrics: NodeMetrics
    let deposits: HeldDeposits

    /// Tells who waits what became of statements, and lets the journal forget them.
    func settle(_ decisions: [(StatementID, Decision)]) {
        for case (let id, .refused(let refusal)) in decisions {
            board.note(refusal, of: id)
            metrics.count(refusal)
        }
        inbox.decide(decisions)
        intake.decided(decisions.map(\.0))
    }
}
