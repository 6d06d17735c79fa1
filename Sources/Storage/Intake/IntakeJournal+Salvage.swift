/// What was saved of a damaged journal, and what was not.
public struct IntakeSalvage: Sendable {
    /// Submissions that could be read and are not known to be in a block; they stand in the new journal.
    public let saved: [IntakeRecord]
    /// Files put aside as `….damaged`, each with the byte range that could not be read.
    public let lost: [StorageDamage]
}

extension IntakeJournal {
    /// Begins a new journal with all that can be read of a damaged one; damaged files stay beside it under
    /// another name.
    public static func salvage(in directory: String) throws -> IntakeSalvage {
        let files = IntakeFiles(data: directory)
        let segments = try files.segments()
        let readings = try segments.map { try IntakeReading($0, in: files.directory) }
        let done = readings.last?.mark?.doneThrough ?? 0
        let saved = readings.flatMap(\.records).filter { $0.sequence > done }
        let next = (readings.map(\.nextSequence).max() ?? 1) + IntakeJournal.skippedSequences
        try begin(in: files, firstSequence: next)
        let lost = readings.compactMap { $0.damage }
        let journal = try IntakeJournal.open(alone: next, in: files)
        let last = try journal.append(saved.map(\.payload))
        for reading in readings { try files.setAside(reading) }
        try files.directory.sync()
        _ = last
        return IntakeSalvage(saved: saved, lost: lost)
    }
}
