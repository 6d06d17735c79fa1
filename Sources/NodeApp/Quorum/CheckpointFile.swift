internal import Ledger
internal import Rulebook
internal import Storage

/// The newest final checkpoint, on disk before anybody is told of it: whatever this node has once shown as final, it
/// knows to be final after a power cut.
///
/// When a power cut tears it, the block above was stored already, and that alone makes the ones below final.
struct CheckpointFile: Sendable {
    private let file: NoteFile

    /// Opens the file of a data directory; gives the checkpoint, if it is final by the set of its time and over
    /// the log as it is stored.
    static func open(
        in directory: String, _ walk: EpochWalk, _ log: LogStore
    ) throws -> (file: CheckpointFile, final: FinalCheckpoint?) {
        let (file, bytes) = try NoteFile.open(at: directory + "/checkpoint")
        guard let bytes, let note = try? SignedNote(parsing: bytes),
            let final = try? walk.policy(for: note).check(note)
        else {
            return (CheckpointFile(file: file), nil)
        }
        let head = final.checkpoint.head
        let isOurs = try head.size <= log.head.size && log.head(at: head.size) == head
        return (CheckpointFile(file: file), isOurs ? final : nil)
    }

    /// Replaces what was kept; returns when it is on disk.
    func write(_ final: FinalCheckpoint) throws { try file.write(Array(final.note.encoded.utf8)) }
}
