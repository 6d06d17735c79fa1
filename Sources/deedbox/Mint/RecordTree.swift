import Ledger
package import Signing

/// The tree over the records of one manifest with all its levels, so that every path costs a look-up only.
package struct RecordTree: Sendable {
    /// The leaf hashes first, the root last.
    private let levels: [[Digest]]

    /// The tree over these leaf hashes, one or more.
    package init(_ leafHashes: [Digest]) {
        precondition(!leafHashes.isEmpty, "a manifest has at least one record")
        var levels = [leafHashes]
        var level = leafHashes
        while level.count > 1 {
            level = RecordTree.parents(of: level)
            levels.append(level)
        }
        self.levels = levels
    }

    /// The RFC 6962 root.
    package var root: Digest { levels[levels.count - 1][0] }

    /// How many records there are.
    package var count: Int { levels[0].count }

    /// The hashes that lead from a record to the root.
    package func path(to position: Int) -> [Digest] {
        var path: [Digest] = []
        var index = position
        for level in levels.dropLast() {
            if index ^ 1 < level.count { path.append(level[index ^ 1]) }
            index >>= 1
        }
        return path
    }

    private static func parents(of level: [Digest]) -> [Digest] {
        stride(from: 0, to: level.count, by: 2).map { index in
            index + 1 < level.count ? Digest.node(level[index], level[index + 1]) : level[index]
        }
    }
}
