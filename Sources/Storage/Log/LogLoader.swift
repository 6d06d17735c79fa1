/// Reads the log's files at start: the index whole, the last segment leaf by leaf, of each other segment the
/// length and the last bundle, and whatever segment the index does not cover.
struct LogLoader {
    let layout: LogLayout
    let segments: SegmentFiles
    /// The index as it is in its file; nothing when it is to be made anew.
    let entries: [BundleEntry]
    private(set) var tree = LogTree()
    private(set) var tornTail: TornTail?

    init(_ layout: LogLayout, _ segments: SegmentFiles, entries: [BundleEntry]) {
        self.layout = layout
        self.segments = segments
        self.entries = entries
    }

    /// Throws, naming file and place, when index and segments do not fit each other.
    mutating func load() throws {
        let count = try layout.segmentCount()
        for segment in 0..<count {
            let known = known(segment)
            let isLast = segment + 1 == count
            if !isLast, known.count == Int(LogLayout.segmentBundles) {
                try loadIndexed(segment, known)
            } else {
                try loadScanned(segment, known, isLast: isLast)
            }
        }
        guard entries.count <= tree.ends.count else { throw surplus(count) }
    }

    /// The index names bundles that no segment holds: a whole segment is gone, or the index holds too much.
    private func surplus(_ segmentCount: UInt64) -> StorageDamage {
        let fact = "\(entries.count) bundles; the segments hold \(tree.bundleCount)"
        guard UInt64(entries.count) > segmentCount * LogLayout.segmentBundles else {
            return damage(layout.indexPath, "names \(fact)")
        }
        return StorageDamage(
            file: layout.segmentPath(segmentCount), place: .wholeFile,
            fact: "is missing: \(LogLayout.indexName) names \(fact)",
            nextStep: LogLayout.restoreSegment + " If it never was there: " + LogLayout.verifyLedger)
    }

    private func known(_ segment: UInt64) -> ArraySlice<BundleEntry> {
        let start = min(entries.count, Int(segment * LogLayout.segmentBundles))
        return entries[start...].prefix(Int(LogLayout.segmentBundles))
    }

    /// Takes a full segment from the index: its length and its last bundle must fit.
    private mutating func loadIndexed(_ segment: UInt64, _ known: ArraySlice<BundleEntry>) throws {
        let size = try segments.file(segment).size()
        var end: UInt64 = 0
        for entry in known {
            guard entry.end > end, entry.end <= size else {
                throw damage(
                    layout.segmentPath(segment),
                    "has \(size) bytes; \(LogLayout.indexName) has a bundle end at \(entry.end) behind one at \(end)")
            }
            end = entry.end
            tree.append(entry)
        }
        guard end == size else {
            throw damage(
                layout.segmentPath(segment), "has \(size) bytes; by \(LogLayout.indexName) it has \(end)")
        }
        _ = try segments.check(tree.place(tree.bundleCount - 1))
    }

    /// Computes a segment's bundles from its leaves; those that the index has must be the same.
    private mutating func loadScanned(_ segment: UInt64, _ known: ArraySlice<BundleEntry>, isLast: Bool) throws {
        let file = try segments.file(segment)
        if isLast { try settle(file) }
        let size = try file.size()
        var scan = LeafScan()
        try scan.read(file, to: size)
        try compare(known, with: scan.completed, segment)
        for entry in scan.completed { tree.append(entry) }
        tree.open = scan.open
        guard scan.position < size || scan.room > 0 else { return }
        let tail = TornTail(file: file.path, bytes: scan.position..<size, size: tree.size)
        guard isLast else {
            throw StorageDamage(
                file: file.path, place: .bytes(tail.bytes),
                fact: "the segment holds \(LogLayout.segmentLeaves - scan.room) whole leaves and then these bytes;"
                    + " it was full with \(LogLayout.segmentLeaves) when the next one was begun",
                nextStep: LogLayout.restoreSegment)
        }
        if scan.position < size { tornTail = tail }
    }

    /// Only the last segment can hold bytes that a killed process wrote and never synced.
    private func settle(_ file: OpenFile) throws {
        try file.settle()
        try layout.log.sync()
    }

    private func compare(
        _ known: ArraySlice<BundleEntry>, with computed: [BundleEntry], _ segment: UInt64
    ) throws {
        let first = segment * LogLayout.segmentBundles
        for (offset, entry) in known.enumerated() {
            guard offset < computed.count else {
                throw damage(
                    layout.segmentPath(segment),
                    "holds \(computed.count) whole bundles; \(LogLayout.indexName) has \(known.count)")
            }
            guard entry == computed[offset] else {
                let leaves = (first + UInt64(offset)) * LogLayout.bundleLeaves
                throw StorageDamage(
                    file: layout.segmentPath(segment), place: .leaves(leaves..<leaves + LogLayout.bundleLeaves),
                    fact: "these leaves do not have the hash or the end that \(LogLayout.indexName) holds",
                    nextStep: LogLayout.verifyLedger)
            }
        }
    }

    private func damage(_ file: String, _ fact: String) -> StorageDamage {
        StorageDamage(file: file, place: .wholeFile, fact: fact, nextStep: LogLayout.verifyLedger)
    }
}
