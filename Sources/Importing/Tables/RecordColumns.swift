import Rulebook

/// The columns that the records of JSON lines and XML may have: those that a mapping names.
struct RecordColumns: Sendable {
    let names: [String]
    private let places: [[UInt8]: Int]
    /// Names that no field takes, and all below them.
    private let ignored: [[UInt8]]

    init(_ names: [String], ignored: [String]) {
        self.names = names
        places = Dictionary(names.enumerated().map { (Array($1.utf8), $0) }) { first, _ in first }
        self.ignored = ignored.map { Array($0.utf8) }
    }

    /// The place of a column; nil for one that no mapping names.
    func place(_ name: [UInt8]) -> Int? { places[name] }

    /// True for a name, or one below it, that is to be left out.
    func isIgnored(_ name: [UInt8]) -> Bool {
        ignored.contains { name.starts(with: $0) && (name.count == $0.count || name[$0.count] == UInt8(ascii: "/")) }
    }
}

/// The values of one record by their columns, as they are found.
struct RecordValues: Sendable {
    private(set) var values: [[UInt8]?]
    private(set) var fault: RecordFault?

    init(_ columns: RecordColumns) { values = [[UInt8]?](repeating: nil, count: columns.names.count) }

    /// Puts a value into its column, or notes why it has none.
    mutating func set(_ name: [UInt8], _ value: [UInt8], _ columns: RecordColumns) {
        guard let place = columns.place(name) else {
            if !columns.isIgnored(name) { note(.unknownColumn, name, RuleWords.unknownColumn) }
            return
        }
        guard values[place] == nil else { return note(.columnTwice, name, RuleWords.columnTwice) }
        values[place] = value
    }

    /// Notes the first thing that is wrong with the record.
    mutating func note(_ rule: GateRule, _ name: [UInt8], _ fact: Bilingual) {
        guard fault == nil else { return }
        fault = RecordFault(rule: rule, field: String(decoding: name.prefix(256), as: UTF8.self), fact: fact)
    }

    var byteCount: Int { values.reduce(0) { $0 + ($1?.count ?? 0) } }

    /// The record as a row.
    func write(to row: inout TableRow) {
        row.removeAll()
        for value in values { row.appendField(value ?? []) }
    }
}

/// Why a record is no row.
struct RecordFault: Equatable, Sendable {
    let rule: GateRule
    let field: String
    let fact: Bilingual
}
