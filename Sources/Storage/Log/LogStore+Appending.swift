public import Ledger
internal import Synchronization

extension LogStore {
    /// Appends whole leaves, each behind its two-byte length, back to back in each run.
    ///
    /// When this returns they are on disk, and the head was computed from what was read back. When it throws
    /// anything but a `StorageRefusal` the store is done: what stands on disk is found at the next opening.
    public func append(_ runs: [[UInt8]]) throws -> TreeHead {
        try writer.withLock { writer in
            try writer.latch.check()
            if let torn = writer.tornTail { throw torn.damage }
            // No copy of the tree is kept: publishing would have to copy its arrays.
            let parts = try SegmentPart.divide(runs, from: size)
            do {
                return try store(parts, of: runs, &writer)
            } catch {
                writer.latch.trip(error)
                throw error
            }
        }
    }

    private func store(_ parts: [SegmentPart], of runs: [[UInt8]], _ writer: inout LogWriter) throws -> TreeHead {
        let written = writer.index.written
        var (edge, unwritten) = tree.withLock { ($0.edge, $0.entries(from: written)) }
        try writer.index.append(unwritten)
        var completed: [BundleEntry] = []
        for part in parts {
            let entries = try store(part, of: runs, at: &edge, &writer)
            try writer.index.append(entries)
            if edge.leaves == LogLayout.segmentLeaves { try writer.index.file.syncData() }
            completed += entries
        }
        return publish(completed, open: edge.open)
    }

    private func publish(_ completed: [BundleEntry], open: OpenBundle) -> TreeHead {
        tree.withLock { tree in
            for entry in completed { tree.append(entry) }
            tree.open = open
            return tree.head
        }
    }

    /// Writes one segment's share, syncs it, and hashes what it reads back.
    private func store(
        _ part: SegmentPart, of runs: [[UInt8]], at edge: inout SegmentEdge, _ writer: inout LogWriter
    ) throws -> [BundleEntry] {
        if edge.segment != part.segment { edge = SegmentEdge(segment: part.segment) }
        let file = try writer.file(part.segment, endingAt: edge.offset)
        var end = edge.offset
        for piece in part.pieces {
            try unsafe runs[piece.run].withUnsafeBytes { bytes in
                try unsafe file.write(UnsafeRawBufferPointer(rebasing: bytes[piece.bytes]), at: end)
            }
            end += UInt64(piece.bytes.count)
        }
        try file.syncData()
        var scan = LeafScan(position: edge.offset, leaves: edge.leaves, open: edge.open)
        try scan.read(file, to: end)
        guard scan.position == end, LogLayout.segmentLeaves - scan.room == edge.leaves + part.leaves else {
            throw StorageDamage(
                file: file.path, place: .bytes(edge.offset..<end), fact: "what is read back is not what was written",
                nextStep: "Check disk and memory, then start the node again.")
        }
        edge.advance(to: scan)
        return scan.completed
    }
}

/// Where the last segment ends.
struct SegmentEdge {
    let segment: UInt64
    var offset: UInt64 = 0
    /// Leaves in the segment.
    var leaves: UInt64 = 0
    var open = OpenBundle()

    mutating func advance(to scan: LeafScan) {
        offset = scan.position
        leaves = LogLayout.segmentLeaves - scan.room
        open = scan.open
    }
}

extension LogTree {
    /// Where the next leaf goes.
    var edge: SegmentEdge {
        let leaves = size % LogLayout.segmentLeaves
        var edge = SegmentEdge(segment: size / LogLayout.segmentLeaves)
        guard leaves > 0 else { return edge }
        let inBundles = leaves >= LogLayout.bundleLeaves ? ends[ends.count - 1] : 0
        edge.offset = inBundles + UInt64(open.bytes.count)
        edge.leaves = leaves
        edge.open = open
        return edge
    }

    /// The bundles from one on, as the index holds them.
    func entries(from first: UInt64) -> [BundleEntry] { (first..<bundleCount).map(entry) }
}
