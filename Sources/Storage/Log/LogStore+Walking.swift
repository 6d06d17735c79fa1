public import Signing
internal import Synchronization

extension LogStore {
    /// Hands out the leaves of a range in order, each with its index; every bundle is checked before.
    public func walk(
        from: UInt64, to: UInt64, _ body: (UInt64, UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try unsafe walkHashed(from: from, to: to) { index, leaf, _ in try unsafe body(index, leaf) }
    }

    /// The same with the hash of each leaf, which the check has computed anyway.
    public func walkHashed(
        from: UInt64, to: UInt64, _ body: (UInt64, UnsafeRawBufferPointer, Digest) throws -> Void
    ) throws {
        try checkInLog(leaves: max(from, to))
        var walk = LogWalk(segments: segments, range: from..<max(from, to))
        while walk.next < walk.range.upperBound {
            let (places, open) = tree.withLock { tree in (walk.places(in: tree), walk.open(in: tree)) }
            if places.isEmpty { return try unsafe walk.handOut(open, body) }
            try unsafe walk.handOut(places, body)
        }
    }

    /// Reads a segment whole and compares every hash; throws on the first leaf range that is damaged.
    public func verifySegment(_ number: UInt64) throws {
        guard number < segmentCount else {
            let first = number.multipliedReportingOverflow(by: LogLayout.segmentLeaves).partialValue
            throw StorageRefusal.notInLog(leaf: first, size: size)
        }
        let first = number * LogLayout.segmentLeaves
        let (places, open, size) = tree.withLock { tree in
            let end = min(tree.bundleCount, (number + 1) * LogLayout.segmentBundles)
            let bundles = min(number * LogLayout.segmentBundles, end)..<end
            return (bundles.map(tree.place), tree.edge, tree.size)
        }
        verified.removeAll()
        segments.removeAll()
        let file = try segments.file(number)
        var walk = LogWalk(segments: segments, range: first..<first + UInt64(places.count) * LogLayout.bundleLeaves)
        for chunk in LogWalk.chunks(places) { try unsafe walk.handOut(chunk) { _, _, _ in } }
        let end = open.segment == number ? open.offset : places.last?.bytes.upperBound ?? 0
        let found = try file.size()
        // An append may be extending the last segment just now.
        guard found == end || (open.segment == number && found > end) else {
            throw damaged(file, "has \(found) bytes; its leaves have \(end)")
        }
        guard open.segment == number else { return }
        let held = try file.bytes(end - UInt64(open.open.bytes.count)..<end)
        guard held == open.open.bytes else {
            throw damaged(
                file, "the leaves from \(size - UInt64(open.open.tree.width)) on are not those that were written")
        }
    }

    private func damaged(_ file: OpenFile, _ fact: String) -> StorageDamage {
        StorageDamage(file: file.path, place: .wholeFile, fact: fact, nextStep: LogLayout.restoreSegment)
    }
}
