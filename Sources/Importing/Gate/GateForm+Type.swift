import Rulebook

extension GateForm {
    /// The form of one type's documents: what the type requires, its sums, and whose each document is.
    ///
    /// The slots of fields have the fields' paths; those of the holder may be fields too.
    init(of definition: TypeDefinition, slots: [Slot], holder: MappingPlan.Holder, roles: GateRoles) {
        func place(_ path: String) -> Int? { slots.firstIndex { $0.path == path } }
        let required = definition.type.fields.filter(\.isRequired).map { field in
            Requirement(path: field.path, slot: place(field.path))
        }
        let people = [holder.kind, holder.number, holder.name].map { Requirement(path: slots[$0].path, slot: $0) }
        self.init(
            typeCode: definition.type.code, slots: slots,
            required: required + people.filter { part in !required.contains { $0.slot == part.slot } }, roles: roles)
        sums = definition.details.sums.compactMap { sum in
            guard let total = place(sum.total) else { return nil }
            return Sum(total: total, plus: sum.plus.compactMap(place), minus: sum.minus.compactMap(place))
        }
    }
}

extension GateForm.Slot {
    /// The slot of a field. Throws `missingList` when the type names a code list that is not among these.
    init(_ field: TypeField, _ details: FieldDetails, lists: [CodeList]) throws(MappingError) {
        var list: CodeList?
        if let name = details.list {
            guard let found = lists.first(where: { $0.name == name }) else { throw .missingList(name) }
            list = found
        }
        self.init(
            path: field.path, form: details.form, level: field.level.value, maxLength: details.maxLength, list: list)
    }

    /// The parts of a holder's identity that are no field: kind, number, name, in this order.
    static let holder = [
        GateForm.Slot(path: "holder.kind", form: .text, level: 1),
        GateForm.Slot(path: "holder.number", form: .text, level: 3),
        GateForm.Slot(path: "holder.name", form: .text, level: 2),
    ]
}
