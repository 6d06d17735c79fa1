import Signing

/// A wallet's request for credentials (OpenID4VCI section 8.2); its proofs are not checked yet.
public struct CredentialRequest: Hashable, Sendable {
    /// What is asked for: exactly one of the two.
    public enum Subject: Hashable, Sendable {
        /// `credential_identifier`, from the answer with the token.
        case identifier(String)
        /// `credential_configuration_id`, from the metadata.
        case configuration(String)
    }

    public let subject: Subject
    /// Key proofs of the kind `jwt`, one for each credential.
    public let proofs: [String]
    /// How the answer is to be sealed; nil for an answer in the clear.
    public let encryption: ResponseEncryption?

    static let maxByteCount = 2 << 20
    public static let maxProofs = 64

    /// A request with these proofs.
    public init(_ subject: Subject, proofs: [String], encryption: ResponseEncryption? = nil) {
        self.subject = subject
        self.proofs = proofs
        self.encryption = encryption
    }

    /// Reads the body.
    public init(parsing text: [UInt8]) throws(IssuingError) {
        let open: OpenMembers
        do throws(JSONError) {
            open = try JSONElement.reading(text, max: CredentialRequest.maxByteCount)
            subject = try CredentialRequest.subject(open)
        } catch { throw IssuingError(.invalidCredentialRequest, "\(error)") }
        guard open.optional("proof") == nil else {
            throw IssuingError(.invalidCredentialRequest, "proof is the old name: send proofs, with the array jwt")
        }
        do throws(JSONError) {
            proofs = try CredentialRequest.proofs(open)
        } catch { throw IssuingError(.invalidProof, "\(error)") }
        encryption = try ResponseEncryption.read(open)
    }

    /// The body.
    public var encoded: [UInt8] {
        var object = JSONObject()
        switch subject {
        case .identifier(let id): object.append("credential_identifier", .string(id))
        case .configuration(let id): object.append("credential_configuration_id", .string(id))
        }
        object.append("proofs", ["jwt": .array(proofs.map { .string($0) })])
        if let encryption { object.append("credential_response_encryption", .object(encryption.json)) }
        return JSONBytes.of(object)
    }

    private static func subject(_ open: OpenMembers) throws(JSONError) -> Subject {
        let identifier = try open.optionalText("credential_identifier", max: 256)
        let configuration = try open.optionalText("credential_configuration_id", max: 256)
        switch (identifier, configuration) {
        case (let id?, nil): return .identifier(id)
        case (nil, let id?): return .configuration(id)
        case (_, _):
            throw open.invalid("must have exactly one of credential_identifier and credential_configuration_id")
        }
    }

    private static func proofs(_ open: OpenMembers) throws(JSONError) -> [String] {
        let kinds = try open.member("proofs").openMembers()
        guard try open.member("proofs").entries({ name, _ in name }) == ["jwt"] else {
            throw kinds.invalid("must have the one member jwt")
        }
        let list = try kinds.member("jwt")
        let proofs = try list.list(max: maxProofs) { (item) throws(JSONError) in
            try item.filledString(max: 16_384)
        }
        guard !proofs.isEmpty else { throw list.invalid("is empty") }
        return proofs
    }
}

/// To which key, and how, an answer is to be sealed.
public struct ResponseEncryption: Hashable, Sendable {
    /// A key of P-256.
    public let key: JSONWebKey
    public let encryption: ContentEncryption

    /// Sealed to this key.
    public init(key: JSONWebKey, encryption: ContentEncryption) {
        self.key = key
        self.encryption = encryption
    }

    /// The body of an answer, sealed; its content type is `application/jwt`.
    public func seal(_ body: [UInt8]) -> String? {
        EncryptedMessage.seal(body, to: key, encryption: encryption)
    }

    static func read(_ open: OpenMembers) throws(IssuingError) -> ResponseEncryption? {
        guard let element = open.optional("credential_response_encryption") else { return nil }
        do throws(JSONError) {
            return try ResponseEncryption(element)
        } catch { throw IssuingError(.invalidEncryption, "\(error)") }
    }

    private init(_ element: JSONElement) throws(JSONError) {
        let open = try element.openMembers()
        let jwk = try open.member("jwk")
        key = try JSONWebKey(jwk)
        guard key.curve == .p256, key.algorithm ?? JWEHeader.algorithm == JWEHeader.algorithm else {
            throw jwk.invalid("must be a key of P-256 for ECDH-ES")
        }
        encryption = try open.member("enc").code()
        guard open.optional("zip") == nil else { throw open.invalid("has zip, which is not supported") }
    }

    var json: JSONObject { ["jwk": .object(key.json), "enc": .string(encryption.rawValue)] }
}
