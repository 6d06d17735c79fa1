import Rulebook

/// Which slots have a part in the rules across fields; nil where the source has no such value.
struct GateRoles: Sendable {
    /// The kind and the number of a holder, by slots.
    struct Holder: Equatable, Sendable {
        let kind: Int
        let number: Int
    }

    /// Those of the fields, and those that the mapping names.
    var holders: [Holder] = []
    /// The kind of holder number as a code and as a name.
    var kindName: (code: Int, name: Int)?
    var identifier: Int?
    var issuerCode: Int?
    var issueDate: Int?
    var validFrom: Int?
    var validUntil: Int?
    /// The day of which the data is: never one to come.
    var asOf: Int?
    var birthDate: Int?
    var sex: Int?

    /// The roles that the short names of GB/T 36903 and the forms of the fields tell.
    init(_ slots: [GateForm.Slot]) {
        func place(_ path: String) -> Int? { slots.firstIndex { $0.path == path } }
        if let kind = place("CZZTDMLXDM") {
            if let number = place("CZZTDM") { holders.append(Holder(kind: kind, number: number)) }
            if let name = place("CZZTDMLX") { kindName = (kind, name) }
        }
        identifier = place("ZZBS")
        issuerCode = place("ZZBFJGDM")
        issueDate = place("ZZBFRQ")
        validFrom = place("ZZYXQQSRQ")
        validUntil = place(ValueGate.lastDayPath)
        birthDate = slots.firstIndex { $0.form == .birthDate }
        sex = slots.firstIndex { $0.form == .sex }
    }
}
