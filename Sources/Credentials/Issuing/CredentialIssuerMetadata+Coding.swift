public import Signing

extension CredentialIssuerMetadata {
    /// The text to publish.
    public var encoded: [UInt8] {
        var object: JSONObject = [
            "credential_issuer": .string(issuer), "credential_endpoint": .string(credentialEndpoint),
        ]
        for (name, address) in [
            ("nonce_endpoint", nonceEndpoint), ("deferred_credential_endpoint", deferredEndpoint),
            ("notification_endpoint", notificationEndpoint),
            (CredentialIssuerMetadata.applicationEndpointName, applicationEndpoint),
            (CredentialIssuerMetadata.attachmentEndpointName, attachmentEndpoint),
        ] {
            if let address { object.append(name, .string(address)) }
        }
        if batchSize > 1 {
            object.append("batch_credential_issuance", ["batch_size": .integer(Int64(batchSize))])
        }
        if !responseEncryptions.isEmpty { object.append("credential_response_encryption", encryption) }
        object.append("display", .array(display.map { .object($0.json("name")) }))
        var kinds = JSONObject()
        for configuration in configurations { kinds.append(configuration.id, .object(configuration.json)) }
        object.append("credential_configurations_supported", .object(kinds))
        return JSONBytes.of(object)
    }

    /// Wallets of other makers leave these alone.
    private static let applicationEndpointName = "deedbox_application_endpoint"
    private static let attachmentEndpointName = "deedbox_attachment_endpoint"

    private var encryption: JSONValue {
        [
            "alg_values_supported": [.string(JWEHeader.algorithm)],
            "enc_values_supported": .array(responseEncryptions.map { .string($0.rawValue) }),
            "encryption_required": false,
        ]
    }

    /// Reads the metadata of the issuer with this identifier; that of another is refused.
    public init(parsing text: [UInt8], issuer: String) throws(JSONError) {
        let open = try JSONElement.reading(text, max: CredentialIssuerMetadata.maxByteCount)
        try open.member("credential_issuer").exactly(issuer)
        self.issuer = issuer
        authorizationServers = try open.optionalTexts("authorization_servers") ?? []
        credentialEndpoint = try open.text("credential_endpoint")
        nonceEndpoint = try open.optionalText("nonce_endpoint")
        deferredEndpoint = try open.optionalText("deferred_credential_endpoint")
        notificationEndpoint = try open.optionalText("notification_endpoint")
        applicationEndpoint = try open.optionalText(CredentialIssuerMetadata.applicationEndpointName)
        attachmentEndpoint = try open.optionalText(CredentialIssuerMetadata.attachmentEndpointName)
        batchSize = try CredentialIssuerMetadata.batchSize(open.optional("batch_credential_issuance"))
        responseEncryptions = try CredentialIssuerMetadata.encryptions(open.optional("credential_response_encryption"))
        display = try CredentialIssuerMetadata.names(open.optional("display"))
        configurations = try open.member("credential_configurations_supported").entries(
            max: CredentialIssuerMetadata.maxConfigurations
        ) { (id, element) throws(JSONError) in try CredentialConfiguration(id, element) }
    }

    private static func batchSize(_ element: JSONElement?) throws(JSONError) -> Int {
        guard let element else { return 1 }
        return Int(try element.openMembers().member("batch_size").integer(in: 2...4_096))
    }

    /// The encryptions that are understood, when the key agreement is.
    private static func encryptions(_ element: JSONElement?) throws(JSONError) -> [ContentEncryption] {
        guard let open = try element?.openMembers(),
            try open.optionalTexts("alg_values_supported")?.contains(JWEHeader.algorithm) == true
        else { return [] }
        return try open.optionalTexts("enc_values_supported")?.compactMap(ContentEncryption.init) ?? []
    }

    /// Names by language; entries without a name, as others have them, are passed over.
    static func names(_ element: JSONElement?) throws(JSONError) -> [TypeMetadata.Display] {
        guard let element else { return [] }
        return try element.list(max: 64) { (item) throws(JSONError) in
            let open = try item.openMembers()
            let name = try open.optionalText("name")
            let locale = try open.optionalText("locale") ?? "und"
            return name.map { TypeMetadata.Display(locale: locale, name: $0) }
        }.compactMap(\.self)
    }
}

extension CredentialConfiguration {
    var json: JSONObject {
        var object: JSONObject = ["format": .string(format)]
        if let scope { object.append("scope", .string(scope)) }
        if let type { object.append("vct", .string(type)) }
        object.append("credential_signing_alg_values_supported", [.string(CompactJWS.algorithm)])
        if needsProof {
            object.append("cryptographic_binding_methods_supported", ["jwk"])
            object.append(
                "proof_types_supported",
                ["jwt": ["proof_signing_alg_values_supported": [.string(CompactJWS.algorithm)]]])
        }
        object.append(
            "credential_metadata",
            [
                "display": .array(display.map { .object($0.json("name")) }),
                "claims": .array(claims.map { .object($0.configurationJSON) }),
            ])
        return object
    }

    fileprivate init(_ id: String, _ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        self.id = id
        format = try open.text("format")
        type = try open.optionalText("vct", max: 2_048)
        scope = try open.optionalText("scope")
        needsProof = open.optional("cryptographic_binding_methods_supported") != nil
        let metadata = try open.optional("credential_metadata")?.openMembers()
        display = try CredentialIssuerMetadata.names(metadata?.optional("display"))
        claims =
            try metadata?.optional("claims")?.list(max: TypeMetadata.maxClaims) { (item) throws(JSONError) in
                try TypeMetadata.Claim(configuration: item)
            } ?? []
    }
}

extension TypeMetadata.Claim {
    /// As issuer metadata has it: labels are `name` there.
    fileprivate var configurationJSON: JSONObject {
        [
            "path": path.json, "mandatory": .bool(isMandatory),
            "display": .array(labels.map { .object($0.json("name")) }),
        ]
    }

    fileprivate init(configuration element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        self.init(
            path: try ClaimPath(open.member("path")),
            labels: try CredentialIssuerMetadata.names(open.optional("display")),
            isMandatory: try open.flag("mandatory"), disclosability: .allowed, sensitivity: nil)
    }
}
