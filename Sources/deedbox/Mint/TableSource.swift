package import Identifiers
import Importing
package import Rulebook
import Signing

/// The rows of a CSV table as documents: each checked, its digest that of the canonical row.
package struct TableSource: DocumentSource {
    private var reader: CSVReader
    private var row = TableRow()
    private var canonical: [UInt8] = []
    private var check: RowCheck
    private let writer: CanonicalRow
    private let columnCount: Int
    private let typeColumn: Int?
    private let expiryColumn: Int?
    private var types: TypeLookUp
    private let counter: ByteCounter
    private let total: UInt64

    /// What a table is read by, beside its bytes.
    package struct Settings {
        package var types: [KnownType] = []
        /// The one type of all rows; nil when a column `type` names it.
        package var type: TypeCode?
        package var isSample = false
        package var today: CivilDate?
        /// The column with the last day of validity that goes onto the ledger.
        package var expiryColumn: String?

        /// Settings for a table with a column `type` on an ordinary network.
        package init() {}
    }

    /// Opens a table; its header is read and checked.
    package init(file path: String, _ settings: Settings) throws {
        let file = try OpenedFile(path, .reading)
        try self.init(path: path, total: try file.size(), settings) { try file.read(into: &$0) }
    }

    /// A table whose bytes come from anywhere.
    package init(
        path: String, total: UInt64, _ settings: Settings, chunk: Int = 1 << 18,
        fill: @escaping (inout [UInt8]) throws -> Int
    ) throws {
        let counter = ByteCounter()
        reader = CSVReader(chunk: chunk) { buffer in
            let count = try fill(&buffer)
            counter.count += UInt64(count)
            return count
        }
        let columns = try TableSource.header(&reader, path)
        typeColumn = columns.firstIndex(of: TableSource.typeName)
        guard typeColumn != nil || settings.type != nil else { throw MintWords.noTypeColumn(path) }
        expiryColumn = try settings.expiryColumn.map { name in
            guard let column = columns.firstIndex(of: name) else { throw MintWords.noSuchColumn(path, name) }
            return column
        }
        types = TypeLookUp(settings.types, only: settings.type)
        check = RowCheck(columns: columns, isSample: settings.isSample, today: settings.today)
        writer = CanonicalRow(columns: columns)
        columnCount = columns.count
        self.counter = counter
        self.total = total
    }

    package var progress: SourceProgress { SourceProgress(done: counter.count, total: total) }

    package mutating func next() throws -> SourceItem? {
        guard try reader.next(&row) else { return nil }
        guard row.count == columnCount else {
            return fault("", .fieldCount, RuleWords.fieldCount(row.count, columnCount))
        }
        canonical.removeAll(keepingCapacity: true)
        guard writer.write(row, to: &canonical) else { return fault("", .notUTF8, RuleWords.rowNotUTF8) }
        let type: KnownType
        switch types.find(typeColumn.map { row.field($0) }) {
        case .success(let found): type = found
        case .failure(let unfit): return fault(TableSource.typeName, unfit.rule, unfit.fact)
        }
        let faults = check.faults(row, type)
        guard faults.isEmpty else { return .faulty(faults) }
        return .document(
            MintDocument(row: row.number, digest: SHA256.digest(canonical), expiry: expiry()), type)
    }

    private static let typeName = "type"

    private func fault(_ field: String, _ rule: GateRule, _ fact: Bilingual) -> SourceItem {
        .faulty([RowFault(row: row.number, field: field, rule: rule, fact: fact)])
    }

    /// The end of the day that the expiry column names, in the time zone of the certificates (UTC+8).
    private func expiry() -> UInt64? {
        expiryColumn.flatMap { CivilDate(row.field($0))?.endInBeijing }
    }

    private static func header(_ reader: inout CSVReader, _ path: String) throws -> [String] {
        var row = TableRow()
        guard try reader.next(&row) else { throw CSVError(line: 1, row: 1, fault: .empty) }
        var columns: [String] = []
        for index in 0..<row.count {
            guard let name = String(validating: row.field(index), as: UTF8.self) else { throw FileError.notUTF8(path) }
            guard !name.isEmpty else { throw MintWords.emptyColumn(path, index + 1) }
            guard !columns.contains(name) else { throw MintWords.columnTwice(path, name) }
            columns.append(name)
        }
        return columns
    }
}

/// How many bytes the reader has taken; shared with the closure that reads.
private final class ByteCounter {
    var count: UInt64 = 0
}

/// Finds the type that a row names.
struct TypeLookUp {
    private let byCode: [[UInt8]: KnownType]
    private let only: TypeCode?
    /// The last type that was found: rows of one type often follow each other.
    private var last: (code: [UInt8], type: KnownType)?

    /// Why a row has no usable type.
    struct Unfit: Error {
        let rule: GateRule
        let fact: Bilingual
    }

    init(_ types: [KnownType], only: TypeCode?) {
        byCode = Dictionary(types.map { (Array($0.code.text.utf8), $0) }) { first, _ in first }
        self.only = only
    }

    /// The type of a row; `code` is nil when the table has no column for it.
    mutating func find(_ code: ArraySlice<UInt8>?) -> Result<KnownType, Unfit> {
        if let last, let code, code.elementsEqual(last.code) { return .success(last.type) }
        let asked = code.map { Array($0) } ?? only.map { Array($0.text.utf8) } ?? []
        guard !asked.isEmpty else { return .failure(Unfit(rule: .typeMissing, fact: RuleWords.typeMissing)) }
        if let only, !asked.elementsEqual(only.text.utf8) {
            return .failure(Unfit(rule: .otherType, fact: RuleWords.otherType(only)))
        }
        guard let type = byCode[asked] else {
            return .failure(Unfit(rule: .unknownType, fact: RuleWords.unknownType))
        }
        guard !type.isRetired else { return .failure(Unfit(rule: .typeRetired, fact: RuleWords.typeRetired)) }
        last = (asked, type)
        return .success(type)
    }
}
