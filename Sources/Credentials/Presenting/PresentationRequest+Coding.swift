import Signing

extension PresentationRequest {
    private static let formats: JSONValue = [
        "dc+sd-jwt": [
            "sd-jwt_alg_values": [.string(CompactJWS.algorithm)], "kb-jwt_alg_values": [.string(CompactJWS.algorithm)],
        ]
    ]
    private static let maxStatements = 16
    private static let maxStatementByteCount = 65_536

    /// The claims of the message.
    var claims: JSONObject {
        var object: JSONObject = [
            "client_id": .string(clientID), "response_type": .string(PresentationRequest.responseType),
            "response_mode": .string(PresentationRequest.responseMode), "response_uri": .string(responseURI),
            "nonce": .string(nonce), "aud": .string(PresentationRequest.audience),
        ]
        if let state { object.append("state", .string(state)) }
        if let walletNonce { object.append("wallet_nonce", .string(walletNonce)) }
        if let issuedAt { object.append("iat", .integer(Int64(clamping: issuedAt))) }
        if let expiry { object.append("exp", .integer(Int64(clamping: expiry))) }
        object.append("dcql_query", query.json)
        object.append(
            "client_metadata",
            [
                "jwks": .object(JSONWebKeySet([sealing.key]).json),
                "encrypted_response_enc_values_supported": .array(sealing.encryptions.map { .string($0.rawValue) }),
                "vp_formats_supported": PresentationRequest.formats,
            ])
        if !statements.isEmpty {
            object.append(
                "verifier_info",
                .array(statements.map { ["format": .string($0.format), "data": .string($0.data)] }))
        }
        return object
    }

    /// Reads the claims of a message. Members that the standard does not know are left alone; what would change the
    /// meaning of an answer is refused.
    init(_ claims: JSONObject) throws(PresentationRefusal) {
        guard claims["transaction_data"] == nil else { throw .transactionData }
        do throws(JSONError) {
            let open = try JSONElement(.object(claims)).openMembers()
            try open.member("response_type").exactly(PresentationRequest.responseType)
            try open.member("aud").exactly(PresentationRequest.audience)
            for name in ["scope", "presentation_definition", "redirect_uri", "client_id_scheme"]
            where open.optional(name) != nil {
                throw open.invalid("has \(name), which a request with dcql_query and response_uri has not")
            }
            clientID = try open.text("client_id", max: 2_048)
            responseURI = try open.text("response_uri", max: 2_048)
            nonce = try open.text("nonce", max: 512)
            state = try open.optionalText("state", max: 512)
            walletNonce = try open.optionalText("wallet_nonce", max: 512)
            issuedAt = try open.optional("iat")?.seconds()
            expiry = try open.optional("exp")?.seconds()
            query = try PresentationQuery(open.member("dcql_query"))
            sealing = try AnswerSealing(
                metadata: open.member("client_metadata"), mode: try open.text("response_mode", max: 64))
            statements = try PresentationRequest.statements(open.optional("verifier_info"))
        } catch { throw .claims(error) }
        try PresentationRequest.checkFormats(claims)
    }

    /// The verifier takes documents in our form, signed as ours are.
    private static func checkFormats(_ claims: JSONObject) throws(PresentationRefusal) {
        do throws(JSONError) {
            let metadata = try JSONElement(.object(claims)).openMembers().member("client_metadata").openMembers()
            guard let formats = metadata.optional("vp_formats_supported") else { return }
            guard let format = try formats.openMembers().optional(SDJWTType.document) else {
                throw formats.invalid("has no \(SDJWTType.document)")
            }
            let open = try format.openMembers()
            for name in ["sd-jwt_alg_values", "kb-jwt_alg_values"] {
                guard let values = try open.optionalTexts(name) else { continue }
                guard values.contains(CompactJWS.algorithm) else {
                    throw open.invalid("has no \(CompactJWS.algorithm) in \(name)")
                }
            }
        } catch { throw .formats(error) }
    }

    /// Those whose data is a text: others are of formats that are not known here.
    private static func statements(_ list: JSONElement?) throws(JSONError) -> [VerifierStatement] {
        guard let list else { return [] }
        return try list.list(max: maxStatements) { (item) throws(JSONError) -> VerifierStatement? in
            let open = try item.openMembers()
            let format = try open.text("format", max: 256)
            guard case .string(let data) = try open.member("data").value, data.utf8.count <= maxStatementByteCount
            else { return nil }
            return VerifierStatement(format: format, data: data)
        }.compactMap(\.self)
    }
}

extension AnswerSealing {
    /// Reads `client_metadata`; `response_mode` decides whether there must be a key.
    fileprivate init(metadata: JSONElement, mode: String) throws(JSONError) {
        let open = try metadata.openMembers()
        guard mode == PresentationRequest.responseMode else {
            throw open.invalid("goes with response_mode \(mode), and answers are given as direct_post.jwt alone")
        }
        let set = try open.member("jwks")
        let keys = try JSONWebKeySet(set).keys
        guard let key = keys.first(where: { $0.curve == .p256 && $0.algorithm == JWEHeader.algorithm && $0.id != nil })
        else { throw set.invalid("has no key of P-256 with alg ECDH-ES and a kid") }
        let named = try open.optionalTexts("encrypted_response_enc_values_supported") ?? ["A128GCM"]
        self.init(key: key, encryptions: named.compactMap(ContentEncryption.init))
        guard !encryptions.isEmpty else {
            throw open.invalid("names no content encryption that is known here: A128GCM, A256GCM")
        }
    }
}
