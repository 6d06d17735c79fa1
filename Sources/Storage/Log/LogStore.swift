public import Ledger
internal import Signing
internal import Synchronization

/// The leaves on disk, the only copy of the blocks' bodies: segment files of 65,536 leaves, each leaf as in an
/// entry bundle, and `bundles.index` with the hash of each complete bundle of 256.
///
/// Everything given out was checked against the hashes that `head` is computed from; a caller compares `head`
/// (or `head(at:)`) with what was signed. Reads run beside an append. After a failed write the store
/// takes nothing more until it is opened again.
public final class LogStore: Sendable {
    /// What opening found beside whole leaves.
    public let openReport: OpenReport

    let layout: LogLayout
    let segments: SegmentFiles
    let verified = VerifiedBundles()
    let tree: Mutex<LogTree>
    let writer: Mutex<LogWriter>

    /// Makes an empty log below a data directory that is there already.
    public static func create(in directory: String) throws -> LogStore {
        let layout = LogLayout(data: directory)
        do {
            try layout.log.create()
        } catch let failure as StorageFailure where failure.number == SystemError.exists {
            throw StorageRefusal.exists(path: layout.log.path)
        }
        _ = try BundleIndex(layout.indexPath, .creating)
        try layout.log.sync()
        try layout.data.sync()
        return try open(in: directory)
    }

    /// Opens a log; changes nothing. Throws when its files do not fit each other.
    public static func open(in directory: String) throws -> LogStore {
        let layout = LogLayout(data: directory)
        let segments = SegmentFiles(layout)
        var index = try openIndex(layout)
        try layout.data.sync()
        var loader = LogLoader(layout, segments, entries: try index.load())
        try loader.load()
        return LogStore(layout, segments, index, loader)
    }

    init(_ layout: LogLayout, _ segments: SegmentFiles, _ index: BundleIndex, _ loader: LogLoader) {
        self.layout = layout
        self.segments = segments
        openReport = OpenReport(
            tornTail: loader.tornTail, bundlesComputed: loader.tree.bundleCount - UInt64(loader.entries.count))
        tree = Mutex(loader.tree)
        writer = Mutex(LogWriter(layout, index, tornTail: loader.tornTail))
    }

    /// Size and root of the log.
    public var head: TreeHead { tree.withLock { $0.head } }

    /// Size and root that the log had with that many leaves.
    public func head(at size: UInt64) throws -> TreeHead {
        try checkInLog(leaves: size)
        var root: Digest?
        for level in 0..<64 where size >> UInt64(level) & 1 == 1 {
            let peak = try hash(level: level, index: size >> UInt64(level) - 1)
            root = root.map { Digest.node(peak, $0) } ?? peak
        }
        return TreeHead(size: size, root: root ?? MerkleTree.emptyRoot)
    }

    /// Segment files so far.
    public var segmentCount: UInt64 {
        (size + LogLayout.segmentLeaves - 1) / LogLayout.segmentLeaves
    }

    /// The file of `bundles.index`, for messages.
    public var indexPath: String { layout.indexPath }

    /// The segment file in which a leaf stands or will stand, for messages.
    public func segmentPath(of leaf: UInt64) -> String { layout.segmentPath(leaf / LogLayout.segmentLeaves) }

    var size: UInt64 { tree.withLock { $0.size } }

    func checkInLog(leaves count: UInt64) throws {
        let size = size
        guard count <= size else { throw StorageRefusal.notInLog(leaf: count - 1, size: size) }
    }

    private static func openIndex(_ layout: LogLayout) throws -> BundleIndex {
        do {
            return try BundleIndex(layout.indexPath, .writing)
        } catch let failure as StorageFailure where failure.number == SystemError.notFound {
            guard try layout.data.contains("log") else { throw failure }
            throw StorageDamage(
                file: layout.indexPath, place: .wholeFile, fact: "is missing", nextStep: LogLayout.verifyLedger)
        }
    }
}
