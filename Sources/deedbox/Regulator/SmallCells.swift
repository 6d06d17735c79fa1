/// Rows of counts in which no small number stands alone.
///
/// In each column every count below the limit goes into the row of the others. When that row's own sum is still below
/// it, the smallest count that stands goes there too, until it is not: one hidden count would else follow from the
/// total. A column that is small as a whole shows neither others nor total.
package struct SmallCells {
    /// Each row with what is shown of it: nil for a count that went to the others.
    package private(set) var rows: [[UInt64?]]
    /// What went to the others, by column; nil where the whole column is below the limit.
    package private(set) var others: [UInt64?]
    /// The sum of each column; nil where it is below the limit.
    package let totals: [UInt64?]

    /// Merges counts below `limit`; with 0 or 1 nothing is merged.
    package init(_ counts: [[UInt64]], atLeast limit: UInt64) {
        let columns = 0..<(counts.map(\.count).max() ?? 0)
        let sums = columns.map { column in counts.reduce(0) { $0 + $1[column] } }
        totals = sums.map { 0 < $0 && $0 < limit ? nil : $0 }
        rows = counts.map { row in row.map { $0 } }
        others = sums.map { _ in 0 }
        guard limit > 1 else { return }
        for column in columns {
            let hidden = merge(column, limit)
            others[column] = totals[column] == nil ? nil : hidden
        }
    }

    /// Hides counts of a column; their sum.
    private mutating func merge(_ column: Int, _ limit: UInt64) -> UInt64 {
        var hidden: UInt64 = 0
        for row in rows.indices {
            guard let count = rows[row][column], count > 0, count < limit else { continue }
            hidden += count
            rows[row][column] = nil
        }
        while 0 < hidden, hidden < limit {
            let standing = rows.indices.filter { rows[$0][column] ?? 0 > 0 }
            guard let least = standing.min(by: { rows[$0][column] ?? 0 < rows[$1][column] ?? 0 }) else { break }
            hidden += rows[least][column] ?? 0
            rows[least][column] = nil
        }
        return hidden
    }
}
