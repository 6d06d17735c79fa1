package import Signing

/// The members that `deedbox-type/2` has beyond `deedbox-type/1`.
extension TypeDetails {
    /// The members of the type as a whole, in the order in which they are written.
    var readable: [(String, JSONValue)] {
        [
            ("holders", .array(holders.map { .string($0.rawValue) })),
            ("retentionDays", .optional(retentionDays, JSONValue.number)),
            ("display", display?.readable ?? .null),
            ("groups", .array(groups.map { ["code": .string($0.code), "name": $0.name.readable] })),
            ("sums", .array(sums.map(\.readable))),
        ]
    }

    /// Reads the members of the type as a whole; the fields' own were read with the fields.
    init(from reader: inout JSONReader, type: DocumentType, fields: [FieldDetails]) throws(JSONError) {
        let paths = Set(type.fields.map(\.path))
        let holders = try reader.member("holders")
        self.holders = try holders.list(max: 2) { (item) throws(JSONError) in try item.code(HolderCategory.self) }
        try holders.distinct(self.holders.map(\.rawValue), "holder")
        retentionDays = try reader.member("retentionDays").optional { (days) throws(JSONError) in
            try days.unsigned(max: 36_500)
        }
        display = try reader.member("display").optional { (item) throws(JSONError) in
            try TypeDisplay(readable: item, paths: paths)
        }
        let groups = try reader.member("groups")
        self.groups = try groups.list(max: TypeDetails.maxParts) { (item) throws(JSONError) in
            try FieldGroup(readable: item)
        }
        try groups.distinct(self.groups.map(\.code), "group")
        sums = try reader.member("sums").list(max: TypeDetails.maxParts) { (item) throws(JSONError) in
            try FieldSum(readable: item, paths: paths)
        }
        self.fields = fields
        let codes = Set(self.groups.map(\.code))
        for (field, details) in zip(type.fields, fields) {
            guard let group = details.group, !codes.contains(group) else { continue }
            throw reader.invalid("has the field \(field.path) in the group \(group), which it does not have")
        }
        guard codes.isDisjoint(with: paths) else { throw groups.invalid("must differ from the paths of the fields") }
    }
}

extension FieldDetails {
    /// The members behind those of `deedbox-type/1`; only what is said is written.
    var readable: [(String, JSONValue)] {
        var members: [(String, JSONValue)] = [
            ("class", fieldClass.map { .string($0.text) } ?? .null), ("form", .string(form.rawValue)),
        ]
        if let group { members.append(("group", .string(group))) }
        if let list { members.append(("list", .string(list))) }
        if let maxLength { members.append(("maxLength", .integer(Int64(maxLength)))) }
        if let source { members.append(("source", source.readable)) }
        if isPlanned { members.append(("planned", true)) }
        return members
    }

    init(from reader: inout JSONReader) throws(JSONError) {
        fieldClass = try reader.member("class").optional { (item) throws(JSONError) in
            guard let found = FieldClass(try item.string()) else { throw item.invalid("must be like P2.04") }
            return found
        }
        form = try reader.member("form").code()
        group = try reader.optionalMember("group")?.string(maxByteCount: 16)
        list = try reader.optionalMember("list")?.listName()
        maxLength = try reader.optionalMember("maxLength").map { (item) throws(JSONError) in
            Int(try item.integer(in: 1...4_096))
        }
        source = try reader.optionalMember("source")?.bilingual()
        isPlanned = try reader.optionalMember("planned")?.bool() ?? false
    }
}

extension JSONElement {
    /// The name of a code list.
    package func listName() throws(JSONError) -> String {
        let text = try string()
        guard MemberID.accepts(text) else { throw invalid("must be \(MemberID.form)") }
        return text
    }

    fileprivate func path(of paths: Set<String>) throws(JSONError) -> String {
        let text = try string(maxByteCount: TypeField.maxPath)
        guard paths.contains(text) else { throw invalid("is \(text), which is no field of the type") }
        return text
    }
}

extension TypeDisplay {
    fileprivate var readable: JSONValue {
        ["face": .array(face.map { .string($0) }), "colour": .string(colour)]
    }

    fileprivate init(readable item: JSONElement, paths: Set<String>) throws(JSONError) {
        self = try item.object { (reader) throws(JSONError) in
            let face = try reader.member("face").list(max: TypeDisplay.maxFace) { (item) throws(JSONError) in
                try item.path(of: paths)
            }
            let colour = try reader.member("colour")
            let text = try colour.string()
            guard text.utf8.count == 7, text.hasPrefix("#"), Hex.decode(text.dropFirst()) != nil else {
                throw colour.invalid("must be like #1f3a5c")
            }
            return TypeDisplay(face: face, colour: text)
        }
    }
}

extension FieldGroup {
    fileprivate init(readable item: JSONElement) throws(JSONError) {
        self = try item.object { (reader) throws(JSONError) in
            let code = try reader.member("code")
            let text = try code.string()
            guard FieldGroup.isCode(text) else { throw code.invalid("must be 1 to 16 of A-Z") }
            return FieldGroup(code: text, name: try reader.member("name").bilingual())
        }
    }
}

extension FieldSum {
    fileprivate var readable: JSONValue {
        func list(_ paths: [String]) -> JSONValue { .array(paths.map { .string($0) }) }
        return ["total": .string(total), "plus": list(plus), "minus": list(minus)]
    }

    fileprivate init(readable item: JSONElement, paths: Set<String>) throws(JSONError) {
        self = try item.object { (reader) throws(JSONError) in
            func list(_ item: JSONElement) throws(JSONError) -> [String] {
                try item.list(max: DocumentType.maxFields) { (item) throws(JSONError) in try item.path(of: paths) }
            }
            return FieldSum(
                total: try reader.member("total").path(of: paths), plus: try list(try reader.member("plus")),
                minus: try list(try reader.member("minus")))
        }
    }
}
