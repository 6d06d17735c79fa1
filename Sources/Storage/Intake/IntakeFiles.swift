/// The journal's directory: which segments are there, and whether what they hold is all that was acknowledged.
struct IntakeFiles {
    private static let aside = ".damaged"

    let directory: Directory

    init(data path: String) { directory = Directory(Directory(path).path(of: "intake")) }

    var exists: Bool {
        get throws { try FilePlace(directory.path).directory.contains(FilePlace(directory.path).name) }
    }

    /// The segments there, oldest first.
    func segments() throws -> [IntakeSegment] {
        guard try exists else { throw damage(directory.path, .wholeFile, "is missing") }
        let segments = try directory.names().compactMap(IntakeSegment.init(name:))
        return segments.sorted { $0.firstSequence < $1.firstSequence }
    }

    /// The segments that a salvage put aside.
    func retired() throws -> [IntakeSegment] {
        try directory.names().filter { $0.hasSuffix(IntakeFiles.aside) }
            .compactMap { IntakeSegment(name: String($0.dropLast(IntakeFiles.aside.count))) }
    }

    /// Reads every segment that holds more than what is done; throws when an acknowledged record cannot be read.
    func read() throws -> (older: [IntakeReading], newest: IntakeReading) {
        let segments = try segments()
        guard let last = segments.last else {
            throw damage(directory.path, .wholeFile, "holds no journal")
        }
        try OpenFile(directory.path(of: last.name), .writing).settle()
        // A process that was killed may have made the file and not yet its place in the directory durable.
        try directory.sync()
        let newest = try IntakeReading(last, in: directory)
        let done = newest.mark?.doneThrough ?? 0
        var older: [IntakeReading] = []
        for (segment, next) in zip(segments, segments.dropFirst()) where next.firstSequence - 1 > done {
            let reading = try IntakeReading(segment, in: directory)
            try checkFull(reading, next)
            older.append(reading)
        }
        try checkNewest(newest)
        let first = (older.first ?? newest).segment.firstSequence
        if newest.mark != nil, first > done + 1 {
            throw damage(
                directory.path(of: IntakeSegment(firstSequence: done + 1).name), .wholeFile,
                "is missing, or whichever file held the submissions \(done + 1)..<\(first)")
        }
        return (older, newest)
    }

    /// The range of a segment that cannot be read; nil when there is none.
    func lost(_ reading: IntakeReading) -> StorageDamage? {
        let end = max(reading.size, reading.acknowledgedEnd ?? 0)
        if !reading.hasHeader { return damage(reading.path, .wholeFile, "the header is not the one of this file") }
        guard reading.end < end else { return nil }
        return damage(reading.path, .bytes(reading.end..<end), "no whole submission stands here")
    }

    /// Keeps a damaged segment under another name; one that was read whole goes.
    func retire(_ reading: IntakeReading) throws {
        let name = reading.segment.name
        if lost(reading) == nil {
            try directory.remove(name)
        } else {
            try directory.rename(name, to: name + IntakeFiles.aside)
        }
    }

    private func checkFull(_ reading: IntakeReading, _ next: IntakeSegment) throws {
        try checkHeader(reading)
        guard reading.end == reading.size, reading.nextSequence == next.firstSequence else {
            throw damage(
                reading.path, .bytes(reading.end..<max(reading.end, reading.size)),
                "submission \(reading.nextSequence) cannot be read; the next file begins at \(next.firstSequence)")
        }
    }

    private func checkNewest(_ reading: IntakeReading) throws {
        try checkHeader(reading)
        guard !reading.isContinued else { throw missing(behind: reading) }
        let acknowledged = reading.acknowledgedEnd ?? reading.size
        guard reading.end >= acknowledged else {
            throw damage(
                reading.path, .bytes(reading.end..<acknowledged),
                "submission \(reading.nextSequence) was acknowledged and cannot be read")
        }
    }

    /// The newest file that is there says that another one follows.
    func missing(behind reading: IntakeReading) -> StorageDamage {
        damage(
            directory.path(of: IntakeSegment(firstSequence: reading.nextSequence).name), .wholeFile,
            "is missing, with the submissions from \(reading.nextSequence) on")
    }

    private func checkHeader(_ reading: IntakeReading) throws {
        guard reading.hasHeader else {
            throw damage(reading.path, .bytes(0..<IntakeSegment.headerBytes), "the header is not the one of this file")
        }
    }

    private func damage(_ file: String, _ place: StorageDamage.Place, _ fact: String) -> StorageDamage {
        StorageDamage(
            file: file, place: place, fact: fact,
            nextStep:
                "Run `deedbox ledger verify --salvage-intake`: it saves what can be read, keeps the damaged file and "
                + "says what is lost; whoever submitted that submits it again.")
    }
}
