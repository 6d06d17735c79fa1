import Identifiers
import Rulebook
import Signing

/// A mapping that was fitted to a type and to the columns of a source: it makes the values of rows.
struct RowMapper {
    let form: GateForm
    let identity: RowIdentity
    /// The slots of the document's key; none: the whole row is.
    let key: [Int]
    /// The key's fields, for people; empty when the whole row is the key.
    let keyName: String
    private let plan: MappingPlan
    private let isTrimming: Bool
    private let provenance: Provenance

    /// Fits a mapping.
    init(_ mapping: Mapping, _ definition: TypeDefinition, lists: [CodeList], columns: [String]) throws {
        guard mapping.type == definition.type.code, mapping.typeVersion == definition.version else {
            throw MappingError.otherType(definition.type.code, version: definition.version)
        }
        let plan = try MappingPlan(mapping, definition, lists, columns)
        self.plan = plan
        form = plan.form
        identity = RowIdentity(type: mapping.type, version: mapping.typeVersion, parts: plan.identityParts)
        key = mapping.key.compactMap { path in plan.fields.first { $0.path == path }?.slot }
        keyName = mapping.key.joined(separator: "+")
        isTrimming = mapping.isTrimming
        provenance = mapping.provenance
    }

    /// Makes the values of a row; what cannot be made is noted and left empty.
    func map(_ source: TableRow, into values: inout TableRow, _ faults: inout FaultList) {
        values.removeAll()
        values.number = source.number
        values.line = source.line
        for slot in plan.sources.indices {
            switch plan.sources[slot] {
            case .constant(let text): values.append(text)
            case .column(let column): take(source.field(column.index), column, slot, into: &values, &faults)
            }
            values.endField()
        }
    }

    private func take(
        _ cell: ArraySlice<UInt8>, _ column: MappingPlan.Column, _ slot: Int, into values: inout TableRow,
        _ faults: inout FaultList
    ) {
        var text = isTrimming ? Blanks.cut(cell) : cell
        if let table = column.table {
            if let other = table.pairs[Array(text)] {
                text = other[...]
            } else if table.isClosed, !text.isEmpty {
                return faults.add(slot, .unmappedValue, RuleWords.notMapped, value: Self.text(text))
            }
        }
        guard !text.isEmpty, !column.dates.isEmpty else { return append(text, to: &values) }
        let isWritten = values.append { output in column.dates.contains { $0.write(text, to: &output) } }
        guard !isWritten else { return }
        let isMonth = form.slots[slot].form == .month
        faults.add(
            slot, isMonth ? .month : .date, isMonth ? RuleWords.notAMonth : RuleWords.notADate, value: Self.text(text))
    }

    /// A citizen number that ends with a small x gets the capital one; nothing else is put right.
    private func append(_ text: ArraySlice<UInt8>, to values: inout TableRow) {
        guard text.count == 18, text.last == UInt8(ascii: "x"),
            text.dropLast().allSatisfy({ (0x30...0x39).contains($0) })
        else { return values.append(text) }
        values.append(text.dropLast())
        values.append(UInt8(ascii: "X"))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// The row that the gate lets through.
    func row(_ values: TableRow, id: Digest) -> ImportedRow {
        func text(_ slot: Int?) -> String? { slot.flatMap { values.isEmpty($0) ? nil : values.text($0) } }
        func day(_ slot: Int?) -> CivilDate? { slot.flatMap { CivilDate(values.field($0)) } }
        let holder = plan.holder
        return ImportedRow(
            number: values.number, id: id,
            holder: HolderIdentity(
                kind: text(holder.kind) ?? "", number: text(holder.number) ?? "", name: text(holder.name) ?? ""),
            values: plan.fields.compactMap { field in
                text(field.slot).map { FieldValue(path: field.path, group: field.group, text: $0) }
            },
            identifier: text(plan.identifier), validFrom: day(plan.validFrom), validUntil: day(plan.validUntil),
            asOf: day(plan.asOf), provenance: provenance)
    }
}

/// Blanks around a value.
private enum Blanks {
    /// The value without blanks, tabs and newlines around it; beyond ASCII, the ideographic and the fixed blank.
    static func cut(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = text
        while let count = before(rest) { rest = rest.dropFirst(count) }
        while let count = behind(rest) { rest = rest.dropLast(count) }
        return rest
    }

    private static let wide: [[UInt8]] = [[0xe3, 0x80, 0x80], [0xc2, 0xa0]]

    private static func isPlain(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    private static func before(_ text: ArraySlice<UInt8>) -> Int? {
        guard let first = text.first else { return nil }
        if isPlain(first) { return 1 }
        guard first >= 0xc2 else { return nil }
        return wide.first { text.starts(with: $0) }?.count
    }

    private static func behind(_ text: ArraySlice<UInt8>) -> Int? {
        guard let last = text.last else { return nil }
        if isPlain(last) { return 1 }
        guard last == 0x80 || last == 0xa0 else { return nil }
        return wide.first { text.suffix($0.count).elementsEqual($0) }?.count
    }
}
