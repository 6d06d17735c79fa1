public import Signing

extension Scene {
    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-scene/1"

    /// The scene as people read it; `init(readable:)` gives the same scene back.
    public var readable: JSONValue {
        [
            "format": .string(Scene.readableFormat),
            "code": .string(code.text),
            "purpose": purpose.readable,
            "basis": basis.readable,
            "profiles": .array(profiles.map(\.readable)),
            "maxUses": .number(maxUses),
            "termSeconds": .number(term),
            "minimumIntervalSeconds": .number(minimumInterval),
            "retentionDays": .number(retentionDays),
            "releaseAssurance": .number(releaseAssurance),
            "allowsUncounted": .bool(allowsUncounted),
        ]
    }

    /// Reads the readable form strictly; a refusal names the path at fault.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(Scene.readableFormat)
            let list = try reader.member("profiles")
            let profiles = try list.list(max: Scene.maxProfiles) { (element) throws(JSONError) in
                try SceneProfile(readable: element)
            }
            guard !profiles.isEmpty else { throw list.invalid("must have at least one profile") }
            try list.distinct(profiles.map(\.id), "id")
            return Scene(
                code: try reader.member("code").name(), purpose: try reader.member("purpose").bilingual(),
                basis: try reader.member("basis").bilingual(), profiles: profiles,
                maxUses: try reader.member("maxUses").positive(max: Scene.maxUsesLimit),
                term: try reader.member("termSeconds").positive(max: Scene.termLimit),
                minimumInterval: try reader.member("minimumIntervalSeconds").unsigned(max: Scene.termLimit),
                retentionDays: try reader.member("retentionDays").unsigned(max: Scene.retentionLimit),
                releaseAssurance: try reader.member("releaseAssurance").unsigned(max: Scene.assuranceLimit),
                allowsUncounted: try reader.member("allowsUncounted").bool())
        }
    }
}

extension JSONElement {
    fileprivate func positive(max: UInt64) throws(JSONError) -> UInt64 {
        UInt64(try integer(in: 1...Int64(clamping: max)))
    }
}

extension SceneProfile {
    fileprivate var readable: JSONValue {
        ["id": .string(id.text), "fields": .array(fields.map(\.readable))]
    }

    fileprivate init(readable element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let list = try reader.member("fields")
            let fields = try list.list(max: SceneProfile.maxTypes) { (element) throws(JSONError) in
                try ProfileFields(readable: element)
            }
            guard !fields.isEmpty else { throw list.invalid("must name at least one type") }
            try list.distinct(fields.map(\.type), "type")
            return SceneProfile(id: try reader.member("id").name(), fields: fields)
        }
    }
}

extension ProfileFields {
    fileprivate var readable: JSONValue {
        ["type": .string(type.text), "fields": .array(fields.map(\.readable))]
    }

    fileprivate init(readable element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let list = try reader.member("fields")
            let fields = try list.list(max: DocumentType.maxFields) { (field) throws(JSONError) in
                try AskedField(readable: field)
            }
            guard !fields.isEmpty else { throw list.invalid("must name at least one field") }
            try list.distinct(fields.map(\.path), "path")
            return ProfileFields(type: try reader.member("type").name(), fields: fields)
        }
    }
}

extension AskedField {
    fileprivate var readable: JSONValue {
        ["path": .string(path), "level": .number(level.value), "required": .bool(isRequired)]
    }

    fileprivate init(readable element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            AskedField(
                path: try reader.member("path").string(maxByteCount: TypeField.maxPath),
                level: try reader.member("level").level(), isRequired: try reader.member("required").bool())
        }
    }
}
