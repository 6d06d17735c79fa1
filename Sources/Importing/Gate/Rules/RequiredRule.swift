/// `required`: a field that is never empty is there and is not empty.
extension RowGate {
    func checkRequired(_ row: TableRow, _ faults: inout FaultList) {
        for field in form.required {
            if let slot = field.slot, !row.isEmpty(slot) || faults.has(slot) { continue }
            let fact = RuleWords.required(hasColumn: field.slot != nil)
            faults.add(field: field.path, .required, fact)
        }
    }
}
