public import Signing

/// Members as a file lists them, to be registered or updated: `deedbox-members/1`.
public struct MemberList: Hashable, Sendable {
    /// One institution of the list. Without keys in the file, the keys come from key files.
    public struct Item: Hashable, Sendable {
        public let id: MemberID
        public let details: MemberDetails

        /// An institution under its id.
        public init(id: MemberID, details: MemberDetails) {
            self.id = id
            self.details = details
        }
    }

    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-members/1"
    /// Most members of one file.
    public static let maxCount = 256

    public let items: [Item]

    /// A list of these members.
    public init(_ items: [Item]) {
        self.items = items
    }

    /// Reads the readable form strictly; a refusal names the path at fault.
    public init(readable: JSONValue) throws(JSONError) {
        items = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(MemberList.readableFormat)
            let members = try reader.member("members")
            let items = try members.list(max: MemberList.maxCount) { (element) throws(JSONError) in
                try Item(readable: element)
            }
            try members.distinct(items.map(\.id), "id")
            return items
        }
    }

    /// The list as people read it; `init(readable:)` gives the same list back.
    public var readable: JSONValue {
        ["format": .string(MemberList.readableFormat), "members": .array(items.map(\.readable))]
    }
}

extension MemberList.Item {
    fileprivate init(readable element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            MemberList.Item(id: try reader.member("id").name(), details: try MemberDetails(from: &reader))
        }
    }

    fileprivate var readable: JSONValue {
        var object: JSONObject = ["id": .string(id.text)]
        for member in details.readableMembers { object.append(member.name, member.value) }
        return .object(object)
    }
}

extension MemberDetails {
    /// The details as people read them, an object of their own.
    public var readable: JSONValue {
        .object(readableMembers.reduce(into: JSONObject()) { $0.append($1.name, $1.value) })
    }

    /// Reads details that stand alone, as `readable` writes them.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in try MemberDetails(from: &reader) }
    }

    fileprivate var readableMembers: [(name: String, value: JSONValue)] {
        let members: [(name: String, value: JSONValue)] = [
            ("name", name.readable), ("roles", .array(roles.map { .string($0.word) })),
            ("creditCode", .string(creditCode)), ("keys", .array(keys.map(\.readable))),
        ]
        return members + (sealingKey.map { [("sealingKey", .string($0.readable))] } ?? [])
    }

    fileprivate init(from reader: inout JSONReader) throws(JSONError) {
        let name = try reader.member("name").bilingual()
        let list = try reader.member("roles")
        let roles = try list.list(max: Role.allCases.count) { (element) throws(JSONError) in
            guard let role = Role(word: try element.string()) else {
                throw element.invalid("must be one of " + Role.allCases.map(\.word).joined(separator: ", "))
            }
            return role
        }
        try list.distinct(roles, "role")
        let creditCode = try reader.member("creditCode").string(maxByteCount: 32)
        let keys = try reader.optionalMember("keys")?.list(max: MemberDetails.maxKeys) { (key) throws(JSONError) in
            try MemberKey(readable: key)
        }
        let sealingKey = try reader.optionalMember("sealingKey")?.releaseKey()
        self.init(name: name, roles: roles, creditCode: creditCode, keys: keys ?? [], sealingKey: sealingKey)
    }
}

extension ReleaseKey {
    /// The algorithm's name, a colon, and the key in hexadecimal.
    public var readable: String { "X25519:" + Hex.encode(bytes) }

    /// Reads the form that `readable` writes; nil for anything else.
    public init?(readable: String) {
        guard readable.hasPrefix("X25519:"), let bytes = Hex.decode(readable.dropFirst(7)) else { return nil }
        self.init(bytes)
    }
}

extension JSONElement {
    fileprivate func releaseKey() throws(JSONError) -> ReleaseKey {
        guard let key = ReleaseKey(readable: try string()) else {
            throw invalid("must be X25519, a colon and a public key in lower-case hexadecimal: X25519:0df5…")
        }
        return key
    }
}

extension MemberKey {
    fileprivate var readable: JSONValue {
        ["key": .string(key.readable), "from": .time(from), "until": .optional(until, JSONValue.time)]
    }

    fileprivate init(readable element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let key = try reader.member("key").publicKey()
            let from = try reader.member("from").time()
            let end = try reader.member("until")
            let until = try end.optional { (end) throws(JSONError) in try end.time() }
            if let until, until <= from { throw end.invalid("must be later than from") }
            return MemberKey(key: key, from: from, until: until)
        }
    }
}
