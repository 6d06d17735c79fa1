import Identifiers
import Rulebook

/// The quality gate for rows: what the columns of GB/T 36903 must hold, and what the type requires.
struct RowCheck {
    private let columns: [String]
    private let places: [String: Int]
    private let numberColumns: [Int]
    private let isSample: Bool
    private let today: CivilDate?
    private var requirements: [TypeCode: [Int?]] = [:]
    /// The last credit code that was found good: one issuer's stands in every row.
    private var goodCode: [UInt8] = []

    /// A gate for rows below these columns; `today` refuses births to come outside of sample networks.
    init(columns: [String], isSample: Bool, today: CivilDate?) {
        self.columns = columns
        self.isSample = isSample
        self.today = today
        places = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
        numberColumns = columns.indices.filter { columns[$0].hasSuffix("ZJHM") }
    }

    /// Everything that is wrong with a row of that type.
    mutating func faults(_ row: CSVRow, _ type: KnownType) -> [RowFault] {
        var faults = RowFaults(row: row.number, columns: columns)
        checkRequired(row, type, &faults)
        checkHolder(row, &faults)
        for column in numberColumns where row.range(column).count == 18 {
            checkCitizen(row, column, &faults)
        }
        if let column = filled("ZZBFJGDM", row) { checkCreditCode(row, column, &faults) }
        if let column = filled("ZZBS", row) { checkIdentifier(row, column, type, &faults) }
        checkDates(row, &faults)
        return faults.list
    }

    private mutating func checkRequired(_ row: CSVRow, _ type: KnownType, _ faults: inout RowFaults) {
        for (path, column) in zip(type.required, requirement(type)) {
            if let column, !row.range(column).isEmpty { continue }
            faults.add(path, .required, IdentifierWords.required(hasColumn: column != nil))
        }
    }

    private mutating func requirement(_ type: KnownType) -> [Int?] {
        if let known = requirements[type.code] { return known }
        let found = type.required.map { places[$0] }
        requirements[type.code] = found
        return found
    }

    /// The holder's number is of the kind that its code says.
    private mutating func checkHolder(_ row: CSVRow, _ faults: inout RowFaults) {
        guard let number = filled("CZZTDM", row), let kind = filled("CZZTDMLXDM", row) else { return }
        if row.field(kind).elementsEqual("111".utf8) { checkCitizen(row, number, &faults) }
        if row.field(kind).elementsEqual("001".utf8) { checkCreditCode(row, number, &faults) }
    }

    private func checkCitizen(_ row: CSVRow, _ column: Int, _ faults: inout RowFaults) {
        do throws(CitizenNumberError) {
            let number = try CitizenNumber(row.text(column))
            guard !isSample else { return }
            if number.isSample { return faults.add(column, .sampleCitizen, IdentifierWords.sampleCitizen) }
            if let today, number.birthDate > today {
                faults.add(column, .birthInFuture, IdentifierWords.birthInFuture)
            }
        } catch { faults.add(column, .citizenNumber, IdentifierWords.describe(error)) }
    }

    private mutating func checkCreditCode(_ row: CSVRow, _ column: Int, _ faults: inout RowFaults) {
        guard !row.field(column).elementsEqual(goodCode) else { return }
        do throws(CreditCodeError) {
            let code = try CreditCode(row.text(column))
            guard code.organisationCheckHolds else {
                return faults.add(column, .creditCode, IdentifierWords.organisationCheck)
            }
            goodCode = Array(row.field(column))
        } catch { faults.add(column, .creditCode, IdentifierWords.describe(error)) }
    }

    /// The certificate identifier is well made, and of this type and issuer.
    private func checkIdentifier(
        _ row: CSVRow, _ column: Int, _ type: KnownType, _ faults: inout RowFaults
    ) {
        do throws(CertificateIdentifierError) {
            let identifier = try CertificateIdentifier(row.text(column))
            if identifier.type.text != type.code.text {
                faults.add(column, .identifierType, IdentifierWords.identifierType(type.code.text))
            }
            if let issuer = filled("ZZBFJGDM", row), !row.field(issuer).elementsEqual(identifier.issuer.text.utf8) {
                faults.add(column, .identifierIssuer, IdentifierWords.identifierIssuer)
            }
        } catch { faults.add(column, .certificateIdentifier, IdentifierWords.describe(error)) }
    }

    private func checkDates(_ row: CSVRow, _ faults: inout RowFaults) {
        _ = date("ZZBFRQ", row, &faults)
        let start = date("ZZYXQQSRQ", row, &faults)
        let end = date("ZZYXQJZRQ", row, &faults)
        if let start, let end, end < start {
            faults.add("ZZYXQJZRQ", .dateOrder, IdentifierWords.endBeforeStart)
        }
    }

    private func date(_ name: String, _ row: CSVRow, _ faults: inout RowFaults) -> CivilDate? {
        guard let column = filled(name, row) else { return nil }
        guard let date = CivilDate(row.field(column)) else {
            faults.add(column, .date, IdentifierWords.notADate)
            return nil
        }
        return date
    }

    /// The place of a column that is there and not empty.
    private func filled(_ name: String, _ row: CSVRow) -> Int? {
        guard let column = places[name], !row.range(column).isEmpty else { return nil }
        return column
    }
}

/// The faults of one row as they are found.
private struct RowFaults {
    let row: Int
    let columns: [String]
    private(set) var list: [RowFault] = []

    init(row: Int, columns: [String]) {
        self.row = row
        self.columns = columns
    }

    mutating func add(_ column: Int, _ rule: RowRule, _ fact: String) { add(columns[column], rule, fact) }

    mutating func add(_ field: String, _ rule: RowRule, _ fact: String) {
        list.append(RowFault(row: row, field: field, rule: rule, fact: fact))
    }
}

extension CivilDate {
    /// Reads `2026-01-31`; nil for anything else.
    init?(_ bytes: ArraySlice<UInt8>) {
        let start = bytes.startIndex
        guard bytes.count == 10, bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
            let year = CivilDate.number(bytes[start..<start + 4]),
            let month = CivilDate.number(bytes[start + 5..<start + 7]),
            let day = CivilDate.number(bytes[start + 8..<start + 10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit & 15)
        }
        return value
    }
}
