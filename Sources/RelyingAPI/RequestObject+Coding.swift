import Credentials
import Rulebook
import Sealing
import Signing

extension RequestObject {
    /// The claims of the message. `nonce` is that of the signed request.
    func claims() throws(CBORError) -> JSONObject {
        let asked = try Request(decoding: signedPayload())
        var own: JSONObject = [
            "origin": .string(origin), "scene": .string(scene.text), "profile": .string(profile.text),
            "request": .string(Base64URL.encode(request)),
            "case": ["number": .string(matter.number), "salt": .string(Base64URL.encode(matter.salt))],
            "sealing_key": .string(Base64URL.encode(sealingKey.bytes)),
        ]
        if let text { own.append("text", ["zh": .string(text.zh), "en": .string(text.en)]) }
        if let counter { own.append("counter", counter.json) }
        return [
            "client_id": .string(party.text), "response_type": .string(RequestObject.responseType),
            "response_uri": .string(responseURI.description), "nonce": .string(Base64URL.encode(asked.nonce)),
            "wallet_nonce": .string(Base64URL.encode(walletNonce)), "aud": .string(RequestObject.audience),
            "iat": .integer(Int64(clamping: issuedAt)), "exp": .integer(Int64(clamping: expiry)),
            "dcql_query": query, "deedbox": .object(own),
        ]
    }

    /// Reads the claims strictly: what is not known here is refused. The nonce comes beside.
    static func reading(_ claims: JSONObject) throws(JSONError) -> (object: RequestObject, nonce: [UInt8]) {
        try JSONElement(.object(claims)).object { (reader) throws(JSONError) in
            try reader.member("response_type").exactly(responseType)
            try reader.member("aud").exactly(audience)
            let nonce = try reader.member("nonce").base64URL(count: Request.nonceByteCount)
            return (try RequestObject(&reader), nonce)
        }
    }

    private init(_ reader: inout JSONReader) throws(JSONError) {
        party = try reader.member("client_id").registeredName()
        responseURI = try reader.member("response_uri").webAddress()
        walletNonce = try reader.member("wallet_nonce").base64URL(count: RequestFetch.nonceByteCount)
        issuedAt = try reader.member("iat").unsigned(max: 1 << 40)
        expiry = try reader.member("exp").unsigned(max: 1 << 40)
        query = try reader.member("dcql_query").value
        let own = try reader.member("deedbox").object { (own) throws(JSONError) in try OwnClaims(&own) }
        origin = own.origin
        scene = own.scene
        profile = own.profile
        request = own.request
        matter = own.matter
        text = own.text
        counter = own.counter
        sealingKey = own.sealingKey
    }

    /// The payload of the signed request, whoever signed it.
    private func signedPayload() -> [UInt8] { (try? Statement(decoding: request))?.payload ?? [] }
}

/// The member `deedbox` of the claims.
private struct OwnClaims {
    let origin: String
    let scene: SceneCode
    let profile: ProfileID
    let request: [UInt8]
    let matter: CaseOpening
    let text: Bilingual?
    let counter: CounterPlace?
    let sealingKey: SealingPublicKey

    init(_ reader: inout JSONReader) throws(JSONError) {
        origin = try reader.member("origin").string(maxByteCount: 200)
        scene = try reader.member("scene").registeredName()
        profile = try reader.member("profile").registeredName()
        request = try reader.member("request").base64URL()
        let matter = try reader.member("case")
        self.matter = try matter.object { (reader) throws(JSONError) in
            let number = try reader.member("number").string(maxByteCount: CaseOpening.maxByteCount)
            let salt = try reader.member("salt").base64URL(count: CaseOpening.saltByteCount)
            guard let opening = CaseOpening(number, salt: salt) else { throw matter.invalid("has no number") }
            return opening
        }
        text = try reader.optionalMember("text")?.bilingual()
        counter = try reader.optionalMember("counter")?.counterPlace()
        let key = try reader.member("sealing_key")
        guard let sealingKey = SealingPublicKey(try key.base64URL(count: SealingPublicKey.byteCount)) else {
            throw key.invalid("is no X25519 key")
        }
        self.sealingKey = sealingKey
    }
}

extension JSONElement {
    fileprivate func registeredName<Name: RegisteredName>() throws(JSONError) -> Name {
        guard let name = Name(try string(maxByteCount: 64)) else { throw invalid("must be \(Name.form)") }
        return name
    }

    fileprivate func webAddress() throws(JSONError) -> WebAddress {
        guard let address = WebAddress(try string(maxByteCount: 2_048)) else { throw invalid("is no web address") }
        return address
    }

    fileprivate func counterPlace() throws(JSONError) -> CounterPlace {
        let read: CounterPlace? = try object { (reader) throws(JSONError) in
            CounterPlace(
                name: try reader.member("name").string(maxByteCount: CounterPlace.maxByteCount),
                place: try reader.member("place").string(maxByteCount: CounterPlace.maxByteCount),
                numberUntil: try reader.member("number_until").unsigned(max: 1 << 40))
        }
        guard let read else { throw invalid("names no counter") }
        return read
    }

    fileprivate func bilingual() throws(JSONError) -> Bilingual {
        try object { (reader) throws(JSONError) in
            Bilingual(
                zh: try reader.member("zh").string(maxByteCount: Bilingual.maxByteCount),
                en: try reader.member("en").string(maxByteCount: Bilingual.maxByteCount))
        }
    }
}

extension CounterPlace {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "place": .string(place), "number_until": .integer(Int64(clamping: numberUntil)),
        ]
    }
}
