import Identifiers
import Rulebook

/// `citizen-number`, `sample-citizen`, `birth-in-future`: GB 11643, and people who can be.
extension RowGate {
    /// The citizen number in a slot; nil when something is wrong with it.
    func citizen(_ row: TableRow, _ slot: Int, _ faults: inout FaultList) -> CitizenNumber? {
        do throws(CitizenNumberError) {
            let number = try CitizenNumber(row.text(slot))
            guard !isSample else { return number }
            if number.isSample {
                faults.add(slot, .sampleCitizen, RuleWords.sampleCitizen, row)
            } else if let today, number.birthDate > today {
                faults.add(slot, .birthInFuture, RuleWords.birthInFuture, row)
            } else {
                return number
            }
        } catch { faults.add(slot, .citizenNumber, RuleWords.describe(error), row) }
        return nil
    }
}

/// `birth-differs`, `sex-differs`: what the number of a citizen says of him is what the other fields say.
extension RowGate {
    func checkPerson(_ row: TableRow, _ number: CitizenNumber, _ faults: inout FaultList) {
        if let slot = form.roles.birthDate, isGood(row, slot, faults), CivilDate(row.field(slot)) != number.birthDate {
            faults.add(slot, .birthDiffers, RuleWords.birthDiffers, row)
        }
        let sex = number.sequence.isMultiple(of: 2) ? "女" : "男"
        if let slot = form.roles.sex, isGood(row, slot, faults), !row.field(slot).elementsEqual(sex.utf8) {
            faults.add(slot, .sexDiffers, RuleWords.sexDiffers, row)
        }
    }
}
