internal import Ledger
internal import Replication
internal import Rulebook
internal import Synchronization

/// Answers the replica's questions to this node's own log. A log that cannot be read stops the node.
final class LogRecords: RecordReading, Sendable {
    private let stores: NodeStores
    private let failure = Mutex<(any Error)?>(nil)

    init(_ stores: NodeStores) { self.stores = stores }

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
