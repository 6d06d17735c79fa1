import Rulebook

/// What reads the rows of a source, one after another.
protocol TableReader {
    /// The names of the fields of every row.
    var columns: [String] { get }
    /// Rows up to here that hold nothing.
    var blankRows: Int { get }
    /// The number of the last row that was read, blank ones counted.
    var lastRow: Int { get }
    /// Rows that hold no record: 1 for a header.
    var headRows: Int { get }

    /// Reads the next row that is not blank.
    mutating func next(_ row: inout TableRow) throws -> TableReading
}

/// What came of reading a row.
enum TableReading {
    case row
    /// The row is there, and cannot be taken for what it should be.
    case fault(GateRule, field: String, Bilingual)
    case end
}
