internal import Signing
internal import Synchronization

/// One small text that is replaced now and then: two slots in turn, each with a number, a length, the bytes, and
/// SHA-256 over all of these. One write, one sync.
///
/// A write that never finished leaves the text before.
public final class NoteFile: Sendable {
    /// The longest text.
    public static let maxByteCount = 65_536

    private static let headByteCount = 12
    private static let slotByteCount = headByteCount + maxByteCount + Digest.byteCount

    private struct State {
        let file: OpenFile
        var sequence: UInt64
        var latch: FailureLatch
    }

    private let state: Mutex<State>

    /// Opens the file, or makes an empty one; gives what was written last, of what is whole.
    public static func open(at path: String) throws -> (file: NoteFile, bytes: [UInt8]?) {
        let file = try OpenFile(path, .creatingIfAbsent)
        try file.settle()
        try FilePlace(path).directory.sync()
        let newest = try (0..<2).compactMap { try read(slot: $0, of: file) }.max { $0.sequence < $1.sequence }
        return (NoteFile(file, newest?.sequence ?? 0), newest?.bytes)
    }

    private init(_ file: OpenFile, _ sequence: UInt64) {
        state = Mutex(State(file: file, sequence: sequence, latch: FailureLatch(store: file.path)))
    }

    private static func read(slot: Int, of file: OpenFile) throws -> (sequence: UInt64, bytes: [UInt8])? {
        let start = slot * slotByteCount
        let bytes = try file.bytes(UInt64(start)..<UInt64(start + slotByteCount))
        guard let sequence = Words.read(UInt64.self, bytes[...]), sequence % 2 == UInt64(slot),
            let length = Words.read(UInt32.self, bytes[8...]),
            Int(length) <= bytes.count - headByteCount - Digest.byteCount
        else { return nil }
        let end = headByteCount + Int(length)
        guard SHA256.digest(bytes[..<end]) == Digest(bytes[end..<end + Digest.byteCount]) else { return nil }
        return (sequence, Array(bytes[headByteCount..<end]))
    }

    /// Replaces the text; returns when it is on disk.
    public func write(_ bytes: [UInt8]) throws {
        guard bytes.count <= NoteFile.maxByteCount else {
            throw StorageRefusal.payloadSize(bytes.count, limit: NoteFile.maxByteCount)
        }
        try state.withLock { state in
            try state.latch.check()
            do {
                let sequence = state.sequence + 1
                var record: [UInt8] = []
                Words.append(sequence, to: &record)
                Words.append(UInt32(bytes.count), to: &record)
                record += bytes
                SHA256.digest(record).append(to: &record)
                try state.file.write(record, at: sequence % 2 * UInt64(NoteFile.slotByteCount))
                try state.file.syncData()
                state.sequence = sequence
            } catch {
                state.latch.trip(error)
                throw error
            }
        }
    }
}
