public import Signing

extension TypeMetadata {
    /// The text that stands at the type's address: these bytes are what `vct#integrity` is over.
    public var encoded: [UInt8] {
        var object: JSONObject = ["vct": .string(type), "name": .string(name)]
        if let extends { object.append("extends", .string(extends)) }
        object.append("display", .array(display.map { .object($0.json("name")) }))
        object.append("claims", .array(claims.map { .object($0.json) }))
        return JSONBytes.of(object)
    }

    /// Reads the text; members that it does not know are left alone, as the standard asks.
    public init(parsing text: [UInt8]) throws(JSONError) {
        let open = try JSONElement(JSONValue(parsing: text, maxByteCount: TypeMetadata.maxByteCount)).openMembers()
        type = try open.member("vct").filledString(max: 2_048)
        name = try open.optional("name").map { (name) throws(JSONError) in try name.string() } ?? type
        extends = try open.optional("extends").map { (other) throws(JSONError) in try other.filledString() }
        display = try Display.list(open.optional("display"), "name")
        claims =
            try open.optional("claims").map { (list) throws(JSONError) in
                try list.list(max: TypeMetadata.maxClaims) { (item) throws(JSONError) in try Claim(item) }
            } ?? []
    }
}

extension TypeMetadata.Display {
    func json(_ word: String) -> JSONObject { ["locale": .string(locale), word: .string(name)] }

    static func list(_ element: JSONElement?, _ word: String) throws(JSONError) -> [TypeMetadata.Display] {
        guard let element else { return [] }
        return try element.list(max: 64) { (item) throws(JSONError) in
            let open = try item.openMembers()
            // Older texts say `lang`.
            let locale = if let locale = open.optional("locale") { locale } else { try open.member("lang") }
            return TypeMetadata.Display(
                locale: try locale.filledString(max: 64), name: try open.member(word).filledString())
        }
    }
}

extension TypeMetadata.Claim {
    var json: JSONObject {
        var object: JSONObject = [
            "path": path.json, "display": .array(labels.map { .object($0.json("label")) }),
            "mandatory": .bool(isMandatory), "sd": .string(disclosability.rawValue),
        ]
        if let sensitivity {
            object.append(TypeMetadata.sensitivityMember, .integer(Int64(clamping: sensitivity)))
        }
        return object
    }

    fileprivate init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        path = try ClaimPath(open.member("path"))
        labels = try TypeMetadata.Display.list(open.optional("display"), "label")
        isMandatory = try open.optional("mandatory").map { (flag) throws(JSONError) in try flag.bool() } ?? false
        disclosability = try open.optional("sd").map { (word) throws(JSONError) in try word.code() } ?? .allowed
        sensitivity = try open.optional(TypeMetadata.sensitivityMember).map { (level) throws(JSONError) in
            UInt64(try level.integer(in: 1...4))
        }
    }
}
