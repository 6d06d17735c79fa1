import Rulebook

/// `code-list`, `sex`: a value of a closed list.
extension RowGate {
    func checkList(_ row: TableRow, _ slot: Int, _ faults: inout FaultList) {
        guard let list = form.slots[slot].list, !list.contains(row.field(slot)) else { return }
        faults.add(slot, .codeList, RuleWords.notInList(list), row)
    }

    func checkSex(_ row: TableRow, _ slot: Int, _ faults: inout FaultList) {
        let value = row.field(slot)
        guard !value.elementsEqual("男".utf8), !value.elementsEqual("女".utf8) else { return }
        faults.add(slot, .sex, RuleWords.notASex, row)
    }
}
