internal import Ledger
internal import Synchronization

/// The blocks that may be decided at the height that is open: a validator votes only for what it can give others.
///
/// The first candidate of a new height is written over those of the height before, so that a block costs one write
/// and one sync in space that the file has already. What a write that never finished has left is not read.
public final class CandidateFile: Sendable {
    /// The longest block.
    public static let maxLeavesByteCount = 1 << 26
    /// Beyond it the file is cut at the next height.
    private static let keptByteCount: UInt64 = 1 << 26

    private struct State {
        let file: OpenFile
        var height: Height?
        var end: UInt64
        var latch: FailureLatch
    }

    private let state: Mutex<State>

    /// Makes an empty file; refuses when it exists.
    public static func create(at path: String) throws -> CandidateFile {
        let place = FilePlace(path)
        guard try !place.directory.contains(place.name) else { throw StorageRefusal.exists(path: path) }
        let file = try OpenFile(path, .creating)
        try file.syncData()
        try place.directory.sync()
        return CandidateFile(file, [])
    }

    /// Opens the file; returns the candidates of its height.
    ///
    /// Losing it loses no decision: what a quorum has decided is with the others. So a missing file is made anew.
    public static func open(at path: String) throws -> (file: CandidateFile, candidates: [Candidate]) {
        let file = try OpenFile(path, .creatingIfAbsent)
        try file.settle()
        try FilePlace(path).directory.sync()
        let candidates = CandidateRecord.decode(try file.contents())
        return (CandidateFile(file, candidates), candidates)
    }

    private init(_ file: OpenFile, _ candidates: [Candidate]) {
        let end = candidates.reduce(0) { $0 + CandidateRecord.overhead + $1.leaves.count }
        state = Mutex(
            State(
                file: file, height: candidates.first?.height, end: UInt64(end), latch: FailureLatch(store: file.path)))
    }

    /// Returns when the candidate is on disk, beside the others of its height; those of lower heights are gone.
    public func keep(_ candidate: Candidate) throws {
        guard (1...CandidateFile.maxLeavesByteCount).contains(candidate.leaves.count) else {
            throw StorageRefusal.payloadSize(candidate.leaves.count, limit: CandidateFile.maxLeavesByteCount)
        }
        try state.withLock { state in
            try state.latch.check()
            do {
                let isNew = state.height != candidate.height
                if isNew {
                    state.end = 0
                    if try state.file.size() > CandidateFile.keptByteCount { try state.file.truncate(to: 0) }
                }
                let bytes = CandidateRecord.encode(candidate)
                try state.file.write(bytes, at: state.end)
                try state.file.syncData()
                state.height = candidate.height
                state.end += UInt64(bytes.count)
            } catch {
                state.latch.trip(error)
                throw error
            }
        }
    }
}
