public import Rulebook

/// Holds what a person typed for one document to the same rules as the rows of a source.
public struct ValueGate {
    /// 证照有效期截止日期 of GB/T 36903: the last day on which a document holds.
    public static let lastDayPath = "ZZYXQJZRQ"

    private let paths: [String]
    private var gate: RowGate

    /// A gate for documents of a type. Throws `MappingError.missingList` when a code list that the type names is not
    /// among `lists`.
    public init(_ definition: TypeDefinition, lists: [CodeList], options: GateOptions) throws(MappingError) {
        var slots: [GateForm.Slot] = []
        for (field, details) in zip(definition.type.fields, definition.details.fields) {
            slots.append(try GateForm.Slot(field, details, lists: lists))
        }
        paths = slots.map(\.path)
        let holder = MappingPlan.Holder(kind: slots.count, number: slots.count + 1, name: slots.count + 2)
        slots += GateForm.Slot.holder
        var roles = GateRoles(slots)
        roles.holders.append(GateRoles.Holder(kind: holder.kind, number: holder.number))
        let form = GateForm(of: definition, slots: slots, holder: holder, roles: roles)
        gate = RowGate(form, isSample: options.isSample, today: options.today)
    }

    /// Everything that is wrong with the values by path and with the holder; an empty text is no value. Row 0 stands
    /// for a document that comes from no source.
    public mutating func faults(of values: [String: String], holder: HolderIdentity) -> [RowFault] {
        let unknown = values.keys.filter { !paths.contains($0) }.sorted().map { path in
            RowFault(row: 0, field: path, rule: .unknownColumn, fact: RuleWords.unknownField)
        }
        var row = TableRow()
        for path in paths { row.appendField((values[path] ?? "").utf8) }
        for part in holder.parts { row.appendField(part.utf8) }
        return unknown + gate.faults(of: row)
    }

    /// Everything that is wrong with a holder's identity alone.
    public static func faults(of holder: HolderIdentity, options: GateOptions) -> [RowFault] {
        let slots = GateForm.Slot.holder
        var roles = GateRoles(slots)
        roles.holders.append(GateRoles.Holder(kind: 0, number: 1))
        let required = slots.enumerated().map { GateForm.Requirement(path: $1.path, slot: $0) }
        let form = GateForm(typeCode: "", slots: slots, required: required, roles: roles)
        var gate = RowGate(form, isSample: options.isSample, today: options.today)
        var row = TableRow()
        for part in holder.parts { row.appendField(part.utf8) }
        return gate.faults(of: row)
    }
}

extension HolderIdentity {
    fileprivate var parts: [String] { [kind, number, name] }
}
