import Identifiers

/// `date-order`: a document ends no earlier than it begins, and than it was issued.
extension RowGate {
    func checkPeriods(_ row: TableRow, _ faults: inout FaultList) {
        guard let slot = form.roles.validUntil, let end = day(row, slot) else { return }
        if let start = form.roles.validFrom.flatMap({ day(row, $0) }), end < start {
            faults.add(slot, .dateOrder, RuleWords.endBeforeStart, row)
        } else if let issue = form.roles.issueDate.flatMap({ day(row, $0) }), end < issue {
            faults.add(slot, .dateOrder, RuleWords.endBeforeIssue, row)
        }
    }

    /// The day in a slot; nil when it is empty or none.
    private func day(_ row: TableRow, _ slot: Int) -> CivilDate? {
        row.isEmpty(slot) ? nil : CivilDate(row.field(slot))
    }
}
