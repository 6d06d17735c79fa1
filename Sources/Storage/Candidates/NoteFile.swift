internal import Signing
internal import Synchronization

/// One small text that is replaced in place: length, bytes, and SHA-256 over both. One write, one sync.
///
/// A write that never finished leaves none. So it is only for what is written after something else tells the same.
public final class NoteFile: Sendable {
    /// The longest text.
    public static let maxByteCount = 65_536

    private struct State {
        let file: OpenFile
        var latch: FailureLatch
    }

    private let state: Mutex<State>

    /// Opens the file, or makes an empty one; gives what was written last, if it is whole.
    public static func open(at path: String) throws -> (file: NoteFile, bytes: [UInt8]?) {
        let file = try OpenFile(path, .creatingIfAbsent)
        try file.settle()
        try FilePlace(path).directory.sync()
        return (NoteFile(file), read(try file.bytes(0..<UInt64(4 + maxByteCount + Digest.byteCount))))
    }

    private init(_ file: OpenFile) { state = Mutex(State(file: file, latch: FailureLatch(store: file.path))) }

    private static func read(_ bytes: [UInt8]) -> [UInt8]? {
        guard let length = Words.read(UInt32.self, bytes[...]), Int(length) <= bytes.count - 4 - Digest.byteCount else {
            return nil
        }
        let end = 4 + Int(length)
        guard SHA256.digest(bytes[..<end]) == Digest(bytes[end..<end + Digest.byteCount]) else { return nil }
        return Array(bytes[4..<end])
    }

    /// Replaces the text; returns when it is on disk.
    public func write(_ bytes: [UInt8]) throws {
        guard bytes.count <= NoteFile.maxByteCount else {
            throw StorageRefusal.payloadSize(bytes.count, limit: NoteFile.maxByteCount)
        }
        try state.withLock { state in
            try state.latch.check()
            do {
                var record: [UInt8] = []
                Words.append(UInt32(bytes.count), to: &record)
                record += bytes
                SHA256.digest(record).append(to: &record)
                try state.file.write(record, at: 0)
                try state.file.syncData()
            } catch {
                state.latch.trip(error)
                throw error
            }
        }
    }
}
