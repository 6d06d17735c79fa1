import Ledger
import Signing
import Storage

/// The same leaves in memory, hashed by the simplest code there is: what the store must say.
struct LogModel {
    private(set) var leaves: [[UInt8]] = []
    private(set) var hashes: [Digest] = []

    /// Made-up leaves of a given length, each unlike the others.
    static func leaves(_ range: Range<Int>, byteCount: Int = 38) -> [[UInt8]] {
        range.map { index in
            let text = Array("leaf \(index) ".utf8)
            return Array(
                (text + [UInt8](repeating: UInt8(index % 251), count: byteCount)).prefix(max(byteCount, text.count)))
        }
    }

    static func run(_ leaves: some Sequence<[UInt8]>) -> [UInt8] {
        var bytes: [UInt8] = []
        for leaf in leaves { EntryBundle.append(leaf: leaf, to: &bytes) }
        return bytes
    }

    mutating func append(_ new: [[UInt8]]) {
        leaves += new
        hashes += new.map { Digest.leaf($0) }
    }

    func head(at size: Int) -> TreeHead {
        TreeHead(size: UInt64(size), root: MerkleTree.root(of: hashes[..<size]))
    }

    var head: TreeHead { head(at: leaves.count) }

    func hash(level: Int, index: Int) -> Digest {
        MerkleTree.root(of: hashes[index << level..<(index + 1) << level])
    }
}

/// A log on disk and its model, grown together.
struct LogPair {
    let directory: ScratchDirectory
    var store: LogStore
    var model = LogModel()

    init(leaves: Int = 0, byteCount: Int = 38) throws {
        directory = try ScratchDirectory()
        store = try LogStore.create(in: directory.path)
        if leaves > 0 { try grow(by: leaves, byteCount: byteCount) }
    }

    /// Appends a block of leaves in a few runs.
    @discardableResult
    mutating func grow(by count: Int, byteCount: Int = 38, runs: Int = 3) throws -> TreeHead {
        let new = LogModel.leaves(model.leaves.count..<model.leaves.count + count, byteCount: byteCount)
        let parts = (0..<runs).map { part in
            LogModel.run(new[part * count / runs..<(part + 1) * count / runs])
        }
        let head = try store.append(parts)
        model.append(new)
        return head
    }

    func segment(_ number: Int) -> String { directory.file("log/segment-0000000\(number).leaves") }
    var index: String { directory.file("log/bundles.index") }
}

extension LogStore {
    /// Every leaf by walking.
    func allLeaves(from: UInt64 = 0) throws -> [[UInt8]] {
        var leaves: [[UInt8]] = []
        try unsafe walk(from: from, to: head.size) { _, bytes in unsafe leaves.append(Array(bytes)) }
        return leaves
    }
}
