/// What a log needs to write: the index, the segment being filled, and whether it may.
struct LogWriter: Sendable {
    let layout: LogLayout
    var index: BundleIndex
    var latch: FailureLatch
    var tornTail: TornTail?
    private var current: (segment: UInt64, file: OpenFile)?

    init(_ layout: LogLayout, _ index: BundleIndex, tornTail: TornTail?) {
        self.layout = layout
        self.index = index
        self.tornTail = tornTail
        latch = FailureLatch(store: layout.log.path)
    }

    /// The file of a segment that ends at `offset`; one that begins is made, and its directory synced.
    mutating func file(_ segment: UInt64, endingAt offset: UInt64) throws -> OpenFile {
        if let current, current.segment == segment { return current.file }
        let file = try OpenFile(layout.segmentPath(segment), offset == 0 ? .creatingIfAbsent : .writing)
        let size = try file.size()
        guard size == offset else {
            throw StorageDamage(
                file: file.path, place: .wholeFile, fact: "has \(size) bytes; when the log was opened it had \(offset)",
                nextStep: "Stop whatever else writes to it, then start the node again.")
        }
        if offset == 0 { try layout.log.sync() }
        current = (segment, file)
        return file
    }

    /// Lets go of the segment being filled.
    mutating func closeSegment() { current = nil }
}
