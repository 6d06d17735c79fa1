/// The kinds of holder numbers of GB/T 36903 (持证主体代码类型代码), with their names.
package enum HolderKind {
    static let names: [(code: String, name: String)] = [
        ("001", "统一社会信用代码"), ("099", "其他法人或其他组织有效证件代码"), ("111", "公民身份号码"),
        ("114", "中国人民解放军军官证编号"), ("115", "中国人民武装警察部队警官证编号"), ("118", "中国人民解放军士兵证编号"),
        ("119", "中国人民武装警察部队士兵证编号"), ("120", "中国人民解放军文职人员证编号"),
        ("122", "中国人民武装警察部队文职人员证编号"), ("411", "外交护照号"), ("412", "公务护照号"), ("413", "公务普通护照号"),
        ("414", "普通护照号"), ("511", "台湾居民来往大陆通行证号码"), ("516", "港澳居民来往内地通行证号码"),
        ("999", "其他自然人有效证件代码"),
    ]

    static let citizen = "111"
    static let organisation = "001"

    /// The name of a kind; nil for a code that the standard does not have.
    static func name(_ code: ArraySlice<UInt8>) -> String? {
        names.first { code.elementsEqual($0.code.utf8) }?.name
    }
}

/// `holder-kind`: the kind of the holder's number is one of the standard, and the number is of that kind.
extension RowGate {
    mutating func checkHolder(_ row: TableRow, _ holder: GateRoles.Holder, _ faults: inout FaultList) {
        guard isGood(row, holder.kind, faults) else { return }
        let kind = row.field(holder.kind)
        guard HolderKind.name(kind) != nil else {
            return faults.add(holder.kind, .holderKind, RuleWords.unknownKind, row)
        }
        guard isGood(row, holder.number, faults) else { return }
        if kind.elementsEqual(HolderKind.citizen.utf8), let number = citizen(row, holder.number, &faults) {
            checkPerson(row, number, &faults)
        }
        if kind.elementsEqual(HolderKind.organisation.utf8) { checkCreditCode(row, holder.number, &faults) }
    }

    func checkKindName(_ row: TableRow, _ faults: inout FaultList) {
        guard let (code, name) = form.roles.kindName, isGood(row, code, faults), isGood(row, name, faults),
            let expected = HolderKind.name(row.field(code)), !row.field(name).elementsEqual(expected.utf8)
        else { return }
        faults.add(name, .holderKind, RuleWords.kindName, row)
    }
}
