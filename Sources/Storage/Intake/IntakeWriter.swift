internal import Signing

/// The newest segment of a journal and what is known of the others.
struct IntakeWriter: Sendable {
    /// A segment takes nothing more when it has this many bytes.
    private static let segmentBytes: UInt64 = 64 << 20
    /// One whose records are all done is left from this many bytes on, so that a start has little to read.
    private static let doneSegmentBytes: UInt64 = 16 << 20

    let directory: Directory
    private var segments: [IntakeSegment]
    private var file: OpenFile
    private var end: UInt64
    private var chain: Digest
    private var nextSequence: UInt64
    private var mark: IntakeMark
    var latch: FailureLatch

    init(
        _ directory: Directory, _ segments: [IntakeSegment], _ file: OpenFile, _ newest: IntakeReading,
        _ mark: IntakeMark
    ) {
        self.directory = directory
        self.segments = segments
        self.file = file
        self.mark = mark
        end = newest.end
        chain = newest.chain
        nextSequence = newest.nextSequence
        latch = FailureLatch(store: directory.path)
    }

    /// Writes records and syncs them; returns the sequence of the last.
    mutating func append(_ payloads: [[UInt8]]) throws -> UInt64 {
        if end >= IntakeWriter.segmentBytes { try beginSegment() }
        guard !payloads.isEmpty, let segment = segments.last else { return nextSequence - 1 }
        let (bytes, last) = segment.encode(payloads, from: nextSequence, behind: chain)
        try file.write(bytes, at: end)
        try file.syncData()
        end += UInt64(bytes.count)
        chain = last
        nextSequence += UInt64(payloads.count)
        mark.acknowledgedEnd = end
        try segment.write(mark, to: file)
        return nextSequence - 1
    }

    private mutating func beginSegment() throws {
        // The old segment's mark is no longer needed, but its last records must be there before it is left.
        try file.syncData()
        let (older, olderFile) = (segments.last, file)
        let segment = IntakeSegment(firstSequence: nextSequence)
        file = try segment.create(in: directory, doneThrough: mark.doneThrough)
        mark.acknowledgedEnd = IntakeMark.continued
        try older?.write(mark, to: olderFile)
        try olderFile.syncData()
        mark.acknowledgedEnd = IntakeSegment.headerBytes
        segments.append(segment)
        end = IntakeSegment.headerBytes
        chain = segment.seed
    }

    /// Moves the mark, then drops the segments before it.
    mutating func discard(through sequence: UInt64) throws {
        guard sequence > mark.doneThrough, let newest = segments.last else { return }
        mark.doneThrough = min(sequence, nextSequence - 1)
        try newest.write(mark, to: file)
        if mark.doneThrough + 1 == nextSequence, end >= IntakeWriter.doneSegmentBytes { try beginSegment() }
        let done = mark.doneThrough
        let kept = segments.indices.first { $0 + 1 == segments.count || segments[$0 + 1].firstSequence - 1 > done }
        guard let kept, kept > 0 else { return }
        // A file goes only when the mark that says why is on disk.
        try file.syncData()
        for segment in segments[..<kept] { try directory.remove(segment.name) }
        try directory.sync()
        segments.removeSubrange(..<kept)
    }
}
