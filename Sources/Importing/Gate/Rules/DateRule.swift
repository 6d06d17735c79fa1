import Identifiers

/// `date`, `month`, `date-in-future`, `date-too-old`: days and months that the calendar has.
extension RowGate {
    /// The first year that a day of any document is of.
    private static let firstYear = 1900

    func checkDate(_ row: TableRow, _ slot: Int, _ faults: inout FaultList) {
        guard let date = CivilDate(row.field(slot)) else {
            return faults.add(slot, .date, RuleWords.notADate, row)
        }
        if date.year < RowGate.firstYear { return faults.add(slot, .dateTooOld, RuleWords.tooOld, row) }
        guard let today, date > today, isPast(slot) else { return }
        faults.add(slot, .dateInFuture, RuleWords.inFuture, row)
    }

    func checkMonth(_ row: TableRow, _ slot: Int, _ faults: inout FaultList) {
        var day: [UInt8] = []
        guard DateFormat.monthDashed.write(row.field(slot), to: &day) else {
            return faults.add(slot, .month, RuleWords.notAMonth, row)
        }
    }

    /// True for days that have been when a row is right. Invented people are born in a future year.
    private func isPast(_ slot: Int) -> Bool {
        if slot == form.roles.birthDate { return !isSample }
        return slot == form.roles.issueDate || slot == form.roles.asOf
    }
}
