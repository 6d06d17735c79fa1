internal import Ledger
internal import Rulebook
internal import Storage

/// The newest final checkpoint, on disk before its block is counted as final: what this node once called final it
/// can show to be final after any stop.
///
/// A write that a power cut tears leaves the one before: that of the block below, which is counted as final then.
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
