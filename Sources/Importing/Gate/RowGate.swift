package import Identifiers
import Rulebook

/// Holds rows to a form: each value by itself, then values together. One rule, one file, below `Rules`.
package struct RowGate {
    let form: GateForm
    let isSample: Bool
    /// Divides past and future; nil: nobody asks.
    let today: CivilDate?
    private var faults: FaultList
    /// The last credit code of each slot that was found good: one issuer's stands in every row.
    var goodCodes: [[UInt8]]

    /// A gate for rows of that form.
    package init(_ form: GateForm, isSample: Bool, today: CivilDate?) {
        self.form = form
        self.isSample = isSample
        self.today = today
        faults = FaultList(form)
        goodCodes = [[UInt8]](repeating: [], count: form.slots.count)
    }

    /// Everything that is wrong with a row whose fields are the slots of the form.
    package mutating func faults(of row: TableRow) -> [RowFault] {
        faults.begin(row.number)
        var found = faults
        check(row, &found)
        return found.list
    }

    /// Adds everything that is wrong with a row.
    mutating func check(_ row: TableRow, _ faults: inout FaultList) {
        checkRequired(row, &faults)
        for slot in form.slots.indices where !row.isEmpty(slot) && !faults.has(slot) {
            guard checkText(row, slot, &faults) else { continue }
            checkForm(row, slot, &faults)
            checkList(row, slot, &faults)
        }
        for holder in form.roles.holders { checkHolder(row, holder, &faults) }
        checkKindName(row, &faults)
        checkIdentifier(row, &faults)
        checkPeriods(row, &faults)
        checkSums(row, &faults)
    }

    private mutating func checkForm(_ row: TableRow, _ slot: Int, _ faults: inout FaultList) {
        switch form.slots[slot].form {
        case .text: break
        case .date, .birthDate: checkDate(row, slot, &faults)
        case .month: checkMonth(row, slot, &faults)
        case .number: checkNumber(row, slot, &faults)
        case .sex: checkSex(row, slot, &faults)
        case .citizenNumber: _ = citizen(row, slot, &faults)
        case .personNumber: if row.range(slot).count == 18 { _ = citizen(row, slot, &faults) }
        case .creditCode: checkCreditCode(row, slot, &faults)
        case .certificateIdentifier: checkIdentifierForm(row, slot, &faults)
        }
    }

    /// True when there is a value and nothing is wrong with it so far.
    func isGood(_ row: TableRow, _ slot: Int, _ faults: FaultList) -> Bool { !row.isEmpty(slot) && !faults.has(slot) }
}
