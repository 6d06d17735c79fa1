import Rulebook

/// A table of comma-separated values with a header row: a file, or what a query gave.
struct CSVTable: TableReader {
    private var reader: CSVReader
    let columns: [String]

    /// Reads the header; every column has a name of its own.
    init(fill: @escaping (inout [UInt8]) throws -> Int) throws {
        reader = CSVReader(chunk: 1 << 17, fill: fill)
        var row = TableRow()
        guard try reader.next(&row) else { throw SourceError.header(.absent) }
        var names: [String] = []
        for index in 0..<row.count {
            guard let name = String(validating: row.field(index), as: UTF8.self) else {
                throw SourceError.text(.headerNotUTF8)
            }
            guard !name.isEmpty else { throw SourceError.header(.unnamed(index + 1)) }
            guard !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else {
                throw SourceError.header(.twice(name))
            }
            names.append(name)
        }
        columns = names
        headRows = row.number
        blankBefore = reader.blankRows
    }

    /// The header, and empty lines before it.
    let headRows: Int
    private let blankBefore: Int
    private var voidRows = 0
    var blankRows: Int { reader.blankRows - blankBefore + voidRows }
    var lastRow: Int { reader.row }

    mutating func next(_ row: inout TableRow) throws -> TableReading {
        while true {
            guard try reader.next(&row) else { return .end }
            guard row.count == columns.count else {
                return .fault(.fieldCount, field: "", RuleWords.fieldCount(row.count, columns.count))
            }
            guard row.isBlank else { return .row }
            voidRows += 1
        }
    }
}
