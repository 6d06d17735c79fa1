/// Where the log's files stand and how leaves are divided among them.
struct LogLayout: Sendable {
    /// Leaves in a bundle (C2SP tlog-tiles).
    static let bundleLeaves: UInt64 = 256
    /// Bundles in a segment file.
    static let segmentBundles: UInt64 = 256
    /// Leaves in a segment file.
    static let segmentLeaves = bundleLeaves * segmentBundles

    static let indexName = "bundles.index"
    static let newIndexName = "bundles.index.new"

    /// The data directory, and the log's own within it.
    let data: Directory
    let log: Directory

    init(data path: String) {
        data = Directory(path)
        log = Directory(data.path(of: "log"))
    }

    var indexPath: String { log.path(of: LogLayout.indexName) }

    func segmentName(_ number: UInt64) -> String {
        let digits = String(number)
        return "segment-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".leaves"
    }

    func segmentPath(_ number: UInt64) -> String { log.path(of: segmentName(number)) }

    /// How many segments there are; throws when one is missing between others.
    func segmentCount() throws -> UInt64 {
        let present = Set(try log.names().filter { $0.hasPrefix("segment-") && $0.hasSuffix(".leaves") })
        var count: UInt64 = 0
        while present.contains(segmentName(count)) { count += 1 }
        guard UInt64(present.count) == count else {
            throw StorageDamage(
                file: segmentPath(count), place: .wholeFile,
                fact: "is missing, though \(present.count - Int(count)) other segments are there beside it",
                nextStep: LogLayout.restoreSegment)
        }
        return count
    }

    static let restoreSegment =
        "Put this file back from a backup or from another node, then run `deedbox ledger verify`; "
        + "until then nothing is served from it."
    static let verifyLedger =
        "Run `deedbox ledger verify --rebuild-index`: it makes the index anew when the leaves are those that were "
        + "signed, and names the first that are not; until then nothing is served that depends on it."
}
