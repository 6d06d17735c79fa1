internal import Signing
internal import Synchronization

extension LogStore {
    /// Drops every leaf from `size` on and whatever bytes stand behind: at start-up only, for a block that was
    /// never completed.
    public func truncate(to size: UInt64) throws {
        try writer.withLock { writer in
            try writer.latch.check()
            try checkInLog(leaves: size)
            let kept = try keptLeaves(size)
            let end = kept.bundleStart + UInt64(kept.open.bytes.count)
            do {
                try writer.index.truncate(to: size / LogLayout.bundleLeaves)
                try cutSegments(size, end: end)
            } catch {
                writer.latch.trip(error)
                throw error
            }
            writer.closeSegment()
            writer.tornTail = nil
            segments.removeAll()
            verified.removeAll()
            tree.withLock { tree in
                tree.removeBundles(from: size / LogLayout.bundleLeaves)
                tree.open = kept.open
            }
        }
    }

    /// The leaves that stay of the bundle that is cut, and where that bundle begins in its segment.
    private func keptLeaves(_ size: UInt64) throws -> (bundleStart: UInt64, open: OpenBundle) {
        let width = Int(size % LogLayout.bundleLeaves)
        let bundle = size / LogLayout.bundleLeaves
        let bytes = width == 0 ? [] : try self.bundle(bundle, width: width)
        let isFirst = bundle.isMultiple(of: LogLayout.segmentBundles)
        let start = isFirst ? 0 : tree.withLock { $0.entry(bundle - 1).end }
        var open = OpenBundle()
        open.bytes = bytes
        unsafe bytes.withUnsafeBytes { buffer in
            var offset = 0
            while let framed = unsafe LeafRun.next(in: buffer, at: offset) {
                unsafe open.tree.append(Digest.leaf(LeafRun.leaf(buffer, framed)))
                offset = framed.upperBound
                open.ends.append(UInt32(offset))
            }
        }
        return (start, open)
    }

    /// The last segment first, so that a crash in between leaves a log without a gap.
    private func cutSegments(_ size: UInt64, end: UInt64) throws {
        let kept = (size + LogLayout.segmentLeaves - 1) / LogLayout.segmentLeaves
        for segment in (kept..<max(kept, try layout.segmentCount())).reversed() {
            try layout.log.remove(layout.segmentName(segment))
            try layout.log.sync()
        }
        guard kept > 0 else { return }
        let file = try OpenFile(layout.segmentPath(kept - 1), .writing)
        let whole = size.isMultiple(of: LogLayout.segmentLeaves)
        let length = whole ? tree.withLock { $0.entry(size / LogLayout.bundleLeaves - 1).end } : end
        guard try file.size() != length else { return }
        try file.truncate(to: length)
        try file.syncData()
    }
}
