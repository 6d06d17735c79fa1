/// The share of an append that goes to one segment file.
struct SegmentPart {
    struct Piece {
        let run: Int
        var bytes: Range<Int>
    }

    let segment: UInt64
    private(set) var pieces: [Piece] = []
    private(set) var leaves: UInt64 = 0

    /// Divides runs of leaves at the segments' boundaries; refuses a run that is not whole leaves.
    static func divide(_ runs: [[UInt8]], from size: UInt64) throws -> [SegmentPart] {
        var parts: [SegmentPart] = []
        var size = size
        var done = 0
        for run in runs.indices {
            try unsafe runs[run].withUnsafeBytes { bytes in
                var start = 0
                while start < bytes.count {
                    let room = LogLayout.segmentLeaves - size % LogLayout.segmentLeaves
                    let (end, leaves) = try unsafe walk(bytes, from: start, atMost: room, offset: done)
                    let segment = size / LogLayout.segmentLeaves
                    if parts.last?.segment != segment { parts.append(SegmentPart(segment: segment)) }
                    parts[parts.count - 1].pieces.append(Piece(run: run, bytes: start..<end))
                    parts[parts.count - 1].leaves += leaves
                    size += leaves
                    start = end
                }
            }
            done += runs[run].count
        }
        return parts
    }

    private static func walk(
        _ bytes: UnsafeRawBufferPointer, from start: Int, atMost room: UInt64, offset: Int
    ) throws -> (end: Int, leaves: UInt64) {
        var end = start
        var leaves: UInt64 = 0
        while leaves < room, end < bytes.count {
            guard let framed = unsafe LeafRun.next(in: bytes, at: end) else {
                throw StorageRefusal.malformedLeaves(offset: offset + end)
            }
            end = framed.upperBound
            leaves += 1
        }
        return (end, leaves)
    }

    private init(segment: UInt64) { self.segment = segment }
}
