public import Ledger
internal import Synchronization

extension LogStore {
    /// Makes `bundles.index` anew from the leaves and returns the log's head.
    ///
    /// With a head that was signed the old index is replaced only when the leaves give that root: an index that
    /// fits altered leaves would hide which of them were altered.
    public static func rebuildIndex(in directory: String, expecting signed: TreeHead?) throws -> TreeHead {
        let layout = LogLayout(data: directory)
        let segments = SegmentFiles(layout)
        var loader = LogLoader(layout, segments, entries: [])
        try loader.load()
        let new = try newIndex(layout)
        let store = LogStore(layout, segments, new, loader)
        do {
            if let signed { try store.checkHolds(signed, try oldEntries(layout)) }
        } catch {
            try layout.log.remove(LogLayout.newIndexName)
            throw error
        }
        try store.replaceIndex(new)
        return store.head
    }

    private func checkHolds(_ signed: TreeHead, _ old: [BundleEntry]) throws {
        guard signed.size <= size else {
            throw StorageDamage(
                file: segmentPath(of: size), place: .leaves(size..<signed.size),
                fact: "the log has \(size) leaves; \(signed.size) were signed", nextStep: LogLayout.restoreSegment)
        }
        let found = try head(at: signed.size)
        guard found != signed else { return }
        let new = tree.withLock { $0.entries(from: 0) }
        let first = zip(old, new).enumerated().first { $0.element.0.hash != $0.element.1.hash }?.offset
        // Where every whole bundle is what it was, the leaves behind them are not.
        let behind = old.count >= new.count ? new.count : nil
        throw doubt(signed, found, firstBundle: (first ?? behind).map(UInt64.init))
    }

    private func doubt(_ signed: TreeHead, _ found: TreeHead, firstBundle: UInt64?) -> StorageDamage {
        let fact = "the leaves give the root \(found.root) at size \(signed.size); signed was \(signed.root)"
        guard let bundle = firstBundle else {
            return StorageDamage(
                file: layout.log.path, place: .leaves(0..<signed.size), fact: fact, nextStep: LogLayout.restoreSegment)
        }
        let first = bundle * LogLayout.bundleLeaves
        return StorageDamage(
            file: layout.segmentPath(bundle / LogLayout.segmentBundles),
            place: .leaves(first..<min(first + LogLayout.bundleLeaves, size)),
            fact: "here the leaves differ first from what was written; " + fact, nextStep: LogLayout.restoreSegment)
    }

    private func replaceIndex(_ new: BundleIndex) throws {
        var new = new
        try new.append(tree.withLock { $0.entries(from: 0) })
        try new.file.syncData()
        try layout.log.rename(LogLayout.newIndexName, to: LogLayout.indexName)
        try layout.log.sync()
    }

    private static func newIndex(_ layout: LogLayout) throws -> BundleIndex {
        if try layout.log.contains(LogLayout.newIndexName) { try layout.log.remove(LogLayout.newIndexName) }
        return try BundleIndex(layout.log.path(of: LogLayout.newIndexName), .creating)
    }

    /// The old index as far as it can be read, to say where it differs.
    private static func oldEntries(_ layout: LogLayout) throws -> [BundleEntry] {
        guard try layout.log.contains(LogLayout.indexName) else { return [] }
        var old = try BundleIndex(layout.indexPath, .reading)
        return try old.load()
    }
}
