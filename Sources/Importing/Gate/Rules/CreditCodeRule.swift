import Identifiers

/// `credit-code`: GB 32100, and the organisation code within it.
extension RowGate {
    mutating func checkCreditCode(_ row: TableRow, _ slot: Int, _ faults: inout FaultList) {
        guard !row.field(slot).elementsEqual(goodCodes[slot]) else { return }
        do throws(CreditCodeError) {
            let code = try CreditCode(row.text(slot))
            guard code.organisationCheckHolds else {
                return faults.add(slot, .creditCode, RuleWords.organisationCheck, row)
            }
            goodCodes[slot] = Array(row.field(slot))
        } catch { faults.add(slot, .creditCode, RuleWords.describe(error), row) }
    }
}
