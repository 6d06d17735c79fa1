internal import Signing

/// Reads the leaves of one segment in order and hashes them into bundles.
///
/// Serves opening (a whole segment), appending (what was just written, on top of the open bundle) and rebuilding.
struct LeafScan {
    /// Bundles completed by the scan.
    private(set) var completed: [BundleEntry] = []
    /// The leaves behind them.
    private(set) var open: OpenBundle
    /// The offset behind the last whole leaf.
    private(set) var position: UInt64
    /// Leaves that the segment still takes.
    private(set) var room: UInt64

    private static let bufferBytes = 1 << 20

    /// Starts at an offset where `open` ends, in a segment that holds `leaves` leaves up to there.
    init(position: UInt64 = 0, leaves: UInt64 = 0, open: OpenBundle = OpenBundle()) {
        self.position = position
        self.open = open
        room = LogLayout.segmentLeaves - leaves
    }

    /// Goes on to `end`, or to the first place where no whole leaf stands, or until the segment is full.
    mutating func read(_ file: OpenFile, to end: UInt64) throws {
        let capacity = Int(min(UInt64(LeafScan.bufferBytes), end - position))
        try unsafe withUnsafeTemporaryAllocation(byteCount: capacity, alignment: 16) { buffer in
            while position < end {
                let wanted = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: buffer.prefix(Int(min(UInt64(capacity), end - position))))
                let count = try unsafe file.read(into: wanted, at: position)
                let used = unsafe take(UnsafeRawBufferPointer(rebasing: wanted.prefix(count)))
                if used == 0 { return }
            }
        }
    }

    /// Hashes the whole leaves of a chunk; returns how many bytes they are.
    private mutating func take(_ chunk: UnsafeRawBufferPointer) -> Int {
        var offset = 0
        var bundleStart = 0
        var held = UInt32(open.bytes.count)
        while room > 0, let framed = unsafe LeafRun.next(in: chunk, at: offset) {
            unsafe open.tree.append(Digest.leaf(LeafRun.leaf(chunk, framed)))
            offset = framed.upperBound
            room -= 1
            if let root = open.tree.root {
                completed.append(BundleEntry(end: position + UInt64(offset), hash: root))
                open.removeAll()
                bundleStart = offset
                held = 0
            } else {
                open.ends.append(held + UInt32(offset - bundleStart))
            }
        }
        unsafe open.bytes.append(contentsOf: chunk[bundleStart..<offset])
        position += UInt64(offset)
        return offset
    }
}
