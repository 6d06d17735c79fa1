internal import Ledger
internal import Replication
internal import Rulebook
internal import Signing
internal import Synchronization

/// Answers the replica's questions to this node's own log and strongroom. A log that cannot be read stops the node.
final class LogRecords: RecordReading, Sendable {
    private let stores: NodeStores
    private let deposits: HeldDeposits
    private let failure = Mutex<(any Error)?>(nil)

    init(_ stores: NodeStores, _ deposits: HeldDeposits) {
        self.stores = stores
        self.deposits = deposits
    }

    func isHeld(_ deposit: NamedDeposit) -> Bool { deposits.isHeld(deposit) }
    func isAcknowledged(_ deposit: NamedDeposit) -> Bool { deposits.isAcknowledged(deposit) }

    func record(at index: LeafIndex) -> RecordedDocument? {
        do { return try RecordedDocument(index, in: stores.log, stores.index) } catch {
            failure.withLock { $0 = $0 ?? error }
            return nil
        }
    }

    /// Throws when an answer could not be read: nothing that follows from it may be carried out.
    func check() throws {
        if let error = failure.withLock({ $0 }) { throw error }
    }
}
