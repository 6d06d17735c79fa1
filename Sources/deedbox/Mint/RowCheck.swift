import Identifiers
import Importing
import Rulebook

/// The quality gate for rows whose columns are the fields themselves: a gate for each type that comes by.
struct RowCheck {
    private let columns: [String]
    private let isSample: Bool
    private let today: CivilDate?
    private var gates: [TypeCode: RowGate] = [:]

    /// A gate for rows below these columns; `today` refuses births to come outside of sample networks.
    init(columns: [String], isSample: Bool, today: CivilDate?) {
        self.columns = columns
        self.isSample = isSample
        self.today = today
    }

    /// Everything that is wrong with a row of that type.
    mutating func faults(_ row: TableRow, _ type: KnownType) -> [RowFault] {
        var gate = gates[type.code] ?? gate(type)
        defer { gates[type.code] = gate }
        return gate.faults(of: row)
    }

    private func gate(_ type: KnownType) -> RowGate {
        let form = GateForm(
            typeCode: type.code, slots: columns.map { GateForm.Slot(path: $0, form: FieldForm(path: $0)) },
            required: type.required.map { GateForm.Requirement(path: $0, slot: columns.firstIndex(of: $0)) })
        return RowGate(form, isSample: isSample, today: today)
    }
}
