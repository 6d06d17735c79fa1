import Rulebook

/// The slots of a mapping that was fitted to a type and to columns: what stands where, and where it comes from.
struct MappingPlan {
    /// Where the value of a slot comes from.
    enum Source {
        case constant([UInt8])
        case column(Column)
    }

    /// A column of the source by its place, and what becomes of its cells.
    struct Column {
        let index: Int
        let table: Table?
        /// How a day or month may be written; none: the value is taken as it is.
        let dates: [DateFormat]
    }

    /// Values and what stands for them.
    struct Table {
        let pairs: [[UInt8]: [UInt8]]
        let isClosed: Bool
    }

    /// A field of the document.
    struct Field {
        let path: String
        let group: String?
        let slot: Int
    }

    /// The slots of the holder's identity.
    struct Holder {
        let kind: Int
        let number: Int
        let name: Int
    }

    private(set) var sources: [Source] = []
    private(set) var fields: [Field] = []
    private(set) var holder = Holder(kind: 0, number: 0, name: 0)
    private(set) var identifier: Int?
    private(set) var validFrom: Int?
    private(set) var validUntil: Int?
    private(set) var asOf: Int?
    let form: GateForm

    init(_ mapping: Mapping, _ definition: TypeDefinition, _ lists: [CodeList], _ columns: [String]) throws {
        var builder = PlanBuilder(mapping, definition, lists, columns)
        try builder.build()
        sources = builder.sources
        fields = builder.fields
        holder = builder.holder
        asOf = builder.asOf
        let fields = fields
        func slot(_ path: String?) -> Int? { path.flatMap { path in fields.first { $0.path == path }?.slot } }
        identifier = slot(mapping.identifier)
        validFrom = slot(mapping.validFrom)
        validUntil = slot(mapping.validUntil)
        form = builder.form(identifier: identifier, validFrom: validFrom, validUntil: validUntil)
    }

    /// What tells one row from another, by name and slot.
    var identityParts: [(name: String, slot: Int)] {
        let own = fields.map { (name: $0.path, slot: $0.slot) }
        let holder = [
            (name: "holder.kind", slot: holder.kind), (name: "holder.number", slot: holder.number),
            (name: "holder.name", slot: holder.name),
        ]
        return own + holder + (asOf.map { [(name: "as-of", slot: $0)] } ?? [])
    }
}

/// Makes the slots, one after another.
private struct PlanBuilder {
    let mapping: Mapping
    let definition: TypeDefinition
    let lists: [CodeList]
    let columns: [String]
    private(set) var sources: [MappingPlan.Source] = []
    private(set) var slots: [GateForm.Slot] = []
    private(set) var fields: [MappingPlan.Field] = []
    private(set) var holder = MappingPlan.Holder(kind: 0, number: 0, name: 0)
    private(set) var asOf: Int?

    init(_ mapping: Mapping, _ definition: TypeDefinition, _ lists: [CodeList], _ columns: [String]) {
        self.mapping = mapping
        self.definition = definition
        self.lists = lists
        self.columns = columns
    }

    mutating func build() throws {
        try checkColumns()
        try checkFields()
        for (field, details) in zip(definition.type.fields, definition.details.fields) {
            guard let mapped = mapping.fields.first(where: { $0.path == field.path }) else { continue }
            let slot = try GateForm.Slot(field, details, lists: lists)
            let place = try add(slot, try resolved(mapped.value, for: field.path))
            fields.append(MappingPlan.Field(path: field.path, group: details.group, slot: place))
        }
        holder = MappingPlan.Holder(
            kind: try part(GateForm.Slot.holder[0], mapping.holder.kind),
            number: try part(GateForm.Slot.holder[1], mapping.holder.number),
            name: try part(GateForm.Slot.holder[2], mapping.holder.name))
        asOf = try mapping.asOf.map { value in
            try add(GateForm.Slot(path: "as-of", form: .date, level: 1), try resolved(value, for: "as-of"))
        }
    }

