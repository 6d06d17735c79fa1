public import Signing

extension PresentationQuery {
    /// The member `dcql_query`.
    public var json: JSONValue {
        var object: JSONObject = ["credentials": .array(credentials.map { .object($0.json) })]
        if !sets.isEmpty {
            object.append(
                "credential_sets",
                .array(
                    sets.map { set in
                        ["options": .array(set.options.map(ids)), "required": .bool(set.isRequired)]
                    }))
        }
        return .object(object)
    }

    /// Reads the member; members that the standard does not know are left alone, as it asks.
    public init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        let list = try open.member("credentials")
        credentials = try list.list(max: PresentationQuery.maxCredentials) { (item) throws(JSONError) in
            try CredentialQuery(item)
        }
        let known = credentials.map(\.id)
        guard !known.isEmpty, Set(known).count == known.count else { throw list.invalid("must name each id once") }
        sets =
            try open.optional("credential_sets")?.list(max: PresentationQuery.maxSets) { (item) throws(JSONError) in
                let open = try item.openMembers()
                return CredentialSet(
                    options: try open.member("options").alternatives(of: known),
                    isRequired: try open.optional("required")?.bool() ?? true)
            } ?? []
        if open.optional("credential_sets") != nil, sets.isEmpty { throw open.invalid("has no credential set") }
    }
}

extension CredentialQuery {
    private static let maxTypes = 64
    private static let maxClaims = 256

    var json: JSONObject {
        var object: JSONObject = [
            "id": .string(id), "format": .string(format), "meta": ["vct_values": .array(types.map { .string($0) })],
        ]
        if let claims { object.append("claims", .array(claims.map { .object($0.json) })) }
        if !claimSets.isEmpty { object.append("claim_sets", .array(claimSets.map(ids))) }
        return object
    }

    fileprivate init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        let name = try open.member("id")
        let id = try name.filledString(max: 64)
        guard id.utf8.allSatisfy(CredentialQuery.isInID) else {
            throw name.invalid("must have letters, digits, _ and - alone")
        }
        let format = try open.text("format", max: 64)
        let meta = try open.member("meta").openMembers()
        let isOurs = format == SDJWTType.document
        let types = try isOurs ? meta.member("vct_values").names(max: CredentialQuery.maxTypes) : []
        let claims = try open.optional("claims").map { (list) throws(JSONError) in
            try CredentialQuery.claims(list, isRead: isOurs)
        }
        let known = (claims ?? []).compactMap(\.id)
        let sets = try isOurs ? open.optional("claim_sets")?.alternatives(of: known) : nil
        self.init(
            id: id, format: format, types: types, claims: claims, claimSets: sets ?? [],
            isMultiple: try open.flag("multiple"),
            needsHolder: try open.optional("require_cryptographic_holder_binding")?.bool() ?? true,
            namesAuthorities: open.optional("trusted_authorities") != nil)
    }

    /// Other formats have claims of another form: those are not answered, so not read.
    private static func claims(_ list: JSONElement, isRead: Bool) throws(JSONError) -> [ClaimQuery] {
        guard isRead else { return [] }
        let claims = try list.list(max: maxClaims) { (item) throws(JSONError) in try ClaimQuery(item) }
        let ids = claims.compactMap(\.id)
        guard !claims.isEmpty, Set(ids).count == ids.count else { throw list.invalid("must name each id once") }
        return claims
    }

    fileprivate static func isInID(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        case _: false
        }
    }
}

extension ClaimQuery {
    private static let maxValues = 64

    fileprivate var json: JSONObject {
        var object = JSONObject()
        if let id { object.append("id", .string(id)) }
        object.append("path", path.json)
        if !values.isEmpty { object.append("values", .array(values)) }
        return object
    }

    fileprivate init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        id = try open.optionalText("id", max: 64)
        path = try ClaimPath(open.member("path"))
        values =
            try open.optional("values")?.list(max: ClaimQuery.maxValues) { (item) throws(JSONError) in
                switch item.value {
                case .string, .integer, .bool: return item.value
                case .null, .array, .object: throw item.invalid("must be a string, a whole number or true or false")
                }
            } ?? []
    }
}

private func ids(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }

extension JSONElement {
    /// A list of names that is not empty.
    fileprivate func names(max: Int) throws(JSONError) -> [String] {
        let names = try list(max: max) { (item) throws(JSONError) in try item.filledString(max: 2_048) }
        guard !names.isEmpty else { throw invalid("is empty") }
        return names
    }

    /// Lists of ids, each of which is known.
    fileprivate func alternatives(of known: [String]) throws(JSONError) -> [[String]] {
        let options = try list(max: PresentationQuery.maxOptions) { (item) throws(JSONError) in
            let names = try item.names(max: 256)
            guard let stray = names.first(where: { !known.contains($0) }) else { return names }
            throw item.invalid("names \(stray), which is not asked for")
        }
        guard !options.isEmpty else { throw invalid("is empty") }
        return options
    }
}
