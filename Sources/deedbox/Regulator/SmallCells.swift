/// Rows of counts in which no small number stands alone.
///
/// In each column every count below the limit goes into the row of the others. When that row's own sum is still below
/// it, the smallest count that stands goes there too, until it is not, or nothing is left: one hidden count would else
/// follow from the total.
package struct SmallCells {
    /// Each row with what is shown of it: nil for a count that went to the others.
    package private(set) var rows: [[UInt64?]]
    /// What went to the others, by column.
    package private(set) var others: [UInt64]

    /// Merges counts below `limit`; with 0 or 1 nothing is merged.
    package init(_ counts: [[UInt64]], atLeast limit: UInt64) {
        rows = counts.map { row in row.map { $0 } }
        others = Array(repeating: 0, count: counts.map(\.count).max() ?? 0)
        guard limit > 1 else { return }
        for column in others.indices { merge(column, limit) }
    }

    private mutating func merge(_ column: Int, _ limit: UInt64) {
        for row in rows.indices { if let count = rows[row][column], (1..<limit).contains(count) { hide(row, column) } }
        while (1..<limit).contains(others[column]) {
            let standing = rows.indices.filter { rows[$0][column] ?? 0 > 0 }
            guard let least = standing.min(by: { rows[$0][column] ?? 0 < rows[$1][column] ?? 0 }) else { return }
            hide(least, column)
        }
    }

    private mutating func hide(_ row: Int, _ column: Int) {
        others[column] += rows[row][column] ?? 0
        rows[row][column] = nil
    }
}