    /// The form of the rows: the type's own rules, and those for what the mapping names besides.
    func form(identifier: Int?, validFrom: Int?, validUntil: Int?) -> GateForm {
        var roles = GateRoles(slots)
        let own = GateRoles.Holder(kind: holder.kind, number: holder.number)
        if !roles.holders.contains(own) { roles.holders.append(own) }
        roles.identifier = identifier ?? roles.identifier
        roles.validFrom = validFrom ?? roles.validFrom
        roles.validUntil = validUntil ?? roles.validUntil
        roles.asOf = asOf
        return GateForm(of: definition, slots: slots, holder: holder, roles: roles)
    }

    /// The slot of a part of the identity: that of a field when the mapping says so, one of its own otherwise.
    private mutating func part(_ slot: GateForm.Slot, _ value: ValueSource) throws -> Int {
        if case .field(let path) = value {
            guard let field = fields.first(where: { $0.path == path }) else {
                throw MappingError.badReference(slot.path)
            }
            return field.slot
        }
        return try add(slot, value)
    }

    private mutating func add(_ slot: GateForm.Slot, _ value: ValueSource) throws -> Int {
        switch value {
        case .constant(let text): sources.append(.constant(Array(text.utf8)))
        case .column(let column): sources.append(.column(try self.column(column, slot.form)))
        case .field: throw MappingError.badReference(slot.path)
        }
        slots.append(slot)
        return slots.count - 1
    }

    private func column(_ column: MappedColumn, _ form: FieldForm) throws -> MappingPlan.Column {
        guard let index = columns.firstIndex(of: column.name) else { throw SourceError.header(.missing([column.name])) }
        let table = column.replacing.map { map in
            MappingPlan.Table(
                pairs: Dictionary(map.pairs.map { (Array($0.from.utf8), Array($0.to.utf8)) }) { first, _ in first },
                isClosed: map.isClosed)
        }
        let dates =
            switch form {
            case .date, .birthDate: mapping.dates.filter { !$0.isMonth }
            case .month: mapping.dates.filter(\.isMonth)
            case .text, .number, .sex, .citizenNumber, .personNumber, .creditCode, .certificateIdentifier:
                [DateFormat]()
            }
        return MappingPlan.Column(index: index, table: table, dates: dates)
    }

    /// What a value comes from when it is that of another field.
    private func resolved(_ value: ValueSource, for path: String) throws -> ValueSource {
        guard case .field(let other) = value else { return value }
        guard let source = mapping.fields.first(where: { $0.path == other })?.value else {
            throw MappingError.badReference(path)
        }
        if case .field = source { throw MappingError.badReference(path) }
        return source
    }

    private func checkFields() throws {
        let known = Set(definition.type.fields.map(\.path))
        if let unknown = mapping.fields.first(where: { !known.contains($0.path) }) {
            throw MappingError.unknownField(unknown.path)
        }
        let mapped = Set(mapping.fields.map(\.path))
        let missing = definition.type.fields.filter { $0.isRequired && !mapped.contains($0.path) }.map(\.path)
        guard missing.isEmpty else { throw MappingError.requiredUnmapped(missing) }
    }

    /// Every column that the mapping names is there, and every column that is there is named.
    private func checkColumns() throws {
        let named = mapping.columns
        let missing = named.filter { name in !columns.contains(name) }
        guard missing.isEmpty else { throw SourceError.header(.missing(missing)) }
        let known = Set(named + mapping.ignored)
        let extra = columns.filter { !known.contains($0) }
        guard extra.isEmpty else { throw SourceError.header(.unmapped(extra)) }
    }
}

extension Mapping {
    /// The columns that the mapping takes values from, each once, in the order of the file.
    public var columns: [String] {
        let values = fields.map(\.value) + [holder.kind, holder.number, holder.name] + (asOf.map { [$0] } ?? [])
        var names: [String] = []
        for case .column(let column) in values where !names.contains(column.name) { names.append(column.name) }
        return names
    }
}
