internal import Ledger
internal import Rulebook
internal import Storage

/// The newest final checkpoint, kept so that a node that starts can answer before it has heard from the others.
///
/// It is not synced, and nothing is lost with it: the others have it, and it is checked before it is used.
struct CheckpointFile: Sendable {
    private let path: String

    init(in directory: String) { path = directory + "/checkpoint" }

    /// Replaces what was kept.
    func write(_ final: FinalCheckpoint) throws { try TextFile.write(Array(final.note.encoded.utf8), to: path) }

    /// What was kept, if it is final under the network's policy and over the log as it is stored.
    func read(_ network: Network, _ log: LogStore) throws -> FinalCheckpoint? {
        guard let bytes = try? TextFile.bytes(path), let note = try? SignedNote(parsing: bytes),
            let final = try? network.policy.check(note)
        else { return nil }
        let head = final.checkpoint.head
        guard head.size <= log.head.size, try log.head(at: head.size) == head else { return nil }
        return final
    }
}
