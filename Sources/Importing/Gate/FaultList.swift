import Rulebook

/// The faults of one row as they are found.
struct FaultList {
    let form: GateForm
    private(set) var row = 0
    private(set) var list: [RowFault] = []

    init(_ form: GateForm) { self.form = form }

    /// Forgets the last row and begins another.
    mutating func begin(_ row: Int) {
        self.row = row
        if !list.isEmpty { list = [] }
    }

    var isEmpty: Bool { list.isEmpty }

    /// True when the value of a slot is at fault already.
    func has(_ slot: Int) -> Bool { list.contains { $0.field == form.slots[slot].path } }

    /// Notes what is wrong with a value.
    mutating func add(_ slot: Int, _ rule: GateRule, _ fact: Bilingual, _ values: TableRow) {
        add(slot, rule, fact, value: values.text(slot))
    }

    /// Notes what is wrong with a value that did not become one of the row.
    mutating func add(_ slot: Int, _ rule: GateRule, _ fact: Bilingual, value: String) {
        let slot = form.slots[slot]
        let covered = Masking.cover(value, level: slot.level, isIdentifier: slot.isIdentifier)
        list.append(RowFault(row: row, field: slot.path, rule: rule, fact: fact, value: covered))
    }

    /// Notes what is wrong with the row, or with a field that has no slot.
    mutating func add(field: String, _ rule: GateRule, _ fact: Bilingual) {
        list.append(RowFault(row: row, field: field, rule: rule, fact: fact))
    }
}
