public import Signing

extension DocumentClaims {
    /// The claims as members of the issuer-signed JWT, all always open.
    package var members: [ClaimMember] {
        var members: [ClaimMember] = [.open("iss", .text(issuer)), .open("vct", .text(type))]
        if let typeIntegrity { members.append(.open("vct#integrity", .text(typeIntegrity))) }
        members.append(.open("iat", .seconds(issuedAt)))
        if let expiry { members.append(.open("exp", .seconds(expiry))) }
        if let holderKey { members.append(.open("cnf", .value(["jwk": .object(holderKey.json)]))) }
        if let status { members.append(.open("status", .value(status.json))) }
        members.append(.open("deedbox", .value(ledger.json)))
        return members
    }

    /// Reads the open claims of a document; members that others put there are left alone.
    public init(_ claims: JSONObject) throws(JSONError) {
        let open = try JSONElement(.object(claims)).openMembers()
        let standard = try StandardClaims(open)
        guard let issuer = standard.issuer else { throw .missing(path: "iss") }
        self.init(
            issuer: issuer, type: standard.type, typeIntegrity: standard.typeIntegrity,
            issuedAt: try open.member("iat").seconds(), expiry: standard.expiry, holderKey: standard.holderKey,
            status: standard.status, ledger: try LedgerClaims(open.member("deedbox")))
    }
}

extension StatusReference {
    var json: JSONValue {
        ["status_list": ["idx": .integer(Int64(index)), "uri": .string(uri)]]
    }

    /// Reads the claim `status`; nil when it names another mechanism than a status list.
    static func read(_ element: JSONElement) throws(JSONError) -> StatusReference? {
        guard let list = try element.openMembers().optional("status_list") else { return nil }
        let open = try list.openMembers()
        let index = Int(try open.member("idx").integer(in: 0...Int64(StatusList.maxCount) - 1))
        return StatusReference(index: index, uri: try open.member("uri").filledString(max: 2_048))
    }
}

extension LedgerClaims {
    var json: JSONValue {
        var object: JSONObject = [
            "origin": .string(origin), "type": .string(typeCode), "version": .integer(Int64(clamping: typeVersion)),
            "as_of": .string(asOf),
        ]
        if let updateDays { object.append("update_days", .integer(Int64(clamping: updateDays))) }
        object.append("correction", .string(Base64URL.encode(correction.bytes)))
        object.append("provenance", .string(provenance.rawValue))
        object.append("label", .string(label.rawValue))
        return .object(object)
    }

    /// Reads the claim strictly: it is ours, and a member that it does not have is refused.
    init(_ element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            let time = try reader.member("as_of")
            let asOf = try time.string(maxByteCount: 32)
            guard LedgerClaims.isDateTime(asOf) else { throw time.invalid("must be like 2090-01-31T08:30:00Z") }
            let correction = try reader.member("correction")
            guard let digest = Digest(try correction.base64URL(count: Digest.byteCount)) else {
                throw correction.invalid("must be 32 bytes")
            }
            return LedgerClaims(
                origin: try reader.member("origin").filledString(max: 256),
                typeCode: try reader.member("type").filledString(max: 64),
                typeVersion: try reader.member("version").unsigned(max: 1 << 53), asOf: asOf,
                updateDays: try reader.optionalMember("update_days").map { (days) throws(JSONError) in
                    try days.unsigned(max: 36_500)
                },
                correction: digest, provenance: try reader.member("provenance").code(),
                label: try reader.member("label").code())
        }
    }

    /// `YYYY-MM-DDThh:mm:ssZ`.
    private static func isDateTime(_ text: String) -> Bool {
        let form = Array("dddd-dd-ddTdd:dd:ddZ".utf8)
        let bytes = Array(text.utf8)
        return bytes.count == form.count
            && zip(bytes, form).allSatisfy { byte, mark in
                mark == UInt8(ascii: "d") ? (0x30...0x39).contains(byte) : byte == mark
            }
    }
}

extension ClaimValue {
    static func text(_ text: String) -> ClaimValue { .value(.string(text)) }
    static func seconds(_ seconds: UInt64) -> ClaimValue { .value(.integer(Int64(clamping: seconds))) }
}
