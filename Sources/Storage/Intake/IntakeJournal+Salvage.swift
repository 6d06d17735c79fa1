/// What was saved of a damaged journal, and what was not.
public struct IntakeSalvage: Sendable, Equatable {
    /// Submissions that can be read and are not known to be in a block; the new journal holds them.
    public let saved: [[UInt8]]
    /// What could not be read, by file; each that is there is kept as `….damaged`.
    public let lost: [StorageDamage]
}

extension IntakeJournal {
    /// Begins the journal anew with all that can be read of a damaged one.
    public static func salvage(in directory: String) throws -> IntakeSalvage {
        let files = IntakeFiles(data: directory)
        if try !files.exists {
            try files.directory.create()
            try Directory(directory).sync()
        }
        let readings = try files.segments().map { try IntakeReading($0, in: files.directory) }
        let done = readings.last?.mark?.doneThrough ?? 0
        let saved = readings.flatMap(\.records).filter { $0.sequence > done }.map(\.payload)
        // Behind what was put aside before, too: a damaged file never takes the place of another.
        let aside = try files.retired().map(\.firstSequence)
        let next = ((readings.map(\.nextSequence) + aside).max() ?? 0) + 1
        // From here on all older files count as done, so nothing is lost or doubled by a crash in between.
        _ = try IntakeSegment(firstSequence: next).create(
            in: files.directory, doneThrough: next - 1, payloads: saved)
        for reading in readings { try files.retire(reading) }
        try files.directory.sync()
        let missing = readings.last.flatMap { $0.isContinued ? files.missing(behind: $0) : nil }
        return IntakeSalvage(saved: saved, lost: readings.compactMap(files.lost) + (missing.map { [$0] } ?? []))
    }
}
