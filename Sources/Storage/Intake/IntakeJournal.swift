internal import Signing
internal import Synchronization

/// What was accepted and waits for its block: an answer of success is given only when it stands here, durably.
///
/// Files of about 64 MiB in `intake/`; a file goes when all of it is in blocks.
public final class IntakeJournal: Sendable {
    /// The longest payload.
    public static let maxPayloadByteCount = 1 << 25
    private static let segmentBytes: UInt64 = 64 << 20

    /// What opening found.
    public let report: IntakeReport

    private struct State {
        let directory: Directory
        var segments: [IntakeSegment]
        var file: OpenFile
        var end: UInt64
        var chain: Digest
        var nextSequence: UInt64
        var mark: IntakeMark
        var latch: FailureLatch
    }

    private let state: Mutex<State>

    /// Makes an empty journal below a data directory that is there already.
    public static func create(in directory: String) throws -> IntakeJournal {
        let files = IntakeFiles(data: directory)
        do {
            try files.directory.create()
        } catch let failure as StorageFailure where failure.number == SystemError.exists {
            throw StorageRefusal.exists(path: files.directory.path)
        }
        try begin(in: files, firstSequence: 1)
        try Directory(directory).sync()
        return try open(in: directory).journal
    }

    /// Opens the journal; returns every submission that is not known to be in a block. What an append left that
    /// never returned is dropped; an acknowledged record that cannot be read is damage.
    public static func open(in directory: String) throws -> (journal: IntakeJournal, survivors: [IntakeRecord]) {
        let files = IntakeFiles(data: directory)
        let readings = try files.read()
        guard let newest = readings.last else { return (try create(in: directory), []) }
        let file = try OpenFile(newest.path, .writing)
        if newest.end < newest.size {
            try file.truncate(to: newest.end)
            try file.syncData()
        }
        let mark = IntakeMark(acknowledgedEnd: newest.end, doneThrough: newest.mark?.doneThrough ?? 0)
        try newest.segment.write(mark, to: file)
        let state = State(
            directory: files.directory, segments: try files.segments(), file: file, end: newest.end, chain: newest.chain,
            nextSequence: newest.nextSequence, mark: mark, latch: FailureLatch(store: files.directory.path))
        let report = IntakeReport(droppedByteCount: newest.size - newest.end)
        let survivors = readings.flatMap(\.records).filter { $0.sequence > mark.doneThrough }
        return (IntakeJournal(state, report), survivors)
    }

    static func begin(in files: IntakeFiles, firstSequence: UInt64) throws {
        let mark = IntakeMark(acknowledgedEnd: IntakeSegment.headerBytes, doneThrough: firstSequence - 1)
        _ = try IntakeSegment(firstSequence: firstSequence).create(in: files.directory, mark)
    }

    private init(_ state: consuming State, _ report: IntakeReport) {
        self.state = Mutex(state)
        self.report = report
    }

    /// Adds submissions, in one write; returns the sequence of the last when all are on disk.
    @discardableResult
    public func append(_ payloads: [[UInt8]]) throws -> UInt64 {
        for payload in payloads where !(1...IntakeJournal.maxPayloadByteCount).contains(payload.count) {
            throw StorageRefusal.payloadSize(payload.count, limit: IntakeJournal.maxPayloadByteCount)
        }
        return try changing { state in
            if state.end >= IntakeJournal.segmentBytes { try state.beginSegment() }
            try state.append(payloads)
            return state.nextSequence - 1
        }
    }

    /// Notes that everything up to this sequence is in blocks, durably there; drops the files that hold nothing else.
    public func discard(through sequence: UInt64) throws {
        try changing { state in try state.discard(through: sequence) }
    }

    private func changing<Result>(_ body: (inout State) throws -> Result) throws -> Result {
        try state.withLock { state in
            try state.latch.check()
            do {
                return try body(&state)
            } catch {
                state.latch.trip(error)
                throw error
            }
        }
    }
}

extension IntakeJournal.State {
    fileprivate mutating func append(_ payloads: [[UInt8]]) throws {
        guard !payloads.isEmpty else { return }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payloads.reduce(0) { $0 + $1.count + IntakeSegment.recordHeaderBytes })
        var sequence = nextSequence
        var value = chain
        for payload in payloads {
            value = IntakeSegment.encode(payload, sequence, behind: value, to: &bytes)
            sequence += 1
        }
        try file.write(bytes, at: end)
        try file.syncData()
        end += UInt64(bytes.count)
        chain = value
        nextSequence = sequence
        mark.acknowledgedEnd = end
        try segments[segments.count - 1].write(mark, to: file)
    }

    fileprivate mutating func beginSegment() throws {
        // The old segment's mark is no longer needed, but its last records must be there before it is left.
        try file.syncData()
        let segment = IntakeSegment(firstSequence: nextSequence)
        mark.acknowledgedEnd = IntakeSegment.headerBytes
        file = try segment.create(in: directory, mark)
        segments.append(segment)
        end = IntakeSegment.headerBytes
        chain = segment.seed
    }

    fileprivate mutating func discard(through sequence: UInt64) throws {
        guard sequence > mark.doneThrough else { return }
        mark.doneThrough = min(sequence, nextSequence - 1)
        try segments[segments.count - 1].write(mark, to: file)
        let kept = segments.indices.first { $0 + 1 == segments.count || segments[$0 + 1].firstSequence - 1 > sequence }
        guard let kept, kept > 0 else { return }
        // A file may only go when the mark that says why is on disk.
        try file.syncData()
        for segment in segments[..<kept] { try directory.remove(segment.name) }
        try directory.sync()
        segments.removeSubrange(..<kept)
    }
}
