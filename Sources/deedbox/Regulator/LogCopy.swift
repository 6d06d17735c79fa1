import Foundation
import Ledger
import NodeAPI
import Rulebook
import Signing

/// The log read from its first leaf: bundles of a node, or of a folder that keeps them, proven at the end.
///
/// Nothing in the folder is trusted: every leaf is hashed again each time, and the root of all must be that of a final
/// checkpoint. What is kept there saves the network alone.
struct LogCopy {
    let session: LedgerSession
    /// Where complete bundles and the last checkpoint are kept, in the form of `ledger export`; nil: nowhere.
    let folder: String?

    /// Bundles that are fetched at once.
    private static let window: UInt64 = 16

    /// Hands out each leaf in order, then proves all of them: until this returns, nothing is proven.
    func read(_ take: (UInt64, ArraySlice<UInt8>) throws -> Void) async throws -> FinalCheckpoint {
        guard let note = try await session.client.checkpoint() else { throw LedgerWords.noBlock }
        let final = try check(note)
        let head = final.checkpoint.head
        let known = try knownHead()
        if let known, known.size > head.size { throw ReportWords.behind(head.size, known.size) }
        var frontier = LogFrontier()
        var fetched: [String] = []
        var isRewritten = false
        for start in stride(from: UInt64(0), to: (head.size + 255) / 256, by: UInt64.Stride(LogCopy.window)) {
            let end = min(start + LogCopy.window, (head.size + 255) / 256)
            for bundle in try await bundles(start..<end, of: head.size) {
                if let path = bundle.path { fetched.append(path) }
                for leaf in try EntryBundle.parse(bundle.bytes, maxLeaves: TilePath.fullWidth) {
                    if isOther(frontier, known) { isRewritten = true }
                    frontier.append(Digest.leaf(leaf))
                    try take(frontier.size - 1, leaf)
                }
            }
        }
        if isOther(frontier, known) { isRewritten = true }
        guard frontier.head == head else {
            // What this node gave is not kept: the next may give the true ones.
            for path in fetched { try Folder.remove(path) }
            throw ReportWords.otherRoot
        }
        // Both checkpoints are final, and these leaves are those of the newer one.
        if isRewritten, let known { throw ReportWords.rewritten(known.size) }
        try keep(Array(note.encoded.utf8), "checkpoint")
        return final
    }

    private func check(_ note: SignedNote) throws -> FinalCheckpoint {
        do throws(NoteError) { return try session.walk.policy(for: note).check(note) } catch {
            throw ReportWords.notFinal(ProofWords.describe(error))
        }
    }

    /// The log only grows: at the size that was read last, it has the root that it had.
    private func isOther(_ frontier: LogFrontier, _ known: TreeHead?) -> Bool {
        guard let known, known.size == frontier.size else { return false }
        return known.root != frontier.root
    }

    private func knownHead() throws -> TreeHead? {
        guard let folder, Folder.exists(folder + "/checkpoint") else { return nil }
        let bytes = try WholeFile.bytes(folder + "/checkpoint", max: SignedNote.maxByteCount)
        return try check(try SignedNote(parsing: bytes)).checkpoint.head
    }

    private typealias Bundle = (bytes: [UInt8], path: String?)

    /// Some bundles in their order, fetched side by side; each with the path under which it was kept just now.
    private func bundles(_ range: Range<UInt64>, of size: UInt64) async throws -> [Bundle] {
        try await withThrowingTaskGroup(of: (UInt64, Bundle).self) { group in
            for index in range { group.addTask { (index, try await bundle(index, of: size)) } }
            var found: [UInt64: Bundle] = [:]
            for try await (index, bundle) in group { found[index] = bundle }
            return range.compactMap { found[$0] }
        }
    }

    private func bundle(_ index: UInt64, of size: UInt64) async throws -> Bundle {
        let width = Int(min(256, size - index * 256))
        let path = TilePath(.entries, index: index, width: width)
        let isFull = width == TilePath.fullWidth
        if let folder, isFull, Folder.exists(folder + "/" + path.path) {
            return (try WholeFile.bytes(folder + "/" + path.path, max: 256 * (EntryBundle.maxLeafByteCount + 2)), nil)
        }
        guard let bytes = try await session.client.tile(path) else { throw LedgerWords.noTile(path.path) }
        guard isFull, let kept = try keep(bytes, path.path) else { return (bytes, nil) }
        return (bytes, kept)
    }

    /// Keeps a file, when there is a folder; where it lies.
    @discardableResult
    private func keep(_ bytes: [UInt8], _ name: String) throws -> String? {
        guard let folder else { return nil }
        let url = URL(filePath: folder + "/" + name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url, options: .atomic)
        return folder + "/" + name
    }
}
