internal import Synchronization

/// What was accepted and waits for its block: an answer of success is given only when it stands here, durably.
///
/// Files of about 64 MiB in `intake/`; a file goes when all of it is in blocks.
public final class IntakeJournal: Sendable {
    /// The longest payload.
    public static let maxPayloadByteCount = 1 << 25

    /// What opening found.
    public let report: IntakeReport

    private let writer: Mutex<IntakeWriter>

    /// Makes an empty journal below a data directory that is there already.
    public static func create(in directory: String) throws -> IntakeJournal {
        let files = IntakeFiles(data: directory)
        do {
            try files.directory.create()
        } catch let failure as StorageFailure where failure.number == SystemError.exists {
            throw StorageRefusal.exists(path: files.directory.path)
        }
        _ = try IntakeSegment(firstSequence: 1).create(in: files.directory, doneThrough: 0)
        try Directory(directory).sync()
        return try open(in: directory).journal
    }

    /// Opens the journal; returns every submission that is not known to be in a block. What an append left that
    /// never returned is dropped; an acknowledged record that cannot be read is damage.
    public static func open(in directory: String) throws -> (journal: IntakeJournal, survivors: [IntakeRecord]) {
        let files = IntakeFiles(data: directory)
        let (older, newest) = try files.read()
        try Directory(directory).sync()
        let file = try OpenFile(newest.path, .writing)
        if newest.end < newest.size {
            try file.truncate(to: newest.end)
            try file.syncData()
        }
        let mark = IntakeMark(acknowledgedEnd: newest.end, doneThrough: newest.mark?.doneThrough ?? 0)
        try newest.segment.write(mark, to: file)
        try file.syncData()
        let writer = IntakeWriter(files.directory, try files.segments(), file, newest, mark)
        let report = IntakeReport(droppedByteCount: newest.size - newest.end)
        let survivors = (older + [newest]).flatMap(\.records).filter { $0.sequence > mark.doneThrough }
        return (IntakeJournal(writer, report), survivors)
    }

    /// Throws when an acknowledged record cannot be read; changes nothing.
    public static func check(in directory: String) throws { _ = try IntakeFiles(data: directory).read() }

    private init(_ writer: IntakeWriter, _ report: IntakeReport) {
        self.writer = Mutex(writer)
        self.report = report
    }

    /// Adds submissions, in one write; returns the sequence of the last when all are on disk.
    @discardableResult
    public func append(_ payloads: [[UInt8]]) throws -> UInt64 {
        for payload in payloads where !(1...IntakeJournal.maxPayloadByteCount).contains(payload.count) {
            throw StorageRefusal.payloadSize(payload.count, limit: IntakeJournal.maxPayloadByteCount)
        }
        return try changing { writer in try writer.append(payloads) }
    }

    /// Notes that everything up to this sequence is in blocks, durably there; drops the files that hold nothing else.
    public func discard(through sequence: UInt64) throws {
        try changing { writer in try writer.discard(through: sequence) }
    }

    private func changing<Result>(_ body: (inout IntakeWriter) throws -> Result) throws -> Result {
        try writer.withLock { writer in
            try writer.latch.check()
            do {
                return try body(&writer)
            } catch {
                writer.latch.trip(error)
                throw error
            }
        }
    }
}
